package life

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// The key of a split survey is made before it opens. HR and the auditor each
// take their share, which is then gone from here; so while the survey is open
// nobody, not even whoever has the database and the key directory, can open its
// box. After its end both give their shares, and the last one counts it.

// SharesTaken returns who has taken their share of a draft's split key.
func (l *Life) SharesTaken(id string) ([]ballot.Holder, error) {
	here, err := l.keys.Shares(id)
	if survey.CodeOf(err) == survey.CodeRefused { // no keys were made yet
		return nil, nil
	}
	return others(here), err
}

// SharesGiven returns who has given their share back.
func (l *Life) SharesGiven(id string) ([]ballot.Holder, error) { return l.keys.Shares(id) }

func others(some []ballot.Holder) []ballot.Holder {
	return slices.DeleteFunc(ballot.Holders(), func(h ballot.Holder) bool { return slices.Contains(some, h) })
}

// MissingShares are the holders whose shares the count of a survey waits for;
// none where its key is not split.
func (l *Life) MissingShares(sv survey.Survey) ([]ballot.Holder, error) {
	if !sv.Split {
		return nil, nil
	}
	given, err := l.SharesGiven(sv.ID)
	return others(given), err
}

// TakeShare returns the share of a holder as text, once: afterwards it exists
// nowhere but where its holder keeps it. Refused where it was taken already, and
// once the survey is open.
func (l *Life) TakeShare(ctx context.Context, id string, h ballot.Holder, by Actor) (text string, err error) {
	if err := l.split(ctx, id); err != nil {
		return "", err
	}
	err = l.store.WhileDraft(ctx, id, func() error {
		if err := l.keys.CreateSplit(id, l.rand); err != nil {
			return err
		}
		share, err := l.keys.TakeShare(id, h)
		if err == nil {
			text = share.Text()
		}
		return err
	})
	if err != nil {
		return "", err
	}
	return text, l.record(ctx, by, "take share", id, string(h))
}

// RenewShares makes new shares of a draft's key for everybody; those that were
// taken before are good for nothing any more.
func (l *Life) RenewShares(ctx context.Context, id string, by Actor) error {
	if err := l.split(ctx, id); err != nil {
		return err
	}
	err := l.store.WhileDraft(ctx, id, func() error {
		if err := l.keys.Discard(id); err != nil {
			return err
		}
		return l.keys.CreateSplit(id, l.rand)
	})
	if err != nil {
		return err
	}
	return l.record(ctx, by, "renew shares", id, "")
}

// split refuses surveys whose key is not split.
func (l *Life) split(ctx context.Context, id string) error {
	sv, err := l.store.Survey(ctx, id)
	if err == nil && !sv.Split {
		err = survey.Errorf(survey.CodeRefused, "The key of survey %s is not split; that is decided when a survey is created.", id)
	}
	return err
}

// splitKeys are the keys that a split survey opens with.
func (l *Life) splitKeys(id string) (keys *ballot.Keys, ready func() error, err error) {
	if err := l.allTaken(id); err != nil {
		return nil, nil, err
	}
	if keys, err = l.keys.Load(id, ballot.FirstEpoch); err != nil {
		return nil, nil, err
	}
	ready = func() error {
		now, err := l.keys.Load(id, ballot.FirstEpoch)
		if err == nil && !bytes.Equal(now.PublicKey(), keys.PublicKey()) {
			err = survey.Errorf(survey.CodeRefused, "New shares of the key of survey %s were made meanwhile; both have to be taken before it opens.", id)
		}
		return errors.Join(err, l.allTaken(id))
	}
	return keys, ready, nil
}

func (l *Life) allTaken(id string) error {
	taken, err := l.SharesTaken(id)
	if err != nil {
		return err
	}
	if left := others(taken); len(left) > 0 {
		return survey.Errorf(survey.CodeRefused, "The key of survey %s is split and not everybody has taken their share; missing: %s. It opens when both are taken.", id, ballot.HolderNames(left))
	}
	return nil
}

// GiveShare takes a holder's share back once the survey has ended. The last one
// counts and releases it, which shows in the survey that is returned. A share
// that is wrong, or that is not the one of holder (any, where that is empty), is
// refused, and nothing is lost.
func (l *Life) GiveShare(ctx context.Context, id, text string, holder ballot.Holder, by Actor) (survey.Survey, error) {
	sv, err := l.store.Survey(ctx, id)
	if err == nil {
		err = l.mayGive(sv)
	}
	if err != nil {
		return sv, err
	}
	share, err := ballot.ParseShare(id, text)
	if err == nil && holder != "" {
		err = share.MustBeOf(holder)
	}
	if err != nil {
		return sv, err
	}
	if err := l.keys.GiveShare(id, share); err != nil {
		return sv, err
	}
	if err := l.record(ctx, by, "give share", id, string(share.Holder)); err != nil {
		return sv, err
	}
	closed, err := l.Close(ctx, id, "", by)
	if survey.CodeOf(err) == survey.CodeClosed { // by whoever gave theirs in the same moment
		return l.store.Survey(ctx, id)
	}
	return closed, err
}

func (l *Life) mayGive(sv survey.Survey) error {
	switch {
	case !sv.Split:
		return survey.Errorf(survey.CodeRefused, "The key of survey %s is not split; nobody has a share of it.", sv.ID)
	case sv.State == survey.Closed:
		return survey.Errorf(survey.CodeClosed, "Survey %s is already counted; its shares are good for nothing any more.", sv.ID)
	case sv.State == survey.Draft:
		return survey.Errorf(survey.CodeRefused, "Survey %s is a draft; shares are given once it has ended.", sv.ID)
	case sv.TakesBallots(l.clock()):
		return survey.Errorf(survey.CodeRefused, "Survey %s takes ballots until %s; shares are given after its end, so that nobody can look before.", sv.ID, sv.Closes.Format(time.RFC3339))
	}
	return nil
}

// end stops a survey from taking ballots before its planned end.
func (l *Life) end(ctx context.Context, sv *survey.Survey, reason string, by Actor) error {
	at := l.clock()
	if !sv.TakesBallots(at) {
		return nil
	}
	if err := l.store.EndSurvey(ctx, sv.ID, at, reason); err != nil {
		return err
	}
	sv.Ended = at
	return l.record(ctx, by, "end survey", sv.ID, reason)
}
