package ballot

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Load reads what an open survey needs whose box is in the given epoch:
// everything but the private sealing key, whose file must be there but is not
// opened. A file that is missing is a *MissingKeyError that names it.
func (d *Directory) Load(id, epoch string) (*Keys, error) {
	k, err := d.LoadKept(id)
	if err != nil {
		return nil, err
	}
	if _, err := EpochNumber(epoch); err != nil {
		return nil, err
	}
	if err := k.read(filepath.Join(d.path, id), receiptFile, k.setReceipt); err != nil {
		return nil, err
	}
	k.epoch = epoch
	folder := filepath.Join(d.path, id, epoch)
	if err := k.read(folder, sealToFile, k.setSealTo); err != nil {
		return nil, err
	}
	if err := k.read(folder, spentFile, func(b []byte) error { k.spent = b; return nil }); err != nil {
		return nil, err
	}
	sealing := filepath.Join(folder, sealingFile)
	if _, err := os.Stat(sealing); errors.Is(err, fs.ErrNotExist) {
		return nil, &MissingKeyError{Survey: id, File: sealing}
	} else if err != nil {
		return nil, err
	}
	return k, nil
}

// LoadToOpen reads every key, the private sealing key included, which must be
// the other half of the one that the ballots of this epoch were sealed to. A
// close and a mix need it.
func (d *Directory) LoadToOpen(id, epoch string) (*Keys, error) {
	k, err := d.Load(id, epoch)
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(d.path, id, epoch)
	if err := k.read(folder, sealingFile, k.setSealing); err != nil {
		return nil, err
	}
	return k, nil
}

// LoadKept reads the keys that outlive the close: POPRF and link key.
func (d *Directory) LoadKept(id string) (*Keys, error) {
	folder, err := d.folder(id)
	if err != nil {
		return nil, err
	}
	k := &Keys{survey: id}
	if err := k.read(folder, poprfFile, k.setPOPRF); err != nil {
		return nil, err
	}
	if err := k.read(folder, linkFile, func(b []byte) error { k.link = b; return nil }); err != nil {
		return nil, err
	}
	return k, nil
}

func (k *Keys) read(folder, name string, set func([]byte) error) error {
	path := filepath.Join(folder, name)
	b, err := readKey(k.survey, path)
	if err != nil {
		return err
	}
	if set(b) != nil {
		return damaged(k.survey, path)
	}
	return nil
}
