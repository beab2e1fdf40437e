package store

import (
	"context"

	"gorm.io/gorm"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
)

// SetUp uses the setup secret up and writes the organisation's name, the first
// account with its roles and the entries of the audit log, all in one
// transaction: when anything fails the secret is as good as before. Of several
// callers at once exactly one succeeds. CodeNotFound where the secret is another
// or none.
func (s *Store) SetUp(ctx context.Context, first life.FirstStart) (people.Account, error) {
	email := lower(first.Email)
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		if err := useSetting(tx, life.SettingSetup, first.Secret); err != nil {
			return err
		}
		if err := setSetting(tx, life.SettingOrganisation, first.Organisation); err != nil {
			return err
		}
		for _, role := range first.Roles {
			if err := addAccount(tx, email, role, []survey.Path{noTeam}); err != nil {
				return err
			}
		}
		for _, e := range first.Entries {
			if err := record(tx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return people.Account{}, wrap(err, "set up")
	}
	return s.AccountByEmail(ctx, email)
}
