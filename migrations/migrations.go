// Package migrations holds the schema of both databases as numbered SQL files,
// one folder per dialect with the same numbers and names, and applies them.
//
// What is not here: queries (survey/store) and the tables of the job queue,
// which bring their own migrations. Migrations only go forward; a file that
// was released never changes.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Dialect is the kind of database.
type Dialect string

// The databases that there is a schema for.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// NewerError says that a newer version of the program made the schema. Its
// text is for people.
type NewerError struct {
	Applied, Known int64 // the schema of the database, and the newest known one
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("The database has schema %d, made by a newer version of teamtrust; this version knows schemas up to %d. Use the newer version.",
		e.Applied, e.Known)
}

//go:embed sqlite/*.sql postgres/*.sql
var files embed.FS

// Apply brings db to the newest schema. It does nothing, and takes no lock,
// where nothing is pending. Several processes may call it at once: on
// PostgreSQL one works while the others wait for its advisory lock; on SQLite
// one that comes second to a migration sees it applied and goes on. A schema
// that is newer than this program is a *NewerError.
func Apply(ctx context.Context, db *sql.DB, dialect Dialect) error {
	for {
		pending, err := Pending(ctx, db, dialect)
		if err != nil || len(pending) == 0 {
			return err
		}
		if err = up(ctx, db, dialect); err == nil {
			return nil
		}
		if dialect != SQLite || !movedOn(ctx, db, dialect, pending) {
			return fmt.Errorf("apply migrations: %w", err)
		}
	}
}

// How long, and how often, Apply looks whether another process applied the
// migration that failed here, as it does on SQLite when two come at once.
const (
	looks = 50
	pause = 100 * time.Millisecond
)

// To brings an empty database to the schema of a version, for data of that
// version; Apply goes on from there. A version that this program does not know
// is a *NewerError. A schema that is newer than the version stays.
func To(ctx context.Context, db *sql.DB, dialect Dialect, version int64) error {
	if newest, err := Newest(dialect); err != nil || version > newest {
		if err == nil {
			err = &NewerError{Applied: version, Known: newest}
		}
		return err
	}
	p, err := provider(db, dialect)
	if err != nil {
		return err
	}
	if _, err := p.UpTo(ctx, version); err != nil {
		return fmt.Errorf("apply migrations up to %d: %w", version, err)
	}
	return nil
}

// Newest is the newest version that this program knows.
func Newest(dialect Dialect) (int64, error) {
	folder, err := folder(dialect)
	if err != nil {
		return 0, err
	}
	all, err := fs.Glob(folder, "*.sql")
	if err != nil {
		return 0, err
	}
	return number(all[len(all)-1]), nil
}

// movedOn reports whether somebody else applied a migration meanwhile.
func movedOn(ctx context.Context, db *sql.DB, dialect Dialect, before []string) bool {
	for range looks {
		now, err := Pending(ctx, db, dialect)
		if err == nil && len(now) < len(before) {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(pause):
		}
	}
	return false
}

func up(ctx context.Context, db *sql.DB, dialect Dialect) error {
	p, err := provider(db, dialect)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

func provider(db *sql.DB, dialect Dialect) (*goose.Provider, error) {
	folder, err := folder(dialect)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if dialect == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, db, folder, options...)
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, folder, append(options, goose.WithSessionLocker(locker))...)
}

func folder(dialect Dialect) (fs.FS, error) {
	if dialect != SQLite && dialect != Postgres {
		return nil, fmt.Errorf("there is no schema for %q", dialect)
	}
	return fs.Sub(files, string(dialect))
}

// Pending returns the names of the files that Apply would apply, in order,
// such as "00004_surveys.sql", and changes nothing. A schema that is newer
// than this program is a *NewerError.
func Pending(ctx context.Context, db *sql.DB, dialect Dialect) ([]string, error) {
	folder, err := folder(dialect)
	if err != nil {
		return nil, err
	}
	all, err := fs.Glob(folder, "*.sql")
	if err != nil {
		return nil, err
	}
	applied, err := Version(ctx, db, dialect)
	if err != nil {
		return nil, fmt.Errorf("read the version of the schema: %w", err)
	}
	if newest := number(all[len(all)-1]); applied > newest {
		return nil, &NewerError{Applied: applied, Known: newest}
	}
	for i, name := range all {
		if number(name) > applied {
			return all[i:], nil
		}
	}
	return nil, nil
}

// number is the version of a file: 4 for "00004_surveys.sql".
func number(name string) (n int64) {
	_, _ = fmt.Sscanf(path.Base(name), "%d_", &n)
	return n
}

type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Version is the newest applied migration; 0 in an empty database. db may be a
// transaction.
func Version(ctx context.Context, db queryer, dialect Dialect) (v int64, err error) {
	exists := `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'goose_db_version'`
	if dialect == Postgres {
		exists = `SELECT count(*) FROM pg_class WHERE oid = to_regclass('goose_db_version')`
	}
	if err := db.QueryRowContext(ctx, exists).Scan(&v); err != nil || v == 0 {
		return 0, err
	}
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&v)
	return v, err
}
