package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"teamtrust/survey"
)

// EndSurvey ends an open survey before its planned end: every ballot that was
// acknowledged is in its box, and none is acknowledged after, but nothing is
// counted. The reason goes with the transition once it is. CodeClosed where it
// takes no ballots any more.
func (s *Store) EndSurvey(ctx context.Context, id string, at time.Time, reason string) error {
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		sv, err := s.lockBox(tx, id)
		if err != nil {
			return err
		}
		if !sv.TakesBallots(at) {
			return survey.Errorf(survey.CodeClosed, "Survey %s takes no ballots any more.", id)
		}
		return tx.Exec("UPDATE surveys SET ended = ?, end_reason = ? WHERE id = ?", moment(at), reason, id).Error
	})
	return wrap(err, "end survey")
}

// WhileDraft does something that must not happen once the survey is open, while
// nobody can open it. CodeRefused where it is no draft. It must not write to the
// Store; its error comes back as it is.
func (s *Store) WhileDraft(ctx context.Context, id string, do func() error) error {
	var undone error
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		sv, err := lockSurvey(tx, id)
		if err != nil {
			return err
		}
		if sv.State != survey.Draft {
			return survey.Errorf(survey.CodeRefused, "Survey %s is %s; shares of its key are handed out only before it opens.", id, sv.State)
		}
		undone = do()
		return undone
	})
	if undone != nil {
		return undone
	}
	return wrap(err, "look at the draft")
}
