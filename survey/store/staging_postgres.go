package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// stagePostgres is one statement and so one round trip and one transaction.
// Only rows whose survey it could lock as open, and in their epoch, are
// inserted; FOR SHARE looks at the newest state, whatever the statement saw when
// it began.
const stagePostgres = `
WITH free AS MATERIALIZED (
	SELECT id FROM unnest($1::text[], $2::int[]) AS asked (id, number)
	WHERE pg_try_advisory_xact_lock_shared($3, number)
), open AS MATERIALIZED (
	SELECT s.id, s.epoch FROM surveys s JOIN free ON free.id = s.id WHERE s.state = 'open' AND s.ended IS NULL FOR SHARE OF s
), put AS (
	INSERT INTO staging (survey, key, sealed)
	SELECT r.survey, r.key, r.sealed
	FROM unnest($4::text[], $5::text[], $6::bytea[], $7::text[]) AS r (survey, key, sealed, epoch)
	JOIN open ON open.id = r.survey AND open.epoch = r.epoch
	ON CONFLICT (survey, key) DO UPDATE SET sealed = excluded.sealed
)
SELECT free.id, open.epoch FROM free LEFT JOIN open ON open.id = free.id`

// deadlocks are answered by trying again; keys are sorted, so only something
// outside this program can cause one.
const deadlockTries = 3

func (s *Store) stagePostgres(ctx context.Context, surveys []string, rows []waiting) (boxes map[string]box, err error) {
	for range deadlockTries {
		boxes, err = s.stageOnce(ctx, surveys, rows)
		var e *pgconn.PgError
		if !errors.As(err, &e) || e.Code != "40P01" && e.Code != "40001" {
			return boxes, err
		}
	}
	return nil, err
}

func (s *Store) stageOnce(ctx context.Context, surveys []string, rows []waiting) (map[string]box, error) {
	boxes := map[string]box{}
	numbers := make([]int32, len(surveys))
	for i, id := range surveys {
		boxes[id], numbers[i] = box{busy: true}, lockNumber(id)
	}
	ids, keys, sealed, epochs := make([]string, len(rows)), make([]string, len(rows)), make([][]byte, len(rows)), make([]string, len(rows))
	for i, r := range rows {
		ids[i], keys[i], sealed[i], epochs[i] = r.survey, r.row.Key, r.row.Sealed, r.row.Epoch
	}
	found, err := s.pool.Query(ctx, stagePostgres, surveys, numbers, closingLock, ids, keys, sealed, epochs)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var id string
		var epoch *string // null where it is not open
		if err := found.Scan(&id, &epoch); err != nil {
			return nil, err
		}
		boxes[id] = box{open: epoch != nil}
		if epoch != nil {
			boxes[id] = box{open: true, epoch: *epoch}
		}
	}
	return boxes, found.Err()
}
