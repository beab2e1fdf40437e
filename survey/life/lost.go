package life

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// A survey whose box nobody can open any more, because a key of it is lost, can
// be closed without its ballots: no result is made, what is in the box is removed
// unread, and the public record says so and why. It must not be a way to throw
// ballots away, so it is refused while the box can be opened. One that was put back
// from a backup has lost ballots already, and may be given up for a new one too.

// Without is how a survey is closed without its ballots.
type Without struct {
	Reason string // for everybody to read
	NoKeys bool   // every key of the survey is lost; without it an empty directory is taken for the wrong one
}

// CloseWithoutBallots closes an open survey whose box cannot be opened, or is in
// an earlier state. CodeRefused where neither is so, or where the directory has no
// keys of the survey at all and that is not said; where shares of a split key are missing, before its
// end and before HR and the auditor have both said that one is lost (LoseShare).
func (l *Life) CloseWithoutBallots(ctx context.Context, id string, w Without, by Actor) (survey.Survey, error) {
	sv, err := l.store.Survey(ctx, id)
	if err != nil {
		return sv, err
	}
	if w.Reason, err = cleanReason(w.Reason); err != nil {
		return sv, err
	}
	if sv.State == survey.Closed {
		return sv, l.giveUpKeys(ctx, sv, w, by)
	}
	if err := l.mayLose(sv, w); err != nil {
		return sv, err
	}
	q, err := l.store.Questionnaire(ctx, sv.Questionnaire, sv.Version)
	if err != nil {
		return sv, err
	}
	if err := l.noteCounted(ctx, id); err != nil {
		return sv, err
	}
	err = l.store.CloseSurvey(ctx, id, func(b Box) (Closing, error) {
		what, err := l.unreadable(ctx, b, q)
		if err != nil {
			return Closing{}, err
		}
		c, err := l.countNothing(b, q, ballot.Loss{What: what, Reason: w.Reason})
		c.By, c.Reason, c.Sign = by.Name, w.Reason, l.sign
		sv = c.Survey
		return c, err
	})
	if err != nil {
		return sv, unclosed(id, err)
	}
	if err := l.destroyLost(ctx, id); err != nil {
		return sv, err
	}
	return sv, l.record(ctx, by, "close survey without ballots", id, w.Reason)
}

func cleanReason(reason string) (string, error) {
	reason = strings.Join(strings.Fields(reason), " ")
	if reason == "" {
		return "", field("reason", "Closing a survey without its ballots needs a reason, which everybody can read.")
	}
	return reason, readable("reason", "The reason", reason, ballot.MaxReason)
}

func (l *Life) mayLose(sv survey.Survey, w Without) error {
	if sv.State == survey.Draft {
		return survey.Errorf(survey.CodeRefused, "Survey %s is a draft; there is nothing in it that could be lost.", sv.ID)
	}
	return l.rightDirectory(sv.ID, w)
}

func (l *Life) rightDirectory(id string, w Without) error {
	if w.NoKeys || l.keys.Known(id) {
		return nil
	}
	return survey.Errorf(survey.CodeRefused, "The key directory %s has no keys of survey %s at all: name the right one with --keys, or say with --no-keys-left that all of them are lost.", l.keys.Path(), id)
}

// giveUpKeys ends the search for keys of a survey that was counted, but of which
// it is not recorded that they were destroyed: a backup can be of the moment
// between. Its results stay. CodeClosed where nobody looks for them, or they are
// there.
func (l *Life) giveUpKeys(ctx context.Context, sv survey.Survey, w Without, by Actor) error {
	sought, err := l.store.Undestroyed(ctx)
	if err != nil {
		return err
	}
	_, err = l.keys.LoadKept(sv.ID)
	switch {
	case !slices.Contains(sought, sv.ID), err == nil:
		return survey.Errorf(survey.CodeClosed, "Survey %s is already closed.", sv.ID)
	case !isLost(err):
		return err
	}
	if err := l.rightDirectory(sv.ID, w); err != nil {
		return err
	}
	if err := l.destroyLost(ctx, sv.ID); err != nil {
		return err
	}
	return l.record(ctx, by, "give up keys", sv.ID, w.Reason)
}

// isLost reports that a key file is not there, or not whole. A directory that
// cannot be read is not lost.
func isLost(err error) bool {
	var missing *ballot.MissingKeyError
	var damaged *ballot.DamagedKeyError
	return errors.As(err, &missing) || errors.As(err, &damaged)
}

// unreadable says what keeps the box of a survey from being opened; CodeRefused
// where nothing does.
func (l *Life) unreadable(ctx context.Context, b Box, q *survey.Questionnaire) (ballot.LossOf, error) {
	keys, err := l.keys.LoadToOpen(b.Survey.ID, b.Survey.Epoch)
	var share *ballot.MissingShareError
	switch {
	case isLost(err):
		return ballot.LostKeys, nil
	case errors.As(err, &share):
		return ballot.LostShare, l.shareIsLost(ctx, b.Survey)
	case err != nil:
		return "", err
	}
	if _, err := ballot.OpenAll(keys, q, b.Staged, l.rand); err != nil {
		return ballot.LostBox, nil
	}
	if !b.Survey.Restored.IsZero() {
		return ballot.LostState, nil
	}
	return "", survey.Errorf(survey.CodeRefused, "The keys of survey %s are there and open its box, so its ballots cannot be left out; close it as always (teamtrust survey close %s).", b.Survey.ID, b.Survey.ID)
}

// countNothing makes what such a close leaves behind: the release of a survey
// that nobody answered, marked, and a record that says why.
func (l *Life) countNothing(b Box, q *survey.Questionnaire, loss ballot.Loss) (Closing, error) {
	b.Survey.Lost = true
	c := Closing{Survey: b.Survey, Lost: &loss}
	c.Survey.State, c.Survey.ClosedAt = survey.Closed, l.clock()
	counted, err := analytics.Count(l.input(b, q, nil))
	if err != nil {
		return c, err
	}
	if c.Release, err = json.Marshal(counted.Release); err != nil {
		return c, fmt.Errorf("encode release: %w", err)
	}
	keys, err := l.keys.LoadKept(b.Survey.ID)
	if err != nil {
		keys = nil // lost as well: then there is no private key to publish
	}
	c.Record, err = closingRecord(&c, b, keys, counted)
	return c, err
}

// destroyLost destroys what is left of the keys, and records it for every epoch,
// so that nobody looks for them any more.
func (l *Life) destroyLost(ctx context.Context, id string) error {
	if err := l.keys.DestroyLost(id); err != nil {
		return err
	}
	epochs, err := l.store.Epochs(ctx, id)
	if err != nil {
		return err
	}
	for _, e := range epochs {
		e.Destroyed = l.clock()
		if err := l.store.EpochDestroyed(ctx, e); err != nil {
			return err
		}
	}
	return l.store.KeysDestroyed(ctx, id, l.clock())
}

// countedBefore is the setting which says that the keys of a survey had been
// destroyed by a close when it was found open: a state from before that close was
// put back, and people have read results that this database does not know.
func countedBefore(id string) string { return "counted before:" + id }

func (l *Life) noteCounted(ctx context.Context, id string) error {
	if !l.keys.Counted(id) {
		return nil
	}
	return l.store.SetSetting(ctx, countedBefore(id), l.clock().Format(time.RFC3339))
}

// releasedNothing reports whether nobody has ever read results of a survey: then
// it keeps no other at a distance.
func (l *Life) releasedNothing(ctx context.Context, sv survey.Survey) (bool, error) {
	if !sv.Lost {
		return false, nil
	}
	_, err := l.store.Setting(ctx, countedBefore(sv.ID))
	if survey.CodeOf(err) == survey.CodeNotFound {
		return true, nil
	}
	return false, err
}

// lostShare is the setting in which a holder's word stands that a share of a
// survey's key is lost.
func lostShare(id string, h ballot.Holder) string { return "lost share:" + id + ":" + string(h) }

// LoseShare notes that a holder says that a share of a survey's key is lost, and
// agrees that its ballots are given up. Both have to say so. Refused before the
// end of the survey, and where no share is missing.
func (l *Life) LoseShare(ctx context.Context, id string, h ballot.Holder, by Actor) error {
	sv, err := l.store.Survey(ctx, id)
	if err == nil {
		err = l.mayGive(sv)
	}
	if err != nil {
		return err
	}
	missing, err := l.MissingShares(sv)
	if err != nil {
		return err
	}
	if len(missing) == 0 {
		return survey.Errorf(survey.CodeRefused, "Both shares of the key of survey %s were given; close it as always.", id)
	}
	if err := l.store.SetSetting(ctx, lostShare(id, h), l.clock().Format(time.RFC3339)); err != nil {
		return err
	}
	return l.record(ctx, by, "call share lost", id, string(h))
}

// SaidLost returns who has said that a share of a survey's key is lost.
func (l *Life) SaidLost(ctx context.Context, id string) (said []ballot.Holder, err error) {
	for _, h := range ballot.Holders() {
		switch _, err := l.store.Setting(ctx, lostShare(id, h)); {
		case err == nil:
			said = append(said, h)
		case survey.CodeOf(err) != survey.CodeNotFound:
			return nil, err
		}
	}
	return said, nil
}

// shareIsLost refuses while not everybody has said that a share is lost.
func (l *Life) shareIsLost(ctx context.Context, sv survey.Survey) error {
	if sv.TakesBallots(l.clock()) {
		return survey.Errorf(survey.CodeRefused, "Survey %s runs until %s; its shares are given after its end. End it first: teamtrust survey close %s --reason TEXT.", sv.ID, sv.Closes.Format(time.RFC3339), sv.ID)
	}
	said, err := l.SaidLost(ctx, sv.ID)
	if err != nil {
		return err
	}
	silent := others(said)
	if len(silent) > 0 {
		return survey.Errorf(survey.CodeRefused, "Shares of the key of survey %s were not given; its ballots are given up only once HR and the auditor have both said that a share is lost (teamtrust survey share %s --lost hr, --lost auditor). Missing: %s.", sv.ID, sv.ID, ballot.HolderNames(silent))
	}
	return nil
}
