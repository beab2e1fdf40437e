package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

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
