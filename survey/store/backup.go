package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"teamtrust/migrations"
)

// Backup writes a copy of everything that is kept to w, as it was committed at
// one moment; a server may run meanwhile. Rows are in the order of their keys,
// not in that in which the database holds or received them. Sessions, sign-in
// links, uploads and the job queue are left out, and so is every key, for none is
// in the database. step is called for every row.
func (s *Store) Backup(ctx context.Context, w io.Writer, made time.Time, step func()) (Backup, error) {
	b := newBackupWriter(w)
	err := s.snapshot(ctx, func(tx *gorm.DB) error {
		if err := s.unlimited(tx); err != nil {
			return err
		}
		head := BackupHead{Format: BackupFormat, Made: made.UTC().Truncate(time.Second), Dialect: s.dialect}
		var err error
		if head.Schema, err = migrations.Version(ctx, tx.Statement.ConnPool, s.dialect); err != nil {
			return err
		}
		if err := b.head(head); err != nil {
			return err
		}
		for _, t := range keptTables() {
			if err := s.backUp(tx, t, b, step); err != nil {
				return fmt.Errorf("table %s: %w", t.name, err)
			}
		}
		return b.end()
	})
	return b.Backup, wrap(err, "back up the database")
}

// Rows is about how many rows a backup has, for whoever shows its progress.
func (s *Store) Rows(ctx context.Context) (rows int, err error) {
	err = s.snapshot(ctx, func(tx *gorm.DB) error {
		for _, t := range keptTables() {
			var n int
			if err := tx.Raw("SELECT count(*) FROM " + t.name).Scan(&n).Error; err != nil {
				return err
			}
			rows += n
		}
		return nil
	})
	return rows, wrap(err, "count rows")
}

// backUp writes one table; one that this schema does not have yet is left out.
func (s *Store) backUp(tx *gorm.DB, t keptTable, b *backupWriter, step func()) error {
	columns, err := s.columns(tx, t.name)
	if err != nil || len(columns) == 0 {
		return err
	}
	if err := b.table(t.name, columns); err != nil {
		return err
	}
	rows, err := tx.Raw(selectAll(t, columns)).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		values, err := readRow(rows, columns)
		if err != nil {
			return err
		}
		if err := b.row(t.name, values); err != nil {
			return err
		}
		step()
	}
	return rows.Err()
}

// columns are those of a table of this database; none where there is no such
// table.
func (s *Store) columns(tx *gorm.DB, table string) ([]column, error) {
	rows, err := tx.Raw(columnsQuery(s.dialect), table).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []column
	for rows.Next() {
		var c column
		var kind string
		if err := rows.Scan(&c.Name, &kind); err != nil {
			return nil, err
		}
		if !c.setType(kind) {
			return nil, fmt.Errorf("column %s has the type %s, which no backup can hold", c.Name, kind)
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

func selectAll(t keptTable, columns []column) string {
	query := "SELECT "
	for i, c := range columns {
		if i > 0 {
			query += ", "
		}
		if query += `"` + c.Name + `"`; c.json {
			query += "::text"
		}
	}
	query += " FROM " + t.name
	if t.where != "" {
		query += " WHERE " + t.where
	}
	return query + " ORDER BY " + t.key
}

// readRow reads a row in the form of a backup.
func readRow(rows *sql.Rows, columns []column) ([]any, error) {
	values, places := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		places[i] = &values[i]
	}
	if err := rows.Scan(places...); err != nil {
		return nil, err
	}
	for i, c := range columns {
		var err error
		if values[i], err = c.plain(values[i]); err != nil {
			return nil, fmt.Errorf("column %s: %w", c.Name, err)
		}
	}
	return values, nil
}

// plain is a value as JSON writes it.
func (c column) plain(v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case bool:
		if v {
			return 1, nil
		}
		return 0, nil
	case int64:
		return v, nil
	case []byte:
		if c.Kind == bytesColumn {
			return base64.StdEncoding.EncodeToString(v), nil
		}
		return wholeText(string(v))
	case string:
		if c.Kind == bytesColumn {
			return base64.StdEncoding.EncodeToString([]byte(v)), nil
		}
		return wholeText(v)
	}
	return nil, misuse("it holds a value that no backup can hold")
}

// wholeText refuses what JSON would change.
func wholeText(text string) (string, error) {
	if !utf8.ValidString(text) {
		return "", misuse("it holds a text that is not UTF-8")
	}
	return text, nil
}
