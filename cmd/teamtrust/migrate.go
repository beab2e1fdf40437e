package main

import (
	"context"
	"fmt"

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
		_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
		return err
	}
	m, err := rivermigrate.New(riversqlite.New(s.SQL()), nil)
	if err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}
