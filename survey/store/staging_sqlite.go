package store

import (
	"context"
	"database/sql"
)

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
