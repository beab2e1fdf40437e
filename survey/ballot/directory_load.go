package ballot

import "path/filepath"

// Load reads what an open survey needs whose box is in the given epoch:
// everything but the private sealing key, whose file must be there but is not
// opened. A file that is missing is a *MissingKeyError that names it. A split
// sealing key has no such file.
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
	k.split = exists(filepath.Join(folder, secretCommitment))
	if sealing := filepath.Join(folder, sealingFile); !k.split && !exists(sealing) {
		return nil, &MissingKeyError{Survey: id, File: sealing}
	}
	return k, nil
}

// LoadToOpen reads every key, the private sealing key included, which must be
// the other half of the one that the ballots of this epoch were sealed to. A
// close and a mix need it. Where the key is split it is put together from the
// shares that were given; *MissingShareError where not all were.
func (d *Directory) LoadToOpen(id, epoch string) (*Keys, error) {
	k, err := d.Load(id, epoch)
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(d.path, id, epoch)
	open := func() error { return k.read(folder, sealingFile, k.setSealing) }
	if k.split {
		open = func() error { return k.setShares(folder) }
	}
	if err := open(); err != nil {
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
