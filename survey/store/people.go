package store

import (
	"context"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

type personRow struct {
	ID       string `gorm:"primaryKey"`
	Name     string
	Email    string
	Team     string
	Language string
	HasLeft  bool
}

func (personRow) TableName() string { return "people" }

type managesRow struct {
	Person string `gorm:"primaryKey"`
	Team   string `gorm:"primaryKey"`
}

func (managesRow) TableName() string { return "manages" }

// Staff returns the staff list by id, without the people who left.
func (s *Store) Staff(ctx context.Context) ([]people.Person, error) {
	return persons(s.read.WithContext(ctx).Where("NOT has_left"))
}

// Everybody returns the staff list by id, also the people who left.
func (s *Store) Everybody(ctx context.Context) ([]people.Person, error) {
	return persons(s.read.WithContext(ctx))
}

func persons(db *gorm.DB) ([]people.Person, error) {
	var rows []personRow
	if err := db.Order("id").Find(&rows).Error; err != nil {
		return nil, wrap(err, "read staff list")
	}
	var managed []managesRow
	if err := db.Session(&gorm.Session{NewDB: true}).Find(&managed).Error; err != nil {
		return nil, wrap(err, "read managers")
	}
	teams := map[string][]survey.Path{}
	for _, m := range managed {
		teams[m.Person] = append(teams[m.Person], survey.Path(m.Team))
	}
	out := make([]people.Person, len(rows))
	for i, r := range rows {
		out[i] = people.Person{
			ID: r.ID, Name: r.Name, Email: r.Email, Team: survey.Path(r.Team),
			Manages: sorted(teams[r.ID]), Language: r.Language, Left: r.HasLeft,
		}
	}
	return out, nil
}

func sorted(paths []survey.Path) []survey.Path {
	slices.SortFunc(paths, func(a, b survey.Path) int {
		switch {
		case a.Less(b):
			return -1
		case b.Less(a):
			return 1
		}
		return 0
	})
	return slices.Compact(paths)
}

// Tree returns the teams of today's staff list, every prefix included.
func (s *Store) Tree(ctx context.Context) (survey.Tree, error) {
	var teams []survey.Path
	err := s.read.WithContext(ctx).Model(&personRow{}).Where("NOT has_left").Distinct().Pluck("team", &teams).Error
	return survey.NewTree(teams...), wrap(err, "read teams")
}

// Import writes a checked staff list in one transaction: it puts people, marks
// others as left, and makes the managers' accounts follow everybody present.
// Surveys that are open keep the list that they were opened with.
func (s *Store) Import(ctx context.Context, in people.Import) error {
	return wrap(s.transaction(ctx, func(tx *gorm.DB) error {
		if err := s.lockStaff(tx); err != nil {
			return err
		}
		if err := putPeople(tx, in.Put); err != nil {
			return err
		}
		for part := range slices.Chunk(in.Leave, rowsAtOnce) {
			if err := tx.Model(&personRow{}).Where("id IN ?", part).Update("has_left", true).Error; err != nil {
				return err
			}
		}
		return followStaff(tx)
	}), "import staff list")
}

func putPeople(tx *gorm.DB, put []people.Person) error {
	var managed []managesRow
	rows := make([]personRow, len(put))
	ids := make([]string, len(put))
	for i, p := range put {
		ids[i] = p.ID
		rows[i] = personRow{ID: p.ID, Name: p.Name, Email: p.Email, Team: string(p.Team), Language: p.Language, HasLeft: p.Left}
		for _, t := range sorted(slices.Clone(p.Manages)) {
			managed = append(managed, managesRow{Person: p.ID, Team: string(t)})
		}
	}
	if err := insert(tx.Clauses(clause.OnConflict{UpdateAll: true}), rows); err != nil {
		return err
	}
	for part := range slices.Chunk(ids, rowsAtOnce) {
		if err := tx.Where("person IN ?", part).Delete(&managesRow{}).Error; err != nil {
			return err
		}
	}
	return insert(tx, managed)
}
