package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"teamtrust/survey"
)

type replacementRow struct {
	Survey string `gorm:"primaryKey"`
	Person string `gorm:"primaryKey"`
	At     moment
	Actor  string
	Reason string
}

func (replacementRow) TableName() string { return "replacements" }

// Replace gives a person's invitation another secret, so that the old link is
// dead and a ballot can be collected again, and keeps who did it and why.
// CodeRefused where it was done before, CodeClosed where the survey is not
// open, CodeNotFound where the person has no invitation.
func (s *Store) Replace(ctx context.Context, id, person, hash, by, reason string, at time.Time) error {
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		if _, err := openSurvey(tx, id); err != nil {
			return err
		}
		result := tx.Exec("UPDATE invitations SET hash = ?, blinded = NULL, replaced = ? WHERE survey = ? AND person = ?", hash, true, id, person)
		if result.Error != nil {
			return result.Error
		}
		if result.RowsAffected == 0 {
			return survey.Errorf(survey.CodeNotFound, "%s has no personal invitation to survey %s; check the employee id, and whether this person got a printed card.", person, id)
		}
		if err := tx.Create(&replacementRow{Survey: id, Person: person, At: moment(at), Actor: by, Reason: reason}).Error; err != nil {
			return err
		}
		return reissue(tx, id, person)
	})
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return survey.Errorf(survey.CodeRefused, "The invitation of %s was already replaced once in survey %s; it cannot be replaced again.", person, id)
	}
	return wrap(err, "replace invitation")
}

// reissue counts the new link of a person once more where the box was put back
// from a backup: the same link may have been made, and used, before.
func reissue(tx *gorm.DB, id, person string) error {
	return tx.Exec(`INSERT INTO reissued (survey, unit, links)
		SELECT i.survey, i.unit, 1 FROM invitations i JOIN surveys s ON s.id = i.survey
		WHERE i.survey = ? AND i.person = ? AND s.restored IS NOT NULL
		ON CONFLICT (survey, unit) DO UPDATE SET links = reissued.links + excluded.links`, id, person).Error
}
