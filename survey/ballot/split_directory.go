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

// CreateSplit makes the keys of a survey as Create does, with a sealing key that
// is split between the holders. Their shares lie in the directory until each was
// taken; a survey must not be opened before. Where keys exist already they stay.
func (d *Directory) CreateSplit(id string, rand io.Reader) error {
	folder, err := d.folder(id)
	if err != nil || exists(folder) {
		return err
	}
	if err := appear(folder, func(temp string) error { return writeKeys(temp, rand, writeSplit) }); err != nil {
		return fmt.Errorf("create the keys of survey %s: %w", id, err)
	}
	return nil
}

// Discard destroys every key of a survey that never opened, so that other ones
// can be made.
func (d *Directory) Discard(id string) error {
	folder, err := d.folder(id)
	if err == nil {
		err = errors.Join(destroyFolder(folder), syncDir(d.path))
	}
	if err != nil {
		return fmt.Errorf("discard the keys of survey %s: %w", id, err)
	}
	return nil
}

// Shares returns whose shares lie in the directory: before the opening those
// that nobody has taken, after the end those that were given.
func (d *Directory) Shares(id string) ([]Holder, error) {
	folder, err := d.splitFolder(id)
	if err != nil {
		return nil, err
	}
	var here []Holder
	for _, h := range Holders() {
		if exists(filepath.Join(folder, shareFile(h))) {
			here = append(here, h)
		}
	}
	return here, nil
}

// TakeShare hands out a share and destroys it here, before it is shown to
// anybody: whoever does not keep it has to ask for new shares. CodeRefused where
// it was taken already.
func (d *Directory) TakeShare(id string, h Holder) (Share, error) {
	folder, err := d.splitFolder(id)
	if err != nil {
		return Share{}, err
	}
	path := filepath.Join(folder, shareFile(h))
	raw, err := readKey(id, path)
	if errors.As(err, new(*MissingKeyError)) {
		return Share{}, survey.Errorf(survey.CodeRefused, "This share was taken already; it is shown once. Where it was lost, make new shares for both, which is possible until the survey opens.")
	}
	s := Share{Holder: h, survey: id, value: newScalar()}
	if err == nil && s.value.UnmarshalBinary(raw) != nil {
		err = damaged(id, path)
	}
	if err == nil {
		err = errors.Join(destroyFile(path), syncDir(folder))
	}
	if err != nil {
		return Share{}, fmt.Errorf("take a share of survey %s: %w", id, err)
	}
	return s, nil
}

// GiveShare keeps a share until the box is opened, which needs all of them. One
// that was not dealt for this key is CodeBadRequest and changes nothing; giving
// the same share again is fine.
func (d *Directory) GiveShare(id string, s Share) error {
	folder, err := d.splitFolder(id)
	if err != nil {
		return err
	}
	fits, err := (&Keys{survey: id}).fits(folder, s)
	if err != nil {
		return err
	}
	if !fits {
		return badShare(ShareRenewed, "This share does not fit the key of the survey: it comes from shares that were made anew before the opening. Use the newest paper.")
	}
	value, err := s.value.MarshalBinary()
	if err == nil {
		err = d.keepShare(folder, s.Holder, value)
	}
	if err != nil {
		return fmt.Errorf("keep a share of survey %s: %w", id, err)
	}
	return nil
}

// keepShare writes the share so that it is there whole or not at all.
func (d *Directory) keepShare(folder string, h Holder, value []byte) error {
	path := filepath.Join(folder, shareFile(h))
	if exists(path) {
		return nil
	}
	temp, err := os.MkdirTemp(folder, unfinished)
	if err != nil {
		return err
	}
	whole := filepath.Join(temp, "share")
	if err := writeKey(whole, value); err != nil {
		return errors.Join(err, destroyFolder(temp))
	}
	return errors.Join(os.Rename(whole, path), os.Remove(temp), syncDir(folder))
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
