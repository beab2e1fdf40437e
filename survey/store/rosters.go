package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"teamtrust/survey"
	"teamtrust/survey/life"
)

// rosterRow is the names of one unit, until the close.
type rosterRow struct {
	Survey string `gorm:"primaryKey"`
	Unit   string `gorm:"primaryKey"`
	Salt   string
	Names  string // JSON
}

func (rosterRow) TableName() string { return "rosters" }

type rosterConfirmationRow struct {
	Survey string `gorm:"primaryKey"`
	At     moment
	Actor  string
}

func (rosterConfirmationRow) TableName() string { return "roster_confirmations" }

func writeRosters(tx *gorm.DB, id string, rosters []life.Roster) error {
	rows := make([]rosterRow, len(rosters))
	for i, r := range rosters {
		names, err := json.Marshal(r.Names)
		if err != nil {
			return err
		}
		rows[i] = rosterRow{Survey: id, Unit: r.Unit, Salt: r.Salt, Names: string(names)}
	}
	return insert(tx, rows)
}

func (r rosterRow) roster() (life.Roster, error) {
	out := life.Roster{Unit: r.Unit, Salt: r.Salt}
	if err := json.Unmarshal([]byte(r.Names), &out.Names); err != nil {
		return out, fmt.Errorf("read the roster of unit %s: %w", r.Unit, err)
	}
	return out, nil
}

// Roster returns the names of a unit; CodeNotFound where none are kept: after
// the close, and of surveys that an earlier version opened.
func (s *Store) Roster(ctx context.Context, id, unit string) (life.Roster, error) {
	var row rosterRow
	err := s.read.WithContext(ctx).Where("survey = ? AND unit = ?", id, unit).Take(&row).Error
	if err = found(err, "read roster", "Survey %s keeps no names of its units.", id); err != nil {
		return life.Roster{}, err
	}
	return row.roster()
}

// Rosters returns the names of every unit, by unit; none where none are kept.
func (s *Store) Rosters(ctx context.Context, id string) ([]life.Roster, error) {
	var rows []rosterRow
	if err := s.read.WithContext(ctx).Where("survey = ?", id).Order("unit").Find(&rows).Error; err != nil {
		return nil, wrap(err, "list rosters")
	}
	out := make([]life.Roster, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.roster(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ConfirmRosters records a confirmation; an earlier one stays. CodeRefused
// where the survey keeps no names.
func (s *Store) ConfirmRosters(ctx context.Context, id string, c life.Confirmation) error {
	return wrap(s.transaction(ctx, func(tx *gorm.DB) error {
		if _, err := openSurvey(tx, id); err != nil {
			return err
		}
		var kept int64
		if err := tx.Model(&rosterRow{}).Where("survey = ?", id).Count(&kept).Error; err != nil {
			return err
		}
		if kept == 0 {
			return survey.Errorf(survey.CodeRefused, "Survey %s was opened by a version that kept no names, so there is nothing to confirm.", id)
		}
		return tx.Exec("INSERT INTO roster_confirmations (survey, at, actor) VALUES (?, ?, ?) ON CONFLICT (survey) DO NOTHING",
			id, moment(c.At), c.By).Error
	}), "confirm rosters")
}

// RostersConfirmed returns the confirmation of a survey's rosters; the zero one
// where there is none.
func (s *Store) RostersConfirmed(ctx context.Context, id string) (life.Confirmation, error) {
	var row rosterConfirmationRow
	err := s.read.WithContext(ctx).Where("survey = ?", id).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return life.Confirmation{}, nil
	}
	return life.Confirmation{At: time.Time(row.At), By: row.Actor}, wrap(err, "read the confirmation of rosters")
}
