package ballot

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"teamtrust/survey"
)

// The files of one survey's folder. A close destroys sealing, spent and
// receipt keys; the POPRF key is published then, and the link key stays so that
// links can be told apart.
const (
	poprfFile   = "poprf.key"   // POPRF private key: a little-endian scalar
	sealingFile = "sealing.key" // X25519 private key, needed at close only
	sealToFile  = "sealing.pub" // its public key, needed to accept ballots
	spentFile   = "spent.key"   // HMAC key of the names of staged rows
	receiptFile = "receipt.key" // Ed25519 seed
	linkFile    = "link.key"    // HMAC key of invitation secrets
)

// Directory is the place of all keys, outside the database: one folder for each
// survey, mode 0700, files 0600. Several processes may share it.
type Directory struct{ path string }

// OpenDirectory opens the directory and makes it where it is missing.
func OpenDirectory(path string) (*Directory, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("open the key directory: %w", err)
	}
	return &Directory{path: path}, nil
}

// Path is where the directory lies.
func (d *Directory) Path() string { return d.path }

func (d *Directory) folder(id string) (string, error) {
	if !survey.ValidID(id) {
		return "", fmt.Errorf("%q cannot be the id of a survey", id)
	}
	return filepath.Join(d.path, id), nil
}

// Create makes the keys of a survey, all of them or none: the folder appears by
// one rename. Where a complete set exists already it is returned unchanged, so
// that an opening that was interrupted, or that two processes try at once, ends
// with one set; a set that is not complete is a *MissingKeyError.
func (d *Directory) Create(id string, rand io.Reader) (*Keys, error) {
	folder, err := d.folder(id)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		if err := d.create(folder, rand); err != nil {
			return nil, fmt.Errorf("create the keys of survey %s: %w", id, err)
		}
	}
	return d.Load(id)
}

func (d *Directory) create(folder string, rand io.Reader) (err error) {
	temp, err := os.MkdirTemp(d.path, ".new-") // no id begins with a dot
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(temp))
		}
	}()
	if err := writeKeys(temp, rand); err != nil {
		return err
	}
	switch err := os.Rename(temp, folder); {
	case errors.Is(err, fs.ErrExist): // another process was faster
		return os.RemoveAll(temp)
	case err != nil:
		return err
	}
	return syncDir(d.path)
}

func writeKeys(folder string, rand io.Reader) error {
	scalar, err := randomScalar(rand)
	if err != nil {
		return err
	}
	poprf, err := scalar.MarshalBinary()
	if err != nil {
		return err
	}
	var sealing, spent, receipt, link [keySize]byte
	for _, b := range []*[keySize]byte{&sealing, &spent, &receipt, &link} {
		if _, err := io.ReadFull(rand, b[:]); err != nil {
			return err
		}
	}
	private, err := kem().NewPrivateKey(sealing[:])
	if err != nil {
		return err
	}
	for name, key := range map[string][]byte{
		poprfFile: poprf, sealingFile: sealing[:], sealToFile: private.PublicKey().Bytes(),
		spentFile: spent[:], receiptFile: receipt[:], linkFile: link[:],
	} {
		if err := writeKey(filepath.Join(folder, name), key); err != nil {
			return err
		}
	}
	return syncDir(folder)
}

// DestroyClosed overwrites and removes the sealing, spent and receipt keys of a
// closed survey and keeps the others. It may be repeated after a crash at any
// point. Where the POPRF key is missing too it fails: then this is not the
// directory that holds the survey's keys, and they would live on elsewhere.
// Overwriting reaches the place where the file lies; copies that a file system
// or a backup made are out of reach.
func (d *Directory) DestroyClosed(id string) error {
	if _, err := d.LoadKept(id); err != nil {
		return fmt.Errorf("destroy the keys of survey %s: %w", id, err)
	}
	folder := filepath.Join(d.path, id)
	for _, name := range []string{sealingFile, sealToFile, spentFile, receiptFile} {
		if err := destroyFile(filepath.Join(folder, name)); err != nil {
			return fmt.Errorf("destroy the keys of survey %s: %w", id, err)
		}
	}
	return syncDir(folder)
}
