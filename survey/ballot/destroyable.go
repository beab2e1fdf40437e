package ballot

import (
	"fmt"
	"os"
	"slices"

	"teamtrust/survey"
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

// Surveys lists the surveys that have a folder here, sorted.
func (d *Directory) Surveys() ([]string, error) {
	entries, err := os.ReadDir(d.path)
	if err != nil {
		return nil, fmt.Errorf("look through the key directory: %w", err)
	}
	var ids []string
	for _, e := range entries {
		if e.IsDir() && survey.ValidID(e.Name()) {
			ids = append(ids, e.Name())
		}
	}
	return ids, nil
}
