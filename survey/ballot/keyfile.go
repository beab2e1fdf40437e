package ballot

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A key file holds one key of 32 bytes as one line of base64url.
const keySize = 32

// MissingKeyError says which key file a process lacks.
type MissingKeyError struct {
	Survey string
	File   string // its path
}

func (e *MissingKeyError) Error() string {
	return fmt.Sprintf("the key file %s of survey %s is missing; start with the --keys directory that holds it, or, where it is lost, end the survey with teamtrust survey close %s --without-ballots --reason TEXT (docs/operating.md)", e.File, e.Survey, e.Survey)
}

// Reason is the text: it names a survey and a file.
func (e *MissingKeyError) Reason() string { return e.Error() }

// Unwrap makes the error match fs.ErrNotExist.
func (e *MissingKeyError) Unwrap() error { return fs.ErrNotExist }

func writeKey(path string, key []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(encode(key) + "\n")
	return errors.Join(err, f.Sync(), f.Close())
}

func readKey(survey, path string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &MissingKeyError{Survey: survey, File: path}
	}
	if err != nil {
		return nil, err
	}
	key, err := decode("key", string(bytes.TrimSuffix(b, []byte("\n"))), keySize)
	if err != nil {
		return nil, damaged(survey, path)
	}
	return key, nil
}

// DamagedKeyError says which key file is none.
type DamagedKeyError struct {
	Survey string
	File   string // its path
}

func (e *DamagedKeyError) Error() string {
	return fmt.Sprintf("the key file %s of survey %s is damaged; put back the file as it was, or, where it is lost, end the survey with teamtrust survey close %s --without-ballots --reason TEXT (docs/operating.md)", e.File, e.Survey, e.Survey)
}

// Reason is the text: it names a survey and a file.
func (e *DamagedKeyError) Reason() string { return e.Error() }

func damaged(survey, path string) error { return &DamagedKeyError{Survey: survey, File: path} }

// destroyFile overwrites a file where it lies and removes it. A file that is
// gone already, or goes meanwhile because another process does the same, is
// destroyed.
func destroyFile(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := errors.Join(overwrite(f), f.Close()); err != nil {
		return err
	}
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// destroyFolder destroys the files of a folder, and those of the folders in it,
// and removes it.
func destroyFolder(path string) error {
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		destroy := destroyFile
		if e.IsDir() {
			destroy = destroyFolder
		}
		if err := destroy(filepath.Join(path, e.Name())); err != nil {
			return err
		}
	}
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func overwrite(f *os.File) error {
	st, err := f.Stat()
	if err != nil {
		return err
	}
	if _, err := f.WriteAt(make([]byte, st.Size()), 0); err != nil {
		return err
	}
	return f.Sync()
}

// syncDir makes renames and removals in a directory durable.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
