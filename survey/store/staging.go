package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// stagingRow is one sealed ballot before the close.
type stagingRow struct {
	Survey string `gorm:"primaryKey"`
	Key    string `gorm:"primaryKey"`
	Sealed []byte
}

func (stagingRow) TableName() string { return "staging" }

// maxSealed bounds a sealed row: a body has at most 64 kB.
const maxSealed = 1 << 20

// Stage stores a sealed ballot, in place of an earlier one with the same key,
// and returns after the commit. CodeClosed where the survey is not open. When
// ctx ends first the ballot may or may not have been stored; staging it again
// is safe.
func (s *Store) Stage(ctx context.Context, id string, row ballot.Staged) error {
	if key, err := hex.DecodeString(row.Key); err != nil || len(key) != 32 || strings.ToLower(row.Key) != row.Key {
		return errors.New("stage ballot: the key is not a lower-case hex HMAC-SHA-256")
	}
	if len(row.Sealed) == 0 || len(row.Sealed) > maxSealed {
		return errors.New("stage ballot: the sealed row is empty or too large")
	}
	if !survey.ValidID(id) {
		return closedSurvey(id)
	}
	return wrap(s.stager.stage(ctx, id, row), "stage ballot")
}

func closedSurvey(id string) error {
	return survey.Errorf(survey.CodeClosed, "Survey %q takes no ballots.", id)
}

// putStaged writes one batch in one transaction and answers for every row. The
// rows are written sorted by key, an order that has nothing to do with that of
// arrival and in which two nodes with the same rows cannot block each other.
func (s *Store) putStaged(ctx context.Context, batch []waiting) []outcome {
	rows := latest(batch)
	surveys := slices.Compact(slices.Sorted(func(yield func(string) bool) {
		for _, r := range rows {
			if !yield(r.survey) {
				return
			}
		}
	}))
	put := s.stageSQLite
	if s.dialect == migrations.Postgres {
		put = s.stagePostgres
	}
	states, err := put(ctx, surveys, rows)
	out := make([]outcome, len(batch))
	for i, w := range batch {
		switch {
		case err != nil:
			out[i].err = err
		case states[w.survey] == boxClosed:
			out[i].err = closedSurvey(w.survey)
		case states[w.survey] == boxClosing:
			out[i].busy = true
		}
	}
	return out
}

// box says what a batch found of a survey.
type box int

const (
	boxClosed  box = iota // not open, or unknown
	boxClosing            // being closed: not known yet
	boxOpen               // its rows are stored
)

// latest sorts a batch by key and keeps the last of several rows with the same
// key.
func latest(batch []waiting) []waiting {
	rows := slices.Clone(batch)
	compare := func(a, b waiting) int {
		if c := strings.Compare(a.row.Key, b.row.Key); c != 0 {
			return c
		}
		return strings.Compare(a.survey, b.survey)
	}
	slices.Reverse(rows)
	slices.SortStableFunc(rows, compare)
	return slices.CompactFunc(rows, func(a, b waiting) bool { return compare(a, b) == 0 })
}

func (s *Store) stageSQLite(ctx context.Context, surveys []string, rows []waiting) (states map[string]box, err error) {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback()
		}
	}()
	if states, err = openBoxes(ctx, tx, surveys); err != nil {
		return nil, err
	}
	put, err := tx.PrepareContext(ctx, `INSERT INTO staging (survey, key, sealed) VALUES (?, ?, ?)
		ON CONFLICT (survey, key) DO UPDATE SET sealed = excluded.sealed`)
	if err != nil {
		return nil, err
	}
	defer put.Close()
	for _, r := range rows {
		if states[r.survey] != boxOpen {
			continue
		}
		if _, err = put.ExecContext(ctx, r.survey, r.row.Key, r.row.Sealed); err != nil {
			return nil, err
		}
	}
	return states, tx.Commit()
}

func openBoxes(ctx context.Context, tx *sql.Tx, surveys []string) (map[string]box, error) {
	states := map[string]box{}
	for _, id := range surveys {
		var open bool
		err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM surveys WHERE id = ? AND state = 'open')", id).Scan(&open)
		if err != nil {
			return nil, err
		}
		if open {
			states[id] = boxOpen
		}
	}
	return states, nil
}

// stagePostgres is one statement and so one round trip and one transaction.
// Only rows whose survey it could lock as open are inserted; FOR SHARE looks
// at the newest state, whatever the statement saw when it began.
const stagePostgres = `
WITH free AS MATERIALIZED (
	SELECT id FROM unnest($1::text[], $2::int[]) AS asked (id, number)
	WHERE pg_try_advisory_xact_lock_shared($3, number)
), open AS MATERIALIZED (
	SELECT s.id FROM surveys s JOIN free ON free.id = s.id WHERE s.state = 'open' FOR SHARE OF s
), put AS (
	INSERT INTO staging (survey, key, sealed)
	SELECT r.survey, r.key, r.sealed
	FROM unnest($4::text[], $5::text[], $6::bytea[]) AS r (survey, key, sealed) JOIN open ON open.id = r.survey
	ON CONFLICT (survey, key) DO UPDATE SET sealed = excluded.sealed
)
SELECT free.id, open.id IS NOT NULL FROM free LEFT JOIN open ON open.id = free.id`

// deadlocks are answered by trying again; keys are sorted, so only something
// outside this program can cause one.
const deadlockTries = 3

func (s *Store) stagePostgres(ctx context.Context, surveys []string, rows []waiting) (states map[string]box, err error) {
	for range deadlockTries {
		states, err = s.stageOnce(ctx, surveys, rows)
		var e *pgconn.PgError
		if !errors.As(err, &e) || e.Code != "40P01" && e.Code != "40001" {
			return states, err
		}
	}
	return nil, err
}

func (s *Store) stageOnce(ctx context.Context, surveys []string, rows []waiting) (map[string]box, error) {
	states := map[string]box{}
	numbers := make([]int32, len(surveys))
	for i, id := range surveys {
		states[id], numbers[i] = boxClosing, lockNumber(id)
	}
	ids, keys, sealed := make([]string, len(rows)), make([]string, len(rows)), make([][]byte, len(rows))
	for i, r := range rows {
		ids[i], keys[i], sealed[i] = r.survey, r.row.Key, r.row.Sealed
	}
	found, err := s.pool.Query(ctx, stagePostgres, surveys, numbers, closingLock, ids, keys, sealed)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var id string
		var open bool
		if err := found.Scan(&id, &open); err != nil {
			return nil, err
		}
		states[id] = boxClosed
		if open {
			states[id] = boxOpen
		}
	}
	return states, found.Err()
}
