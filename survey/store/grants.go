package store

import (
	"crypto/rand"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

// grantRow gives an account a role. The role of a manager has one row for each
// team.
type grantRow struct {
	Account string `gorm:"primaryKey"`
	Role    string `gorm:"primaryKey"`
	Team    string `gorm:"primaryKey"` // empty: the role without a team
	Origin  string `gorm:"primaryKey"`
}

func (grantRow) TableName() string { return "grants" }

// noTeam is the team of a role that has none.
const noTeam survey.Path = ""

// Where a grant comes from.
const (
	byHand = "hand"
	byList = "list" // follows the staff list
)

// putAccounts makes the accounts that are missing and returns the ids of all.
func putAccounts(tx *gorm.DB, emails []string) (map[string]string, error) {
	rows := make([]accountRow, len(emails))
	for i, e := range emails {
		rows[i] = accountRow{ID: rand.Text(), Email: e}
	}
	if err := insert(tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "email"}}, DoNothing: true}), rows); err != nil {
		return nil, err
	}
	ids := make(map[string]string, len(emails))
	for part := range slices.Chunk(emails, rowsAtOnce) {
		var found []accountRow
		if err := tx.Where("email IN ?", part).Find(&found).Error; err != nil {
			return nil, err
		}
		for _, r := range found {
			ids[r.Email] = r.ID
		}
	}
	return ids, nil
}

// followStaff makes the managers' grants that come from the staff list equal
// to what it says now. Grants made by hand stay.
func followStaff(tx *gorm.DB) error {
	staff, err := persons(tx.Where("NOT has_left AND email <> ''"))
	if err != nil {
		return err
	}
	teams := map[string][]survey.Path{}
	for _, p := range staff {
		if len(p.Manages) > 0 {
			teams[lower(p.Email)] = append(teams[lower(p.Email)], p.Manages...)
		}
	}
	emails := make([]string, 0, len(teams))
	for e := range teams {
		emails = append(emails, e)
	}
	slices.Sort(emails)
	ids, err := putAccounts(tx, emails)
	if err != nil {
		return err
	}
	if err := tx.Where("origin = ?", byList).Delete(&grantRow{}).Error; err != nil {
		return err
	}
	var grants []grantRow
	for _, e := range emails {
		for _, t := range sorted(teams[e]) {
			grants = append(grants, grantRow{Account: ids[e], Role: string(people.Manager), Team: string(t), Origin: byList})
		}
	}
	return insert(tx, grants)
}
