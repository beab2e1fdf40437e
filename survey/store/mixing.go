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

// MixBox hands out the box of an open survey and writes what mix returns in
// place of all its rows, in one transaction: when it or mix fails the box is as
// before. Every ballot that Stage acknowledged is in it; one that comes meanwhile
// waits, and one that is of the epoch that the box has left is refused as
// ballot.ErrMixed. CodeClosed where the survey is not open. The box is valid only
// inside mix, which must not write to the Store; its error comes back as it is.
//
// The rows that were replaced stay where the database keeps deleted ones, and in
// its log and backups. They are ciphertext, and so are their names: destroying
// the keys of their epoch is what makes them worthless. That is done after the
// commit, which is therefore made durable whatever the server's settings say.
func (s *Store) MixBox(ctx context.Context, id string, mix func(life.Mixing) (life.Mixed, error)) error {
	var unmixed error
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		box, err := s.mixing(tx, id)
		if err != nil {
			return err
		}
		mixed, err := mix(box)
		if unmixed = err; err != nil || mixed.Epoch == "" {
			return err
		}
		return s.writeMixed(tx, box.Survey, mixed)
	})
	if unmixed != nil {
		return unmixed
	}
	return wrap(err, "the mix's transaction")
}

func (s *Store) mixing(tx *gorm.DB, id string) (life.Mixing, error) {
	sv, err := s.lockBox(tx, id)
	if err != nil {
		return life.Mixing{}, err
	}
	var waiting, mixed int
	if err := tx.Raw("SELECT count(*) FROM staging WHERE survey = ?", id).Scan(&waiting).Error; err != nil {
		return life.Mixing{}, err
	}
	if err := tx.Raw("SELECT mixed FROM surveys WHERE id = ?", id).Scan(&mixed).Error; err != nil {
		return life.Mixing{}, err
	}
	return life.Mixing{Survey: sv, New: waiting - mixed, Staged: staged(tx, sv)}, nil
}

func (s *Store) writeMixed(tx *gorm.DB, before survey.Survey, m life.Mixed) error {
	if err := s.durable(tx); err != nil {
		return err
	}
	if err := tx.Where("survey = ?", before.ID).Delete(&stagingRow{}).Error; err != nil {
		return err
	}
	n, err := putBack(tx, before.ID, m.Rows)
	if err != nil {
		return err
	}
	if err := tx.Exec("UPDATE surveys SET epoch = ?, mixed = ? WHERE id = ?", m.Epoch, n, before.ID).Error; err != nil {
		return err
	}
	return tx.Create(&epochRow{Survey: before.ID, Epoch: before.Epoch}).Error
}

// putBack writes rows in their order and returns how many there were.
func putBack(tx *gorm.DB, id string, rows iter.Seq2[ballot.Staged, error]) (n int, err error) {
	var some []stagingRow
	for row, err := range rows {
		if err != nil {
			return n, err
		}
		n++
		some = append(some, stagingRow{Survey: id, Key: row.Key, Sealed: row.Sealed})
		if len(some) == rowsAtOnce {
			if err := insert(tx, some); err != nil {
				return n, err
			}
			some = some[:0]
		}
	}
	return n, insert(tx, some)
}

// durable makes the commit wait until it cannot be lost any more, where a
// PostgreSQL server is set to confirm earlier: what follows cannot be taken
// back.
func (s *Store) durable(tx *gorm.DB) error {
	if s.dialect == migrations.SQLite {
		return nil // synchronous=FULL
	}
	return tx.Exec("SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'").Error
}
