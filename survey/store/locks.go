package store

import (
	"hash/crc32"

	"gorm.io/gorm"

	"teamtrust/migrations"
)

// closingLock is the first number of the advisory locks of PostgreSQL that a
// closing takes alone and that ballots and collecting share. The lock of the
// survey's row is what makes the count exact; alone it would let a stream of
// ballots keep a closing waiting for ever, because sharers of a row lock
// overtake those who want it alone.
const closingLock int32 = 0x7474

// lockNumber is the second number: the survey. Two surveys that share one wait
// for each other, no more.
func lockNumber(id string) int32 { return int32(crc32.ChecksumIEEE([]byte(id))) }

// lockClosing waits until no ballot of the survey is being stored and keeps
// others waiting.
func (s *Store) lockClosing(tx *gorm.DB, id string) error {
	if s.dialect == migrations.SQLite {
		return nil
	}
	if err := s.unlimited(tx); err != nil {
		return err
	}
	return tx.Exec("SELECT pg_advisory_xact_lock(?, ?)", closingLock, lockNumber(id)).Error
}

// unlimited lifts the server's own limits of time for a transaction, which where
// it has any would end it in the middle of long work.
func (s *Store) unlimited(tx *gorm.DB) error {
	if s.dialect == migrations.SQLite {
		return nil
	}
	for _, limit := range []string{"statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"} {
		if err := tx.Exec("SELECT set_config(?, '0', true)", limit).Error; err != nil {
			return err
		}
	}
	return nil
}

// staffLock is the advisory lock of PostgreSQL that imports of the staff list
// take one after the other.
const staffLock int32 = 0x7475

// lockStaff waits until no other import is running. Managers' accounts follow
// the whole list: an import that does not see what another one is just writing
// would take grants away, or fail over a grant that both want to make.
func (s *Store) lockStaff(tx *gorm.DB) error {
	if s.dialect == migrations.SQLite {
		return nil
	}
	return tx.Exec("SELECT pg_advisory_xact_lock(?, 0)", staffLock).Error
}
