package store

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"teamtrust/survey"
)

// cutRow is the value of one team. Rows are written with the draft and never
// changed.
type cutRow struct {
	Survey string `gorm:"primaryKey"`
	Cut    string `gorm:"primaryKey"`
	Team   string `gorm:"primaryKey"`
	Value  string
}

func (cutRow) TableName() string { return "cuts" }

func writeCuts(tx *gorm.DB, id string, cuts []survey.Cut) error {
	var rows []cutRow
	for _, c := range cuts {
		for team, value := range c.Teams {
			rows = append(rows, cutRow{Survey: id, Cut: c.Name, Team: string(team), Value: value})
		}
	}
	return insert(tx, rows)
}

// Cuts returns what a survey is also shown by, by name; none where nothing was
// declared.
func (s *Store) Cuts(ctx context.Context, id string) ([]survey.Cut, error) {
	cuts, err := readCuts(s.read.WithContext(ctx), id)
	return cuts, wrap(err, "read cuts")
}

func readCuts(db *gorm.DB, id string) ([]survey.Cut, error) {
	var rows []cutRow
	if err := db.Where("survey = ?", id).Order("cut, team").Find(&rows).Error; err != nil {
		return nil, err
	}
	var cuts []survey.Cut
	for _, r := range rows {
		i := slices.IndexFunc(cuts, func(c survey.Cut) bool { return c.Name == r.Cut })
		if i < 0 {
			i = len(cuts)
			cuts = append(cuts, survey.Cut{Name: r.Cut, Teams: map[survey.Path]string{}})
		}
		cuts[i].Teams[survey.Path(r.Team)] = r.Value
	}
	return cuts, nil
}
