package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"teamtrust/migrations"
)

// Integrity lists what is wrong with the database itself: on SQLite what its own
// check of the file finds, and rows that refer to nothing; on PostgreSQL, which
// checks these itself, constraints and indexes that are not in force. Nothing of
// a row is in it.
func (s *Store) Integrity(ctx context.Context) ([]string, error) {
	db := s.read.WithContext(ctx)
	find := sqliteFaults
	if s.dialect == migrations.Postgres {
		find = postgresFaults
	}
	found, err := find(db)
	return found, wrap(err, "check the database")
}

// faultsAtMost is how many lines SQLite's check gives.
const faultsAtMost = 20

func sqliteFaults(db *gorm.DB) ([]string, error) {
	var found []string
	if err := db.Raw(fmt.Sprintf("PRAGMA integrity_check(%d)", faultsAtMost)).Scan(&found).Error; err != nil {
		return nil, err
	}
	if len(found) == 1 && found[0] == "ok" {
		found = nil
	}
	var lost []struct {
		Table, Parent string
		Number        int
	}
	err := db.Raw(`SELECT "table", parent, count(*) AS number FROM pragma_foreign_key_check GROUP BY 1, 2`).Scan(&lost).Error
	for _, l := range lost {
		found = append(found, fmt.Sprintf("%d rows of %s refer to nothing in %s", l.Number, l.Table, l.Parent))
	}
	return found, err
}

func postgresFaults(db *gorm.DB) (found []string, err error) {
	err = db.Raw(`SELECT 'the constraint ' || conname || ' is not in force' FROM pg_constraint
			WHERE connamespace = current_schema()::regnamespace AND NOT convalidated
		UNION ALL SELECT 'the index ' || indexrelid::regclass || ' is not valid' FROM pg_index i
			JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = current_schema()::regnamespace AND NOT indisvalid`).Scan(&found).Error
	return found, err
}

// Clock is the time of the database's server; zero on SQLite, which has none.
func (s *Store) Clock(ctx context.Context) (time.Time, error) {
	if s.dialect == migrations.SQLite {
		return time.Time{}, nil
	}
	var seconds float64
	err := s.read.WithContext(ctx).Raw("SELECT extract(epoch FROM clock_timestamp())::float8").Scan(&seconds).Error
	return time.UnixMilli(int64(seconds * 1000)), wrap(err, "ask for the time")
}
