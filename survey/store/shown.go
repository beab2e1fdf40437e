package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"teamtrust/survey"
)

// Show sets when managers and employees may read a survey's release; the zero
// time: as soon as there is one. CodeRefused where they may at now, because
// what was read cannot be taken back; CodeNotFound without the survey.
func (s *Store) Show(ctx context.Context, id string, at, now time.Time) error {
	return wrap(s.transaction(ctx, func(tx *gorm.DB) error {
		sv, err := lockSurvey(tx, id)
		if err != nil {
			return err
		}
		if sv.State == survey.Closed && !sv.Held(now) {
			return survey.Errorf(survey.CodeRefused, "Managers and employees can read the results of survey %s already; that cannot be taken back.", id)
		}
		return tx.Model(&surveyRow{}).Where("id = ?", id).Update("shown", moment(at)).Error
	}), "set when results are shown")
}
