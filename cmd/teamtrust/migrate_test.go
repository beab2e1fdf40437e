package main

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/riverqueue/river/rivermigrate"
)

func TestSeveralFirstCommandsAtOnceAllSucceed(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		var together sync.WaitGroup
		for range 8 {
			together.Go(func() {
				if _, stderr, code := in.run("survey", "list"); code != exitDone {
					t.Errorf("exit code %d: %s", code, stderr)
				}
			})
		}
		together.Wait()
	})
}

// rival is a migrator whose first tries fail; another process applies a
// migration after each of them.
type rival struct {
	applied, fails, tries int
	stuck                 bool // nobody else applies anything
}

var errRival = errors.New("already exists")

func (r *rival) Migrate(context.Context, rivermigrate.Direction, *rivermigrate.MigrateOpts) (*rivermigrate.MigrateResult, error) {
	r.tries++
	if r.tries > r.fails {
		return nil, nil
	}
	if !r.stuck {
		r.applied++
	}
	return nil, errRival
}

func (r *rival) ExistingVersions(context.Context) ([]rivermigrate.Migration, error) {
	return make([]rivermigrate.Migration, r.applied), nil
}

func TestAMigrationThatAnotherProcessAppliedIsNoFailure(t *testing.T) {
	r := &rival{fails: 3}
	if err := raise(t.Context(), r); err != nil || r.tries != 4 {
		t.Errorf("after %d tries: %v; want success at the fourth", r.tries, err)
	}
}

func TestAMigrationThatNobodyAppliesFails(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	r := &rival{fails: 1, stuck: true}
	if err := raise(ctx, r); !errors.Is(err, errRival) || r.tries != 1 {
		t.Errorf("after %d tries: %v; want the failure of the first", r.tries, err)
	}
}
