package store

import (
	"context"
	"sort"

	"gorm.io/gorm"

	"teamtrust/survey"
	"teamtrust/survey/life"
)

type manifestRow struct {
	Survey   string `gorm:"primaryKey"`
	Manifest string
}

func (manifestRow) TableName() string { return "manifests" }

type unitRow struct {
	Survey   string `gorm:"primaryKey"`
	ID       string `gorm:"primaryKey"`
	Name     string
	Team     string
	Eligible int
}

func (unitRow) TableName() string { return "units" }

type teamRow struct {
	Survey string `gorm:"primaryKey"`
	Path   string `gorm:"primaryKey"`
	People int
	Unit   nullable
}

func (teamRow) TableName() string { return "teams" }

func freeze(tx *gorm.DB, o life.Opening) error {
	if err := tx.Create(&manifestRow{Survey: o.Survey.ID, Manifest: string(o.Manifest)}).Error; err != nil {
		return err
	}
	units := make([]unitRow, len(o.Units))
	home := map[survey.Path]string{}
	for i, u := range o.Units {
		units[i] = unitRow{Survey: o.Survey.ID, ID: u.ID, Name: u.Name, Team: string(u.Team), Eligible: u.Eligible}
		for _, t := range u.Teams {
			home[t] = u.ID
		}
	}
	if err := insert(tx, units); err != nil {
		return err
	}
	teams := make([]teamRow, len(o.Tree))
	for i, t := range o.Tree {
		teams[i] = teamRow{Survey: o.Survey.ID, Path: string(t), People: o.People[t], Unit: nullable(home[t])}
		delete(home, t)
	}
	if len(home) > 0 {
		return misuse("a unit holds a team that is not in the tree")
	}
	if err := insert(tx, teams); err != nil {
		return err
	}
	return writeRosters(tx, o.Survey.ID, o.Rosters)
}

// Frozen returns the tree, sorted, and the units, by id, of a survey that was
// opened; CodeNotFound before.
func (s *Store) Frozen(ctx context.Context, id string) (survey.Tree, []survey.Unit, error) {
	f, err := readFrozen(s.read.WithContext(ctx), id)
	return f.tree, f.units, err
}

// frozen is what an opening froze of the staff list.
type frozen struct {
	tree   survey.Tree
	units  []survey.Unit
	people map[survey.Path]int
}

func readFrozen(db *gorm.DB, id string) (f frozen, err error) {
	var units []unitRow
	if err := db.Where("survey = ?", id).Order("id").Find(&units).Error; err != nil {
		return f, wrap(err, "read units")
	}
	if len(units) == 0 {
		return f, survey.Errorf(survey.CodeNotFound, "There is no survey %s that was opened.", id)
	}
	var teams []teamRow
	if err := db.Where("survey = ?", id).Find(&teams).Error; err != nil {
		return f, wrap(err, "read teams")
	}
	return thaw(units, teams), nil
}

func thaw(units []unitRow, teams []teamRow) frozen {
	f := frozen{people: map[survey.Path]int{}}
	sort.Slice(teams, func(i, j int) bool { return survey.Path(teams[i].Path).Less(survey.Path(teams[j].Path)) })
	of := map[string][]survey.Path{}
	for _, t := range teams {
		p := survey.Path(t.Path)
		f.tree = append(f.tree, p)
		if t.People > 0 {
			f.people[p] = t.People
		}
		if t.Unit != "" {
			of[string(t.Unit)] = append(of[string(t.Unit)], p)
		}
	}
	for _, u := range units {
		f.units = append(f.units, survey.Unit{ID: u.ID, Name: u.Name, Team: survey.Path(u.Team), Teams: of[u.ID], Eligible: u.Eligible})
	}
	return f
}

// Manifest returns the bytes that were published at the opening; CodeNotFound
// before.
func (s *Store) Manifest(ctx context.Context, id string) ([]byte, error) {
	return readManifest(s.read.WithContext(ctx), id)
}

func readManifest(db *gorm.DB, id string) ([]byte, error) {
	var row manifestRow
	err := db.Where("survey = ?", id).Take(&row).Error
	return []byte(row.Manifest), found(err, "read manifest", "There is no survey %s that was opened.", id)
}
