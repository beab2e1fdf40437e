package store

import (
	"bytes"
	"context"
	"encoding/json"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"teamtrust/survey"
)

type questionnaireRow struct {
	ID      string `gorm:"primaryKey"`
	Version string `gorm:"primaryKey"`
	Source  []byte
	Content string
}

func (questionnaireRow) TableName() string { return "questionnaires" }

func (r questionnaireRow) questionnaire() (*survey.Questionnaire, error) {
	var q survey.Questionnaire
	if err := json.Unmarshal([]byte(r.Content), &q); err != nil {
		return nil, wrap(err, "read questionnaire")
	}
	return &q, nil
}

// PutQuestionnaire stores a version of a questionnaire together with the file
// that it was read from. The same version with the same file is fine; with
// another file it is a *survey.Error with code CodeRefused, because a version
// never changes.
func (s *Store) PutQuestionnaire(ctx context.Context, q *survey.Questionnaire, source []byte) error {
	content, err := json.Marshal(q)
	if err != nil {
		return wrap(err, "store questionnaire")
	}
	return wrap(s.transaction(ctx, func(tx *gorm.DB) error {
		row := questionnaireRow{ID: q.ID, Version: q.Version, Source: source, Content: string(content)}
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
			return err
		}
		var stored questionnaireRow
		if err := tx.Where("id = ? AND version = ?", q.ID, q.Version).Take(&stored).Error; err != nil {
			return err
		}
		if !bytes.Equal(stored.Source, source) {
			return survey.Errorf(survey.CodeRefused,
				"Questionnaire %s, version %s, is stored already and reads differently; give the changed one a new version.", q.ID, q.Version)
		}
		return nil
	}), "store questionnaire")
}

// Questionnaire returns a version of a questionnaire; CodeNotFound without it.
func (s *Store) Questionnaire(ctx context.Context, id, version string) (*survey.Questionnaire, error) {
	row, err := s.questionnaire(ctx, id, version)
	if err != nil {
		return nil, err
	}
	return row.questionnaire()
}

// QuestionnaireSource returns the file of a version, byte by byte.
func (s *Store) QuestionnaireSource(ctx context.Context, id, version string) ([]byte, error) {
	row, err := s.questionnaire(ctx, id, version)
	return row.Source, err
}

func (s *Store) questionnaire(ctx context.Context, id, version string) (row questionnaireRow, err error) {
	err = s.read.WithContext(ctx).Where("id = ? AND version = ?", id, version).Take(&row).Error
	return row, found(err, "read questionnaire", "There is no questionnaire %s, version %s.", id, version)
}

// Questionnaires returns all versions of all questionnaires, by id and
// version.
func (s *Store) Questionnaires(ctx context.Context) ([]*survey.Questionnaire, error) {
	var rows []questionnaireRow
	if err := s.read.WithContext(ctx).Select("content").Order("id, version").Find(&rows).Error; err != nil {
		return nil, wrap(err, "list questionnaires")
	}
	out := make([]*survey.Questionnaire, len(rows))
	for i, r := range rows {
		q, err := r.questionnaire()
		if err != nil {
			return nil, err
		}
		out[i] = q
	}
	return out, nil
}
