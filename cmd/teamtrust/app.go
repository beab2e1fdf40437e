package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/store"
)

// app is what every command gets.
type app struct {
	Config
	env            *environment
	stdout, stderr io.Writer
}

// opened is the database, the keys and the life of surveys, ready for use.
type opened struct {
	store  *store.Store
	keys   *ballot.Directory
	life   *life.Life
	office *ballot.Office
}

// open connects to the database, creates and migrates it where that is needed,
// and finishes what a process that died left undone.
func (a *app) open(ctx context.Context) (*opened, error) {
	return a.openAt(ctx, time.Now)
}

func (a *app) openAt(ctx context.Context, now func() time.Time) (*opened, error) {
	s, err := store.Open(ctx, a.databaseURL())
	if err != nil {
		return nil, err
	}
	o, err := a.wire(ctx, s, now)
	if err != nil {
		_ = s.Close()
		return nil, err
	}
	return o, nil
}

func (a *app) wire(ctx context.Context, s *store.Store, now func() time.Time) (*opened, error) {
	o, err := a.assemble(ctx, s, now)
	if err == nil {
		err = o.life.Recover(ctx)
	}
	return o, err
}

// assemble is wire without making good what another process left undone.
func (a *app) assemble(ctx context.Context, s *store.Store, now func() time.Time) (*opened, error) {
	if err := migrate(ctx, s); err != nil {
		return nil, err
	}
	keys, err := ballot.OpenDirectory(a.keysDir())
	if err != nil {
		return nil, fmt.Errorf("open the keys: %w", err)
	}
	l := life.New(s, keys, a.publicURL(), now, rand.Reader).InvitingTo(a.ballotURL())
	return &opened{store: s, keys: keys, life: l, office: ballot.NewOffice(keys, s, s, s, now)}, nil
}

func (o *opened) Close() error { return o.store.Close() }

// withLost is with where keys are lost: making good what was left undone may
// need them, and comes after.
func (a *app) withLost(ctx context.Context, do func(*opened) error) error {
	s, err := store.Open(ctx, a.databaseURL())
	if err != nil {
		return err
	}
	o, err := a.assemble(ctx, s, time.Now)
	if err == nil {
		err = do(o)
	}
	if err == nil {
		err = o.life.Recover(ctx)
	}
	return errors.Join(err, s.Close())
}

// with opens, does and closes.
func (a *app) with(ctx context.Context, do func(*opened) error) error {
	o, err := a.open(ctx)
	if err != nil {
		return err
	}
	err = do(o)
	if e := o.Close(); err == nil && e != nil {
		err = fmt.Errorf("close the database: %w", e)
	}
	return err
}
