package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"teamtrust/survey/store"
)

type migrateCmd struct {
	Plan bool `help:"List what would be done; change nothing."`
}

func (migrateCmd) Help() string {
	return "Every command does this by itself where it is needed.\n\nExample: teamtrust migrate --plan"
}

// Run applies, or lists, the migrations that are not applied yet.
func (c migrateCmd) Run(ctx context.Context, a *app) error {
	s, err := store.Open(ctx, a.databaseURL())
	if err != nil {
		return err
	}
	defer s.Close()
	pending, err := s.Pending(ctx)
	if err != nil {
		return err
	}
	for _, name := range pending {
		fmt.Fprintln(a.stdout, name)
	}
	if c.Plan {
		fmt.Fprintf(a.stdout, "%d migrations to apply\n", len(pending))
		return nil
	}
	if err := migrate(ctx, s); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "%d migrations applied\n", len(pending))
	return nil
}

// migrate brings our tables and those of the job queue up to date.
func migrate(ctx context.Context, s *store.Store) error {
	if err := s.Migrate(ctx); err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	if err := migrateJobs(ctx, s); err != nil {
		return fmt.Errorf("migrate the job queue: %w", err)
	}
	return nil
}

func migrateJobs(ctx context.Context, s *store.Store) error {
	if pool := s.Pool(); pool != nil {
		m, err := rivermigrate.New[pgx.Tx](riverpgxv5.New(pool), nil)
		if err != nil {
			return err
		}
		return raise(ctx, m)
	}
	m, err := rivermigrate.New(riversqlite.New(s.SQL()), nil)
	if err != nil {
		return err
	}
	return raise(ctx, m)
}

// jobTables is River's migrator of one kind of database.
type jobTables interface {
	Migrate(context.Context, rivermigrate.Direction, *rivermigrate.MigrateOpts) (*rivermigrate.MigrateResult, error)
	ExistingVersions(context.Context) ([]rivermigrate.Migration, error)
}

// raise applies the migrations that are pending. River takes no lock, so of
// several processes that come at once all but one fail at a migration. Such a
// one sees it applied and goes on from there.
func raise(ctx context.Context, m jobTables) error {
	for {
		before, err := m.ExistingVersions(ctx)
		if err != nil {
			return err
		}
		_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
		if err == nil || !raised(ctx, m, len(before)) {
			return err
		}
	}
}

// How long, and how often, raise looks whether another process applied the
// migration that failed here.
const (
	raiseLooks = 50
	raisePause = 100 * time.Millisecond
)

// raised reports whether somebody else applied a migration meanwhile.
func raised(ctx context.Context, m jobTables, before int) bool {
	for range raiseLooks {
		now, err := m.ExistingVersions(ctx)
		if err == nil && len(now) > before {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(raisePause):
		}
	}
	return false
}
