package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

type readingRow struct {
	Survey   string `gorm:"primaryKey"`
	Team     string `gorm:"primaryKey"`
	Account  string `gorm:"primaryKey"`
	Role     string `gorm:"primaryKey"`
	Kind     string `gorm:"primaryKey"`
	FirstDay moment
	LastDay  moment
}

func (readingRow) TableName() string { return "readings" }

// Read records that an account read results of a survey. Of a reading that is
// there already the latest day moves; on the same day nothing is written.
func (s *Store) Read(ctx context.Context, id string, r people.Reading) error {
	row := readingRow{Survey: id, Team: string(r.Team), Account: r.Account, Role: string(r.Role), Kind: r.Kind,
		FirstDay: moment(r.First), LastDay: moment(r.Last)}
	var known int64
	err := s.read.WithContext(ctx).Model(&readingRow{}).
		Where("survey = ? AND team = ? AND account = ? AND role = ? AND kind = ? AND last_day >= ?", id, row.Team, row.Account, row.Role, row.Kind, row.LastDay).
		Count(&known).Error
	if err != nil || known > 0 {
		return wrap(err, "look up who read results")
	}
	later := clause.OnConflict{
		Columns:   []clause.Column{{Name: "survey"}, {Name: "team"}, {Name: "account"}, {Name: "role"}, {Name: "kind"}},
		DoUpdates: clause.AssignmentColumns([]string{"last_day"}),
		Where:     clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "readings.last_day < excluded.last_day"}}},
	}
	return wrap(s.write.WithContext(ctx).Clauses(later).Create(&row).Error, "record who read results")
}

// Readings returns who read the results of some teams of a survey, by team in
// the order of their first days.
func (s *Store) Readings(ctx context.Context, id string, teams ...survey.Path) (map[survey.Path][]people.Reading, error) {
	var rows []readingRow
	err := s.read.WithContext(ctx).Where("survey = ? AND team IN ?", id, teams).Order("first_day, account, role, kind").Find(&rows).Error
	out := map[survey.Path][]people.Reading{}
	for _, r := range rows {
		team := survey.Path(r.Team)
		out[team] = append(out[team], people.Reading{Team: team, Account: r.Account, Role: people.Role(r.Role), Kind: r.Kind,
			First: time.Time(r.FirstDay), Last: time.Time(r.LastDay)})
	}
	return out, wrap(err, "read who read results")
}
