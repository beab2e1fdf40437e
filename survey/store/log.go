package store

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

type leafRow struct {
	Position int `gorm:"primaryKey;autoIncrement:false"`
	Survey   string
	Kind     string
	Leaf     string
}

func (leafRow) TableName() string { return "log" }

type checkpointRow struct {
	Size        int `gorm:"primaryKey;autoIncrement:false"`
	Note        string
	VerifierKey string
}

func (checkpointRow) TableName() string { return "checkpoints" }

// lockLog keeps positions in the log without gaps, and lets an opening see
// every other one.
func (s *Store) lockLog(tx *gorm.DB) error {
	if s.dialect == migrations.SQLite {
		return nil
	}
	return tx.Exec("LOCK TABLE log IN SHARE ROW EXCLUSIVE MODE").Error
}

// grow appends leaves to the log and signs what it is now. The caller has
// locked it.
func grow(tx *gorm.DB, sign ballot.SignLog, entries ...ballot.LogEntry) error {
	if sign == nil {
		return errors.New("the log needs somebody who signs it")
	}
	log, err := readLog(tx)
	if err != nil {
		return err
	}
	for _, e := range entries {
		row := leafRow{Position: len(log), Survey: e.Survey, Kind: string(e.Kind), Leaf: e.Leaf}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		log = append(log, e)
	}
	c, err := sign(log.Leaves())
	if err != nil {
		return err
	}
	return tx.Create(&checkpointRow{Size: len(log), Note: c.Note, VerifierKey: c.VerifierKey}).Error
}

// CompleteLog appends what an earlier version left out: the closing records of
// surveys that closed before closings were logged, in the order of their
// closing, and a checkpoint where the log has grown without one. It does
// nothing, and asks nobody to sign, where nothing is left out.
func (s *Store) CompleteLog(ctx context.Context, sign ballot.SignLog) error {
	if whole, err := logIsWhole(s.read.WithContext(ctx)); err != nil || whole {
		return wrap(err, "read the log")
	}
	return wrap(s.transaction(ctx, func(tx *gorm.DB) error {
		if err := s.lockLog(tx); err != nil {
			return err
		}
		if whole, err := logIsWhole(tx); err != nil || whole {
			return err
		}
		entries, err := unlogged(tx)
		if err != nil {
			return err
		}
		return grow(tx, sign, entries...)
	}), "complete the log")
}

const closingUnlogged = "state = ? AND NOT EXISTS (SELECT 1 FROM log WHERE log.survey = surveys.id AND log.kind = ?)"

func logIsWhole(db *gorm.DB) (bool, error) {
	var left, leaves, signed int64
	if err := db.Model(&surveyRow{}).Where(closingUnlogged, survey.Closed, ballot.LogClosing).Count(&left).Error; err != nil {
		return false, err
	}
	if err := db.Model(&leafRow{}).Count(&leaves).Error; err != nil {
		return false, err
	}
	err := db.Model(&checkpointRow{}).Select("coalesce(max(size), 0)").Scan(&signed).Error
	return left == 0 && signed >= leaves, err
}

func unlogged(tx *gorm.DB) ([]ballot.LogEntry, error) {
	var ids []string
	err := tx.Model(&surveyRow{}).Where(closingUnlogged, survey.Closed, ballot.LogClosing).
		Order("closed_at, id").Pluck("id", &ids).Error
	if err != nil {
		return nil, err
	}
	entries := make([]ballot.LogEntry, len(ids))
	for i, id := range ids {
		var row releaseRow
		if err := tx.Where("survey = ?", id).Take(&row).Error; err != nil {
			return nil, err
		}
		entries[i] = ballot.LogEntry{Survey: id, Kind: ballot.LogClosing, Leaf: ballot.RecordHash([]byte(row.Record))}
	}
	return entries, nil
}

// Log returns the transparency log from its first leaf, and what was signed of
// it, the smallest first, both as they were at one moment. Of a checkpoint there
// are size, note and verifier key as they are stored, and nothing that would
// have to be read from the note, which ballot.OpenCheckpoint does.
func (s *Store) Log(ctx context.Context) (log ballot.Log, signed []ballot.Checkpoint, err error) {
	err = s.snapshot(ctx, func(tx *gorm.DB) error {
		if log, err = readLog(tx); err != nil {
			return err
		}
		signed, err = readCheckpoints(tx)
		return err
	})
	return log, signed, wrap(err, "read the log")
}

func readLog(db *gorm.DB) (ballot.Log, error) {
	var rows []leafRow
	if err := db.Order("position").Find(&rows).Error; err != nil {
		return nil, err
	}
	log := make(ballot.Log, len(rows))
	for i, r := range rows {
		log[i] = ballot.LogEntry{Survey: r.Survey, Kind: ballot.LogKind(r.Kind), Leaf: r.Leaf}
	}
	return log, nil
}

func readCheckpoints(db *gorm.DB) ([]ballot.Checkpoint, error) {
	var rows []checkpointRow
	if err := db.Order("size").Find(&rows).Error; err != nil {
		return nil, err
	}
	out := make([]ballot.Checkpoint, len(rows))
	for i, r := range rows {
		out[i] = ballot.Checkpoint{Size: r.Size, Note: r.Note, VerifierKey: r.VerifierKey}
	}
	return out, nil
}
