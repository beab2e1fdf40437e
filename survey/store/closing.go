package store

import (
	"context"
	"iter"

	"gorm.io/gorm"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// CloseSurvey hands out the box to count, writes what count returns, deletes
// the staged rows and closes the survey, all in one transaction: when it or
// count fails the survey is open as before. Every ballot that Stage
// acknowledged is in the box, and none is acknowledged after. CodeClosed where
// the survey is not open. The box is valid only inside count, which must not
// write to the Store; its error comes back as it is.
//
// Afterwards the sealed rows are removed from the files as far as the database
// allows: SQLite overwrites them (secure_delete) and empties its log; on
// PostgreSQL the deleted rows stay in the table's file until VACUUM reuses
// their place, and in the write-ahead log and its archives for good. They are
// ciphertext; destroying the sealing key is what makes them worthless.
func (s *Store) CloseSurvey(ctx context.Context, id string, count func(life.Box) (life.Closing, error)) error {
	var uncounted error
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		box, err := s.box(tx, id)
		if err != nil {
			return err
		}
		closing, err := count(box)
		if uncounted = err; err != nil {
			return err
		}
		return s.writeClosing(tx, box.Survey, closing)
	})
	switch {
	case uncounted != nil:
		return uncounted
	case err != nil:
		return wrap(err, "the closing's transaction")
	}
	s.scrub(ctx, "staging")
	return nil
}

// scrub removes deleted rows of a table from the files as far as the database
// allows. It has no error: what was asked for is done, and what is left over
// here is removed by the database's own cleaning later.
func (s *Store) scrub(ctx context.Context, table string) {
	if s.dialect == migrations.SQLite {
		_ = s.checkpoint(ctx)
		return
	}
	_ = s.write.WithContext(ctx).Exec("VACUUM " + table).Error
}

func (s *Store) box(tx *gorm.DB, id string) (life.Box, error) {
	sv, err := s.lockBox(tx, id)
	if err != nil {
		return life.Box{}, err
	}
	box, err := readBox(tx, sv)
	if err != nil {
		return box, err
	}
	box.Staged = staged(tx, sv)
	return box, tx.Raw("SELECT end_reason FROM surveys WHERE id = ?", id).Scan(&box.EndReason).Error
}

func readBox(db *gorm.DB, sv survey.Survey) (life.Box, error) {
	manifest, err := readManifest(db, sv.ID)
	if err != nil {
		return life.Box{}, err
	}
	f, err := readFrozen(db, sv.ID)
	if err != nil {
		return life.Box{}, err
	}
	cuts, err := readCuts(db, sv.ID)
	if err != nil {
		return life.Box{}, err
	}
	t, err := readTurnout(db, sv.ID)
	return life.Box{
		Survey: sv, Manifest: manifest, Tree: f.tree, Units: f.units, People: f.people, Cuts: cuts,
		Invited: t.invited, Collected: t.collected, Replaced: t.replaced,
	}, err
}

// ClosedBox returns what was frozen of a survey that was opened, with its
// invitations counted, and without ballots. CodeNotFound before.
func (s *Store) ClosedBox(ctx context.Context, id string) (life.Box, error) {
	db := s.read.WithContext(ctx)
	sv, err := readSurvey(db, id)
	if err != nil {
		return life.Box{}, err
	}
	return readBox(db, sv)
}

// Sealed counts the sealed ballots of a survey; none after its close.
func (s *Store) Sealed(ctx context.Context, id string) (int, error) {
	var n int64
	err := s.read.WithContext(ctx).Model(&stagingRow{}).Where("survey = ?", id).Count(&n).Error
	return int(n), wrap(err, "count sealed ballots")
}

// lockBox reads a survey that has to be open and keeps ballots waiting until the
// transaction ends; every ballot that was acknowledged is in the box.
func (s *Store) lockBox(tx *gorm.DB, id string) (survey.Survey, error) {
	if err := s.lockClosing(tx, id); err != nil {
		return survey.Survey{}, err
	}
	sv, err := lockSurvey(tx, id)
	if err == nil && sv.State != survey.Open {
		err = notOpen(sv)
	}
	return sv, err
}

// staged reads the sealed rows in the order of their keys, which is not that
// of their arrival.
func staged(tx *gorm.DB, sv survey.Survey) iter.Seq2[ballot.Staged, error] {
	return func(yield func(ballot.Staged, error) bool) {
		rows, err := tx.Raw("SELECT key, sealed FROM staging WHERE survey = ? ORDER BY key", sv.ID).Rows()
		if err != nil {
			yield(ballot.Staged{}, wrap(err, "read sealed ballots"))
			return
		}
		defer rows.Close()
		for rows.Next() {
			row := ballot.Staged{Epoch: sv.Epoch}
			if err := rows.Scan(&row.Key, &row.Sealed); err != nil {
				yield(ballot.Staged{}, wrap(err, "read sealed ballots"))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(ballot.Staged{}, wrap(err, "read sealed ballots"))
		}
	}
}

func (s *Store) writeClosing(tx *gorm.DB, before survey.Survey, c life.Closing) error {
	if c.Survey.ID != before.ID || c.Survey.State != survey.Closed || c.Survey.ClosedAt.IsZero() {
		return misuse("a closing needs the survey as it is after it, with its time")
	}
	if err := s.durable(tx); err != nil {
		return err
	}
	if err := writeBallots(tx, before.ID, c.Ballots); err != nil {
		return err
	}
	if err := writeCommitments(tx, before.ID, c.Ballots); err != nil {
		return err
	}
	if err := writeComments(tx, before.ID, c.Comments); err != nil {
		return err
	}
	if err := writeSpent(tx, before.ID, c.Spent); err != nil {
		return err
	}
	if err := writeRelease(tx, before.ID, c); err != nil {
		return err
	}
	if err := s.logClosing(tx, before.ID, c); err != nil {
		return err
	}
	if err := tx.Where("survey = ?", before.ID).Delete(&stagingRow{}).Error; err != nil {
		return err
	}
	if err := tx.Where("survey = ?", before.ID).Delete(&rosterRow{}).Error; err != nil {
		return err
	}
	return transit(tx, before.State, c.Survey, c.Survey.ClosedAt, c.By, c.Reason)
}

// logClosing appends the closing record's hash to the log. The log is locked
// last, so that a long count keeps no other survey from opening.
func (s *Store) logClosing(tx *gorm.DB, id string, c life.Closing) error {
	if err := s.lockLog(tx); err != nil {
		return err
	}
	return grow(tx, c.Sign, ballot.LogEntry{Survey: id, Kind: ballot.LogClosing, Leaf: ballot.RecordHash(c.Record)})
}
