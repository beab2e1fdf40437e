package store

import (
	"context"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

type accountRow struct {
	ID    string `gorm:"primaryKey"`
	Email string
}

func (accountRow) TableName() string { return "accounts" }

// AddAccount gives the account with an e-mail address a role, by hand: later
// imports of the staff list leave it. The account is made where there is none;
// doing it twice is doing it once.
func (s *Store) AddAccount(ctx context.Context, email string, role people.Role, teams []survey.Path) (people.Account, error) {
	email = lower(email)
	if len(teams) == 0 {
		teams = []survey.Path{noTeam}
	}
	err := s.transaction(ctx, func(tx *gorm.DB) error { return addAccount(tx, email, role, teams) })
	if err != nil {
		return people.Account{}, wrap(err, "add account")
	}
	return s.AccountByEmail(ctx, email)
}

// addAccount gives a role for each of the teams; noTeam is the role itself.
func addAccount(tx *gorm.DB, email string, role people.Role, teams []survey.Path) error {
	ids, err := putAccounts(tx, []string{email})
	if err != nil {
		return err
	}
	grants := make([]grantRow, len(teams))
	for i, t := range teams {
		grants[i] = grantRow{Account: ids[email], Role: string(role), Team: string(t), Origin: byHand}
	}
	return insert(tx.Clauses(clause.OnConflict{DoNothing: true}), grants)
}

// lower is the form in which e-mail addresses are compared.
func lower(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// Account returns an account by its id; CodeNotFound without it.
func (s *Store) Account(ctx context.Context, id string) (people.Account, error) {
	return s.account(ctx, "id = ?", id)
}

// AccountByEmail returns an account by its e-mail address, in upper or lower
// case; CodeNotFound without it.
func (s *Store) AccountByEmail(ctx context.Context, email string) (people.Account, error) {
	return s.account(ctx, "email = ?", lower(email))
}

func (s *Store) account(ctx context.Context, where, value string) (people.Account, error) {
	found, err := accounts(s.read.WithContext(ctx), where, value)
	if err == nil && len(found) == 0 {
		err = survey.Errorf(survey.CodeNotFound, "There is no account %s; add it first.", value)
	}
	if err != nil {
		return people.Account{}, err
	}
	return found[0], nil
}

// Accounts returns all accounts by e-mail address. One without a role was a
// manager whose last team is gone.
func (s *Store) Accounts(ctx context.Context) ([]people.Account, error) {
	return accounts(s.read.WithContext(ctx), "1 = 1")
}

func accounts(db *gorm.DB, where string, args ...any) ([]people.Account, error) {
	var rows []accountRow
	if err := db.Where(where, args...).Order("email").Find(&rows).Error; err != nil {
		return nil, wrap(err, "read accounts")
	}
	var grants []grantRow
	if err := db.Where("account IN (SELECT id FROM accounts WHERE "+where+")", args...).Find(&grants).Error; err != nil {
		return nil, wrap(err, "read grants")
	}
	of := map[string][]grantRow{}
	for _, g := range grants {
		of[g.Account] = append(of[g.Account], g)
	}
	out := make([]people.Account, len(rows))
	for i, r := range rows {
		out[i] = r.account(of[r.ID])
	}
	return out, nil
}

func (r accountRow) account(grants []grantRow) people.Account {
	a := people.Account{ID: r.ID, Email: r.Email}
	held := map[people.Role]bool{}
	for _, g := range grants {
		held[people.Role(g.Role)] = true
		if g.Team != "" {
			a.Teams = append(a.Teams, survey.Path(g.Team))
		}
	}
	for _, role := range []people.Role{people.Admin, people.HR, people.Manager, people.Auditor} {
		if held[role] {
			a.Roles = append(a.Roles, role)
		}
	}
	a.Teams = sorted(a.Teams)
	return a
}
