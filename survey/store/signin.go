package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

type signInLinkRow struct {
	Hash    string `gorm:"primaryKey"`
	Account string
	Expires moment
}

func (signInLinkRow) TableName() string { return "sign_in_links" }

// AddSignInLink stores the hash of a link's secret. The link works once, and
// until expires.
func (s *Store) AddSignInLink(ctx context.Context, hash, account string, expires time.Time) error {
	row := signInLinkRow{Hash: hash, Account: account, Expires: moment(expires)}
	return wrap(s.write.WithContext(ctx).Create(&row).Error, "add sign-in link")
}

// UseSignInLink uses a link up and returns its account. Of several callers at
// once exactly one gets it. A link that is unknown, used or expired is
// CodeNotFound: nobody learns which.
func (s *Store) UseSignInLink(ctx context.Context, hash string, now time.Time) (people.Account, error) {
	var account string
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		if err := tx.Where("expires <= ?", moment(now)).Delete(&signInLinkRow{}).Error; err != nil {
			return err
		}
		return tx.Raw("DELETE FROM sign_in_links WHERE hash = ? RETURNING account", hash).Scan(&account).Error
	})
	switch {
	case err != nil:
		return people.Account{}, wrap(err, "use sign-in link")
	case account == "":
		return people.Account{}, survey.Errorf(survey.CodeNotFound, "This sign-in link was used already or has expired; ask for a new one.")
	}
	return s.Account(ctx, account)
}
