package ballot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"sync"
	"time"

	"teamtrust/survey"
)

// Roll is the list of invitations as the collect route sees it.
type Roll interface {
	// Collect stores the hash of a blinded element with the invitation whose
	// secret has this hash, if none is stored yet, and returns the invitation as
	// it is afterwards, in one atomic step that is durable when it returns.
	// CodeNotFound where there is no such invitation (any more), CodeClosed where
	// the survey is not open.
	Collect(ctx context.Context, survey, hash, blinded string) (Invitation, error)
	// Invitation returns the invitation whose secret has this hash, or
	// CodeNotFound. It changes nothing.
	Invitation(ctx context.Context, survey, hash string) (Invitation, error)
}

// Staging keeps sealed rows until the close.
type Staging interface {
	// Stage inserts the row or replaces the one with its key, and returns after
	// the commit. CodeClosed where the survey is not open, ErrMixed where its box
	// is in another epoch than the row.
	Stage(ctx context.Context, survey string, row Staged) error
}

// Surveys tells which surveys there are.
type Surveys interface {
	// Survey returns a survey, or CodeNotFound.
	Survey(ctx context.Context, id string) (survey.Survey, error)
	// Manifest returns what was published when the survey opened.
	Manifest(ctx context.Context, id string) ([]byte, error)
}

// Office answers the ballot routes: Manifest, Collect, Cast and Withdraw. It
// keeps a Desk for each open survey that it was asked about and forgets it when
// the planned end of the survey has come, or as soon as the store says that it is
// closed. From the planned end on every request is answered as after the close,
// whenever the ballots are counted: late ballots count nowhere. Cryptography runs on as many
// goroutines as there are cores, whatever the number of requests; nothing is
// locked meanwhile.
type Office struct {
	surveys Surveys
	roll    Roll
	staging Staging
	keys    *Directory
	now     func() time.Time
	cores   chan struct{}

	mu    sync.RWMutex
	desks map[string]*Desk
}

// NewOffice makes an office over the directory of keys, a store and a clock.
func NewOffice(keys *Directory, surveys Surveys, roll Roll, staging Staging, now func() time.Time) *Office {
	return &Office{
		surveys: surveys, roll: roll, staging: staging, keys: keys, now: now,
		cores: make(chan struct{}, runtime.GOMAXPROCS(0)),
		desks: map[string]*Desk{},
	}
}

// Manifest returns the canonical bytes of an open or closed survey's manifest.
func (o *Office) Manifest(ctx context.Context, id string) ([]byte, error) {
	if d := o.cached(id); d != nil {
		return d.manifest.Bytes(), nil
	}
	switch sv, err := o.survey(ctx, id); {
	case err != nil:
		return nil, err
	case !sv.TakesBallots(o.now()):
		return o.surveys.Manifest(ctx, id)
	}
	d, err := o.desk(ctx, id)
	if err != nil {
		return nil, err
	}
	return d.manifest.Bytes(), nil
}

// Forget drops the keys of a survey from memory. Whoever closes a survey calls
// it in the process that answers the ballot routes.
func (o *Office) Forget(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.desks, id)
}

// Sweep drops the keys of every survey that takes no ballots any more, whoever
// closed it: another process, a command, the clock; and those of an epoch that
// another process ended. A process that answers the
// ballot routes calls it from time to time. A survey that the store fails to tell
// of keeps its desk; the others are looked at all the same.
func (o *Office) Sweep(ctx context.Context) error {
	var failed error
	for id, d := range o.known() {
		switch sv, err := o.survey(ctx, id); {
		case survey.CodeOf(err) == survey.CodeNotFound, err == nil && (!sv.TakesBallots(o.now()) || sv.Epoch != d.keys.epoch):
			o.Forget(id)
		case err != nil:
			failed = errors.Join(failed, fmt.Errorf("look whether survey %s is open: %w", id, err))
		}
	}
	return failed
}

func (o *Office) known() map[string]*Desk {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return maps.Clone(o.desks)
}

func (o *Office) cached(id string) *Desk {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.desks[id]
}

// desk returns the desk of an open survey. Two requests may both make one; they
// are alike.
func (o *Office) desk(ctx context.Context, id string) (*Desk, error) {
	if d := o.cached(id); d != nil {
		if d.closes.After(o.now()) {
			return d, nil
		}
		return nil, o.closed(id, noMoreBallots())
	}
	manifest, keys, err := o.open(ctx, id)
	if err != nil {
		return nil, err
	}
	d, err := NewDesk(keys, manifest)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.desks[id] = d
	return d, nil
}

// open reads what a desk needs. Keys that are missing may be those of an epoch
// that ended in this moment; then there is another one to read.
func (o *Office) open(ctx context.Context, id string) (manifest []byte, keys *Keys, err error) {
	var tried string
	for {
		sv, failure := o.survey(ctx, id)
		switch {
		case failure != nil:
			return nil, nil, failure
		case !sv.TakesBallots(o.now()):
			return nil, nil, noMoreBallots()
		case err != nil && sv.Epoch == tried:
			return nil, nil, err
		}
		tried = sv.Epoch
		if keys, err = o.keys.Load(id, tried); err == nil {
			manifest, err = o.surveys.Manifest(ctx, id)
			return manifest, keys, err
		}
	}
}

func noMoreBallots() error {
	return survey.Errorf(survey.CodeClosed, "This survey is closed; it takes no more ballots.")
}

// survey finds a survey that was opened; a draft does not exist for the public.
func (o *Office) survey(ctx context.Context, id string) (survey.Survey, error) {
	unknown := survey.Errorf(survey.CodeNotFound, "There is no such survey; check the link.")
	if !survey.ValidID(id) {
		return survey.Survey{}, unknown
	}
	sv, err := o.surveys.Survey(ctx, id)
	if survey.CodeOf(err) == survey.CodeNotFound || err == nil && sv.State == survey.Draft {
		return survey.Survey{}, unknown
	}
	return sv, err
}

// compute runs f on one of the cores.
func (o *Office) compute(ctx context.Context, f func() error) error {
	select {
	case o.cores <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-o.cores }()
	return f()
}

// refusal says why a desk did not take a ballot. The desk may be one of a survey
// that another process has closed since, and that comes first in the order of
// checks.
func (o *Office) refusal(ctx context.Context, id string, err error) error {
	if code := survey.CodeOf(err); code != survey.CodeBadAnswer && code != survey.CodeForbidden {
		return err
	}
	switch sv, failure := o.survey(ctx, id); {
	case failure != nil:
		return failure
	case !sv.TakesBallots(o.now()):
		return o.closed(id, noMoreBallots())
	}
	return err
}

// closed forgets the desk of a survey that the store calls closed, and says so as
// at any other time after the close.
func (o *Office) closed(id string, err error) error {
	if survey.CodeOf(err) == survey.CodeClosed {
		o.Forget(id)
		return noMoreBallots() // one sentence, whoever noticed
	}
	return err
}
