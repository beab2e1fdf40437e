package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"teamtrust/migrations"
	"teamtrust/survey"
)

// Store is one database. It is safe for concurrent use, also by several
// processes on the same database.
type Store struct {
	dialect        migrations.Dialect
	writer, reader *sql.DB // the same on PostgreSQL
	write, read    *gorm.DB
	pool           *pgxpool.Pool // nil on SQLite
	stager         *stager
}

// Open connects to sqlite:PATH or postgres://… . The SQLite file and its
// folder are created where they are missing; tables are not: see Migrate. An
// address that cannot be understood is a *survey.Error with code
// CodeBadRequest that does not repeat it.
func Open(ctx context.Context, url string) (*Store, error) {
	a, err := parseURL(url)
	if err != nil {
		return nil, err
	}
	var s *Store
	if a.dialect == migrations.SQLite {
		s, err = openSQLite(ctx, a.path)
	} else {
		s, err = openPostgres(ctx, a.url)
	}
	if err != nil {
		return nil, err
	}
	s.stager = newStager(s.putStaged)
	return s, nil
}

// Close waits until every ballot that was handed to Stage is stored or
// refused, and disconnects. The job queue has to be stopped before.
func (s *Store) Close() error {
	s.stager.close()
	err := s.writer.Close()
	if s.reader != s.writer {
		err = errors.Join(err, s.reader.Close())
	}
	if s.pool != nil {
		s.pool.Close()
	}
	return err
}

// Dialect says which database it is.
func (s *Store) Dialect() migrations.Dialect { return s.dialect }

// SQL is the connection that writes, for the job queue. On SQLite there is
// only one: whoever holds a transaction of it keeps every write of the Store
// waiting.
func (s *Store) SQL() *sql.DB { return s.writer }

// Pool is the connection pool of PostgreSQL, for the job queue; nil on SQLite.
func (s *Store) Pool() *pgxpool.Pool { return s.pool }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.reader.PingContext(ctx); err != nil {
		return fmt.Errorf("ping the database: %w", err)
	}
	return nil
}

// Migrate brings the tables to this version's schema; see migrations.Apply. A
// database that a newer version made is CodeRefused.
func (s *Store) Migrate(ctx context.Context) error {
	return newer(migrations.Apply(ctx, s.writer, s.dialect))
}

// Pending lists the migrations that Migrate would apply; see
// migrations.Pending. A database that a newer version made is CodeRefused.
func (s *Store) Pending(ctx context.Context) ([]string, error) {
	names, err := migrations.Pending(ctx, s.reader, s.dialect)
	return names, newer(err)
}

func newer(err error) error {
	var e *migrations.NewerError
	if errors.As(err, &e) {
		return survey.Errorf(survey.CodeRefused, "%v", e)
	}
	return err
}

// config keeps GORM silent, its errors comparable, and transactions where the
// Store begins them: a savepoint would give parts of a close transaction ids
// of their own.
func config() *gorm.Config {
	return &gorm.Config{
		Logger:                   logger.Discard,
		TranslateError:           true,
		SkipDefaultTransaction:   true,
		DisableNestedTransaction: true,
	}
}

// snapshot runs do in a transaction that reads what was committed at one moment.
func (s *Store) snapshot(ctx context.Context, do func(tx *gorm.DB) error) error {
	var options []*sql.TxOptions
	if s.dialect == migrations.Postgres {
		options = append(options, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	}
	return s.read.WithContext(ctx).Transaction(do, options...)
}

// transaction runs do in one transaction of the writing connection. Locks that
// do takes show it the newest committed state.
func (s *Store) transaction(ctx context.Context, do func(tx *gorm.DB) error) error {
	var options []*sql.TxOptions
	if s.dialect == migrations.Postgres {
		options = append(options, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	}
	return s.write.WithContext(ctx).Transaction(do, options...)
}
