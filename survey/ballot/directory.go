package ballot

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"teamtrust/survey"
)

// The files of one survey's folder. A close destroys the receipt key and every
// epoch; the POPRF key is published then, and the link key stays so that links
// can be told apart.
const (
	poprfFile   = "poprf.key"   // POPRF private key: a little-endian scalar
	receiptFile = "receipt.key" // Ed25519 seed
	linkFile    = "link.key"    // HMAC key of invitation secrets
)

// The files of an epoch, in a folder of the survey's that is called by it. A
// mix makes the next epoch and destroys this one.
const (
	sealingFile = "sealing.key" // X25519 private key, needed to open the box only
	sealToFile  = "sealing.pub" // its public key, needed to accept ballots
	spentFile   = "spent.key"   // HMAC key of the names of staged rows
)

// unfinished begins the name of a folder that was not renamed yet; no id and no
// epoch begins with a dot.
const unfinished = ".new-"

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

// Create makes the keys of a survey and its epoch 0, all of them or none: the
// folder appears by one rename. Where a complete set exists already it is
// returned unchanged, so that an opening that was interrupted, or that two
// processes try at once, ends with one set; a set that is not complete is a
// *MissingKeyError.
func (d *Directory) Create(id string, rand io.Reader) (*Keys, error) {
	folder, err := d.folder(id)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		err := appear(folder, func(temp string) error { return writeKeys(temp, rand, writeEpoch) })
		if err != nil {
			return nil, fmt.Errorf("create the keys of survey %s: %w", id, err)
		}
	}
	return d.Load(id, FirstEpoch)
}

// appear makes a folder with what write puts into it: after a crash at any
// point it is there whole or not at all.
func appear(folder string, write func(temp string) error) (err error) {
	parent := filepath.Dir(folder)
	temp, err := os.MkdirTemp(parent, unfinished)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(temp))
		}
	}()
	if err := errors.Join(write(temp), syncDir(temp)); err != nil {
		return err
	}
	switch err := os.Rename(temp, folder); {
	case errors.Is(err, fs.ErrExist): // another process was faster
		return os.RemoveAll(temp)
	case err != nil:
		return err
	}
	return syncDir(parent)
}

func writeKeys(folder string, rand io.Reader, epoch func(folder string, rand io.Reader) error) error {
	scalar, err := randomScalar(rand)
	if err != nil {
		return err
	}
	poprf, err := scalar.MarshalBinary()
	if err != nil {
		return err
	}
	var receipt, link [keySize]byte
	if err := draw(rand, &receipt, &link); err != nil {
		return err
	}
	err = writeFiles(folder, map[string][]byte{poprfFile: poprf, receiptFile: receipt[:], linkFile: link[:]})
	if err != nil {
		return err
	}
	return appear(filepath.Join(folder, FirstEpoch), func(temp string) error { return epoch(temp, rand) })
}

func draw(rand io.Reader, keys ...*[keySize]byte) error {
	for _, b := range keys {
		if _, err := io.ReadFull(rand, b[:]); err != nil {
			return err
		}
	}
	return nil
}

func writeFiles(folder string, keys map[string][]byte) error {
	for name, key := range keys {
		if err := writeKey(filepath.Join(folder, name), key); err != nil {
			return err
		}
	}
	return nil
}

// DestroyClosed overwrites and removes the receipt key and every epoch of a
// closed survey, those that a crash left unfinished too, and keeps the others.
// It may be repeated after a crash at any point. Where the POPRF key is missing
// too it fails: then this is not the directory that holds the survey's keys, and
// they would live on elsewhere. Overwriting reaches the place where the file
// lies; copies that a file system or a backup made are out of reach.
func (d *Directory) DestroyClosed(id string) error {
	err := d.destroy(id, func(string) bool { return true })
	if err == nil {
		err = destroyFile(filepath.Join(d.path, id, receiptFile))
	}
	if err == nil {
		err = syncDir(filepath.Join(d.path, id))
	}
	if err != nil {
		return fmt.Errorf("destroy the keys of survey %s: %w", id, err)
	}
	return nil
}

// DestroyLost destroys, like DestroyClosed, what is left here of the keys of a
// survey that was closed without its ballots, also where the others are missing.
func (d *Directory) DestroyLost(id string) error {
	folder, err := d.folder(id)
	if err == nil && exists(folder) {
		err = d.destroyFolders(folder, func(string) bool { return true })
		err = errors.Join(err, destroyFile(filepath.Join(folder, receiptFile)), syncDir(folder))
	}
	if err != nil {
		return fmt.Errorf("destroy the keys of survey %s: %w", id, err)
	}
	return nil
}

// Known reports whether there is a folder of a survey.
func (d *Directory) Known(id string) bool {
	folder, err := d.folder(id)
	return err == nil && exists(folder)
}

// Counted reports whether DestroyClosed was here: of a survey's keys there are
// those that outlive a close, and neither a receipt key nor an epoch.
func (d *Directory) Counted(id string) bool {
	if _, err := d.LoadKept(id); err != nil || exists(filepath.Join(d.path, id, receiptFile)) {
		return false
	}
	entries, err := os.ReadDir(filepath.Join(d.path, id))
	return err == nil && !slices.ContainsFunc(entries, fs.DirEntry.IsDir)
}

// destroy destroys the folders of a survey that which chooses by name.
func (d *Directory) destroy(id string, which func(name string) bool) error {
	if _, err := d.LoadKept(id); err != nil {
		return err
	}
	return d.destroyFolders(filepath.Join(d.path, id), which)
}

func (d *Directory) destroyFolders(folder string, which func(name string) bool) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.IsDir() || !which(e.Name()) {
			continue
		}
		if err := destroyFolder(filepath.Join(folder, e.Name())); err != nil {
			return err
		}
	}
	return syncDir(folder)
}
