package life

import (
	"context"
	"errors"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// newPerMix times the minimum group is how many rows have to be new before a
// box is mixed: whoever copies the database and the keys before a mix and after
// it finds each new ballot among as many.
const newPerMix = 2

// Mix seals the box of an open survey again to fresh keys and destroys the old
// ones, if at least 2k rows are new (docs/anonymity.md, the mix). It reports
// whether it did. A process that dies at any point leaves a box that opens: with
// the old keys until the transaction is committed, with the new ones afterwards;
// the old ones are then destroyed by Recover. A box with a split key is never
// mixed, for nobody can open it before its end. CodeClosed where the survey is not
// open.
func (l *Life) Mix(ctx context.Context, id string) (bool, error) {
	mixed := false
	err := l.store.MixBox(ctx, id, func(m Mixing) (Mixed, error) {
		if m.Survey.Split || m.New < newPerMix*m.Survey.MinimumGroup {
			return Mixed{}, nil
		}
		mixed = true
		return l.mix(m)
	})
	var forPeople *survey.Error
	switch {
	case errors.As(err, &forPeople):
		return false, err
	case err != nil: // ballots were in memory
		return false, survey.Faultf(err, "mix the box of survey %s", id)
	}
	return mixed, l.destroyLeft(ctx)
}

func (l *Life) mix(m Mixing) (Mixed, error) {
	old, err := l.keys.LoadToOpen(m.Survey.ID, m.Survey.Epoch)
	if err != nil {
		return Mixed{}, err
	}
	next, err := l.keys.Renew(m.Survey.ID, m.Survey.Epoch, l.rand)
	if err != nil {
		return Mixed{}, err
	}
	rows, err := ballot.Mix(old, next, m.Staged)
	return Mixed{Epoch: next.Epoch(), Rows: rows}, err
}

// MixAll mixes every box that takes ballots. One failure does not keep the
// others back.
func (l *Life) MixAll(ctx context.Context) error {
	surveys, err := l.store.Surveys(ctx)
	if err != nil {
		return err
	}
	for _, sv := range surveys {
		if !sv.TakesBallots(l.now()) || sv.Split { // nobody can open a split box before its end
			continue
		}
		if _, e := l.Mix(ctx, sv.ID); e != nil && survey.CodeOf(e) != survey.CodeClosed {
			err = errors.Join(err, e)
		}
	}
	return err
}

// destroyLeft destroys the keys of every epoch that a box has left and records
// when. It is idempotent, like destroyKeys.
func (l *Life) destroyLeft(ctx context.Context) error {
	left, err := l.store.Left(ctx)
	if err != nil {
		return err
	}
	for _, e := range left {
		if err := l.keys.Retire(e.Survey, e.Epoch); err != nil {
			return err
		}
		e.Destroyed = l.clock()
		if err := l.store.EpochDestroyed(ctx, e); err != nil {
			return err
		}
	}
	return nil
}
