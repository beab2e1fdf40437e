package ballot

import (
	"os"
	"slices"
)

// Destroyable lists the files of a survey's folder that a close destroys, by
// name, as far as they are still there: every file but the POPRF key, which is
// published, and the link key.
func (d *Directory) Destroyable(id string) ([]string, error) {
	folder, err := d.folder(id)
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var left []string
	for _, e := range entries {
		if !slices.Contains([]string{poprfFile, linkFile}, e.Name()) {
			left = append(left, e.Name())
		}
	}
	return left, nil
}
