package store

import (
	"context"
	"database/sql"
	"errors"
)

func (s *Store) stageSQLite(ctx context.Context, surveys []string, rows []waiting) (boxes map[string]box, err error) {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback()
		}
	}()
	if boxes, err = openBoxes(ctx, tx, surveys); err != nil {
		return nil, err
	}
	put, err := tx.PrepareContext(ctx, `INSERT INTO staging (survey, key, sealed) VALUES (?, ?, ?)
		ON CONFLICT (survey, key) DO UPDATE SET sealed = excluded.sealed`)
	if err != nil {
		return nil, err
	}
	defer put.Close()
	for _, r := range rows {
		if b := boxes[r.survey]; !b.open || b.epoch != r.row.Epoch {
			continue
		}
		if _, err = put.ExecContext(ctx, r.survey, r.row.Key, r.row.Sealed); err != nil {
			return nil, err
		}
	}
	return boxes, tx.Commit()
}

func openBoxes(ctx context.Context, tx *sql.Tx, surveys []string) (map[string]box, error) {
	boxes := map[string]box{}
	for _, id := range surveys {
		b := box{open: true}
		err := tx.QueryRowContext(ctx, "SELECT epoch FROM surveys WHERE id = ? AND state = 'open' AND ended IS NULL", id).Scan(&b.epoch)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, err
		}
		boxes[id] = b
	}
	return boxes, nil
}
