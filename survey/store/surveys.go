package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"teamtrust/survey"
)

type surveyRow struct {
	ID            string `gorm:"primaryKey"`
	Name          string
	Questionnaire string
	Version       string
	State         string
	Rehearsal     bool
	MinimumGroup  int
	ClosesAfter   int64 // seconds
	Created       moment
	Opens         moment
	Closes        moment
	ClosedAt      moment
	ManifestHash  string
	Invited       int
	KeysDestroyed moment
	Showings      showings
	Epoch         string
	Mixed         int // staged rows after the last mix
	Split         bool
	Ended         moment
	EndReason     string
	Lost          bool
	Restored      moment
}

func (surveyRow) TableName() string { return "surveys" }

func newSurveyRow(sv survey.Survey) surveyRow {
	return surveyRow{
		ID: sv.ID, Name: sv.Name, Questionnaire: sv.Questionnaire, Version: sv.Version,
		State: string(sv.State), Rehearsal: sv.Rehearsal, MinimumGroup: sv.MinimumGroup,
		ClosesAfter: int64(sv.ClosesAfter / time.Second), Created: moment(sv.Created),
		Opens: moment(sv.Opens), Closes: moment(sv.Closes), ClosedAt: moment(sv.ClosedAt),
		ManifestHash: sv.ManifestHash, Invited: sv.Invited, Showings: showings(sv.Showings), Epoch: sv.Epoch,
		Split: sv.Split, Ended: moment(sv.Ended), Lost: sv.Lost, Restored: moment(sv.Restored),
	}
}

func (r surveyRow) survey() survey.Survey {
	return survey.Survey{
		ID: r.ID, Name: r.Name, Questionnaire: r.Questionnaire, Version: r.Version,
		State: survey.State(r.State), Rehearsal: r.Rehearsal, MinimumGroup: r.MinimumGroup,
		ClosesAfter: time.Duration(r.ClosesAfter) * time.Second, Created: time.Time(r.Created),
		Opens: time.Time(r.Opens), Closes: time.Time(r.Closes), ClosedAt: time.Time(r.ClosedAt),
		ManifestHash: r.ManifestHash, Invited: r.Invited, Showings: r.Showings, Epoch: r.Epoch,
		Split: r.Split, Ended: time.Time(r.Ended), Lost: r.Lost, Restored: time.Time(r.Restored),
	}
}

// CreateSurvey stores a draft and that it was created. An id that is taken or
// a survey that is no draft is a *survey.Error with code CodeRefused, a
// questionnaire that PutQuestionnaire has not stored one with CodeNotFound. What
// it is also shown by is stored with it and never changes.
func (s *Store) CreateSurvey(ctx context.Context, sv survey.Survey, by string, cuts ...survey.Cut) error {
	if sv.State != survey.Draft {
		return survey.Errorf(survey.CodeRefused, "A survey begins as a draft, not as %q.", sv.State)
	}
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		row := newSurveyRow(sv)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		if err := writeCuts(tx, sv.ID, cuts); err != nil {
			return err
		}
		return addTransition(tx, sv.ID, survey.Transition{At: sv.Created, To: survey.Draft, By: by})
	})
	switch {
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return survey.Errorf(survey.CodeRefused, "There is already a survey %s.", sv.ID)
	case errors.Is(err, gorm.ErrForeignKeyViolated):
		return survey.Errorf(survey.CodeNotFound, "There is no questionnaire %s, version %s; store it first.", sv.Questionnaire, sv.Version)
	}
	return wrap(err, "create survey")
}

// Survey returns one survey; CodeNotFound without it.
func (s *Store) Survey(ctx context.Context, id string) (survey.Survey, error) {
	return readSurvey(s.read.WithContext(ctx), id)
}

func readSurvey(db *gorm.DB, id string) (survey.Survey, error) {
	var row surveyRow
	err := db.Where("id = ?", id).Take(&row).Error
	return row.survey(), found(err, "read survey", "There is no survey %s; look up its id in the list of surveys.", id)
}

// lockSurvey reads a survey and keeps everybody else from changing it, or from
// acknowledging ballots of it, until the transaction ends.
func lockSurvey(tx *gorm.DB, id string) (survey.Survey, error) {
	return readSurvey(tx.Clauses(clause.Locking{Strength: "UPDATE"}), id)
}

// openSurvey reads a survey that has to be open and keeps it from being closed
// until the transaction ends; CodeClosed where it is not open.
func openSurvey(tx *gorm.DB, id string) (survey.Survey, error) {
	sv, err := readSurvey(tx.Clauses(clause.Locking{Strength: "SHARE"}), id)
	if err == nil && (sv.State != survey.Open || !sv.Ended.IsZero()) {
		err = notOpen(sv)
	}
	return sv, err
}

func notOpen(sv survey.Survey) error {
	if sv.State == survey.Draft {
		return survey.Errorf(survey.CodeClosed, "Survey %s is not open yet.", sv.ID)
	}
	return survey.Errorf(survey.CodeClosed, "Survey %s is closed.", sv.ID)
}

// Surveys returns all surveys, the newest first.
func (s *Store) Surveys(ctx context.Context) ([]survey.Survey, error) {
	return listSurveys(s.read.WithContext(ctx))
}

func listSurveys(db *gorm.DB) ([]survey.Survey, error) {
	var rows []surveyRow
	if err := db.Order("created DESC, id DESC").Find(&rows).Error; err != nil {
		return nil, wrap(err, "list surveys")
	}
	out := make([]survey.Survey, len(rows))
	for i, r := range rows {
		out[i] = r.survey()
	}
	return out, nil
}

// KeysDestroyed records when the keys of a closed survey were destroyed; the
// first time stays. CodeNotFound where no such survey is closed.
func (s *Store) KeysDestroyed(ctx context.Context, id string, at time.Time) error {
	result := s.write.WithContext(ctx).Exec(
		"UPDATE surveys SET keys_destroyed = coalesce(keys_destroyed, ?) WHERE id = ? AND state = ?", moment(at), id, survey.Closed)
	if result.Error == nil && result.RowsAffected == 0 {
		return survey.Errorf(survey.CodeNotFound, "There is no closed survey %s.", id)
	}
	return wrap(result.Error, "record that the keys of survey "+id+" are destroyed")
}

// KeysDestroyedAt returns when the keys of a survey were destroyed; the zero
// time while that is not recorded.
func (s *Store) KeysDestroyedAt(ctx context.Context, id string) (time.Time, error) {
	var row surveyRow
	err := s.read.WithContext(ctx).Select("keys_destroyed").Where("id = ?", id).Take(&row).Error
	return time.Time(row.KeysDestroyed), found(err, "read survey", "There is no survey %s.", id)
}

// Undestroyed returns the closed surveys whose keys are not yet recorded as
// destroyed, by id.
func (s *Store) Undestroyed(ctx context.Context) ([]string, error) {
	var ids []string
	err := s.read.WithContext(ctx).Model(&surveyRow{}).Where("state = ? AND keys_destroyed IS NULL", survey.Closed).
		Order("id").Pluck("id", &ids).Error
	return ids, wrap(err, "list surveys with keys")
}
