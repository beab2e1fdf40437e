package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"teamtrust/survey"
)

type transitionRow struct {
	Survey    string `gorm:"primaryKey"`
	ToState   string `gorm:"primaryKey"`
	FromState string
	At        moment
	Actor     string
	Reason    string
}

func (transitionRow) TableName() string { return "transitions" }

func addTransition(tx *gorm.DB, id string, t survey.Transition) error {
	row := transitionRow{Survey: id, ToState: string(t.To), FromState: string(t.From), At: moment(t.At), Actor: t.By, Reason: t.Reason}
	return tx.Create(&row).Error
}

// transit writes the survey as it is after a transition, and the transition.
// What HR may set at any time stays as it is.
func transit(tx *gorm.DB, from survey.State, after survey.Survey, at time.Time, by, reason string) error {
	row := newSurveyRow(after)
	if err := tx.Select("*").Omit("keys_destroyed", "showings", "end_reason").Updates(&row).Error; err != nil {
		return err
	}
	return addTransition(tx, after.ID, survey.Transition{At: at, From: from, To: after.State, By: by, Reason: reason})
}

// Transitions returns how a survey came to its state, the oldest first.
func (s *Store) Transitions(ctx context.Context, id string) ([]survey.Transition, error) {
	if _, err := s.Survey(ctx, id); err != nil {
		return nil, err
	}
	var rows []transitionRow
	err := s.read.WithContext(ctx).Where("survey = ?", id).
		Order("CASE to_state WHEN 'draft' THEN 0 WHEN 'open' THEN 1 ELSE 2 END").Find(&rows).Error
	if err != nil {
		return nil, wrap(err, "list transitions")
	}
	out := make([]survey.Transition, len(rows))
	for i, r := range rows {
		out[i] = survey.Transition{At: time.Time(r.At), From: survey.State(r.FromState), To: survey.State(r.ToState), By: r.Actor, Reason: r.Reason}
	}
	return out, nil
}
