package life

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"time"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// Close counts and releases the survey in one transaction and then destroys
// the keys that could open its box. Before its planned time a reason is
// needed. A survey that is already closed gives a *survey.Error with code
// CodeClosed and is left as it is.
//
// Where the key is split and shares of it are missing, the survey ends and waits
// for them: it takes no ballots any more and is returned as it is then, open. The
// last share that is given counts it.
func (l *Life) Close(ctx context.Context, id, reason string, by Actor) (survey.Survey, error) {
	sv, err := l.store.Survey(ctx, id)
	if err != nil {
		return sv, err
	}
	if err := l.mayClose(ctx, sv, reason); err != nil {
		return sv, err
	}
	if missing, err := l.MissingShares(sv); err != nil || len(missing) > 0 {
		if err == nil {
			err = l.end(ctx, &sv, reason, by)
		}
		return sv, err
	}
	q, err := l.store.Questionnaire(ctx, sv.Questionnaire, sv.Version)
	if err != nil {
		return sv, err
	}
	err = l.store.CloseSurvey(ctx, id, func(b Box) (Closing, error) {
		keys, err := l.keys.LoadToOpen(id, b.Survey.Epoch)
		if err != nil {
			return Closing{}, err
		}
		c, err := l.count(b, q, keys)
		c.By, c.Reason, c.Sign = by.Name, cmp.Or(reason, b.EndReason), l.sign
		sv = c.Survey
		return c, err
	})
	if err != nil {
		return sv, unclosed(id, err)
	}
	if err := l.destroyKeys(ctx, id); err != nil {
		return sv, err
	}
	return sv, l.record(ctx, by, "close survey", id, reason)
}

// unclosed says why a survey is still open. Ballots were in memory, so the text
// repeats nothing of the cause but its reason.
func unclosed(id string, err error) error {
	var forPeople *survey.Error
	if errors.As(err, &forPeople) {
		return err
	}
	return survey.Faultf(err, "close survey %s", id)
}

// CloseDue closes every open survey whose time has come. It goes on after a
// failure and returns the first.
func (l *Life) CloseDue(ctx context.Context) error {
	surveys, err := l.store.Surveys(ctx)
	if err != nil {
		return err
	}
	for _, sv := range surveys {
		if sv.State != survey.Open || sv.TakesBallots(l.clock()) {
			continue
		}
		if _, e := l.Close(ctx, sv.ID, "", System); e != nil && err == nil && survey.CodeOf(e) != survey.CodeClosed {
			err = e
		}
	}
	return err
}

func (l *Life) mayClose(ctx context.Context, sv survey.Survey, reason string) error {
	switch {
	case sv.State == survey.Closed:
		return survey.Errorf(survey.CodeClosed, "Survey %s is already closed; its results can be read.", sv.ID)
	case sv.State == survey.Draft:
		return survey.Errorf(survey.CodeRefused, "Survey %s is a draft; open it before you close it.", sv.ID)
	case !sv.TakesBallots(l.clock()):
		return nil
	case reason == "":
		return survey.Errorf(survey.CodeRefused, "Survey %s runs until %s; closing it earlier needs a reason.", sv.ID, sv.Closes.Format(time.RFC3339))
	}
	return l.mayCloseEarly(ctx, sv)
}

// mayCloseEarly keeps the 14 days of rule 6 when a survey ends before its
// time.
func (l *Life) mayCloseEarly(ctx context.Context, sv survey.Survey) error {
	if sv.Rehearsal {
		return nil
	}
	others, err := l.ofTheSame(ctx, sv.ID)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.State == survey.Closed && l.clock().Sub(o.ClosedAt) < gap {
			return survey.Errorf(survey.CodeRefused,
				"Survey %q (%s) of the same people closed at %s: this one cannot close before %s, because answers so close together can give away people who joined or left.",
				o.Name, o.ID, o.ClosedAt.Format(time.RFC3339), o.ClosedAt.Add(gap).Format(time.RFC3339))
		}
	}
	return nil
}

// count opens the box and makes everything that the close leaves behind. A
// panic leaves the survey open, as an error does, and says nothing of a ballot.
func (l *Life) count(b Box, q *survey.Questionnaire, keys *ballot.Keys) (c Closing, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = survey.Recovered(r)
		}
	}()
	c = Closing{Survey: b.Survey}
	c.Survey.State, c.Survey.ClosedAt = survey.Closed, l.clock()
	opened, err := ballot.OpenAll(keys, q, b.Staged, l.rand)
	if err != nil {
		return c, err
	}
	if err := known(b, opened); err != nil {
		return c, err
	}
	counted, err := counted(l.input(b, q, opened))
	if err != nil {
		return c, err
	}
	label := labels(b.Units, counted.BlockOf)
	if c.Ballots, err = ballot.NewStored(opened, label, l.rand); err != nil {
		return c, err
	}
	if c.Spent, err = ballot.NewSpent(opened, label); err != nil {
		return c, err
	}
	if c.Comments, err = l.place(counted.Comments); err != nil {
		return c, err
	}
	return c, c.encode(b, keys, counted)
}

// known refuses a box that was put back from a backup and in which a unit has
// more ballots than credentials are known of: HR replaced a link after the backup.
// Its holder may have two ballots, which a group may be shown with only once they
// are known to be one person's.
func known(b Box, opened []ballot.Opened) error {
	if b.Survey.Restored.IsZero() {
		return nil
	}
	cast := map[string]int{}
	for _, o := range opened {
		cast[o.Unit]++
	}
	for _, u := range b.Units {
		if cast[u.ID] > b.Collected[u.ID]+b.Replaced[u.ID] {
			return survey.Errorf(survey.CodeRefused, "More links of %s were used than survey %s knows of, because one was replaced after the backup that was put back. Replace that link again, or another one there (teamtrust survey replace %s EMPLOYEE_ID --reason TEXT), and then close.", u.Name, b.Survey.ID, b.Survey.ID)
		}
	}
	return nil
}

func (l *Life) input(b Box, q *survey.Questionnaire, opened []ballot.Opened) analytics.Input {
	in := analytics.Input{
		Survey: b.Survey, Questionnaire: q, Tree: b.Tree, Units: b.Units,
		Invited: b.Invited, Replaced: b.Replaced, People: b.People, Cuts: b.Cuts, Random: l.rand,
		Ballots: make([]analytics.UnitBallot, len(opened)),
	}
	for i, o := range opened {
		in.Ballots[i] = analytics.UnitBallot{Unit: o.Unit, Answers: o.Answers}
		for prompt, text := range o.Comments {
			in.Comments = append(in.Comments, analytics.UnitComment{Unit: o.Unit, Prompt: prompt, Text: text, Writer: i})
		}
	}
	return in
}

// Unlabelled is the label of ballots in a survey that has no block, because it
// has fewer ballots than its minimum group.
const Unlabelled = "none"

// labels gives every unit's block, so that no unit's own label is ever stored.
func labels(units []survey.Unit, blockOf map[string]string) map[string]string {
	out := make(map[string]string, len(units))
	for _, u := range units {
		out[u.ID] = Unlabelled
		if b, ok := blockOf[u.ID]; ok {
			out[u.ID] = b
		}
	}
	return out
}

// place gives comments random ids of their own and sorts by them, so that no
// order of the ballots is left.
func (l *Life) place(comments []analytics.PlacedComment) ([]Comment, error) {
	out := make([]Comment, len(comments))
	for i, c := range comments {
		id, err := ballot.NewID(l.rand)
		if err != nil {
			return nil, err
		}
		out[i] = Comment{ID: id, Team: c.Team, Prompt: c.Prompt, Text: c.Text}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out, nil
}

// encode writes tallies, release and closing record.
func (c *Closing) encode(b Box, keys *ballot.Keys, counted *analytics.Counted) (err error) {
	c.Tallies = make(map[string][]byte, len(counted.Tallies))
	for block, t := range counted.Tallies {
		if c.Tallies[block], err = json.Marshal(t); err != nil {
			return fmt.Errorf("encode tally: %w", err)
		}
	}
	if c.Release, err = json.Marshal(counted.Release); err != nil {
		return fmt.Errorf("encode release: %w", err)
	}
	c.Record, err = closingRecord(c, b, keys, counted)
	return err
}

// closingRecord sums up by block what the box held.
func closingRecord(c *Closing, b Box, keys *ballot.Keys, counted *analytics.Counted) ([]byte, error) {
	blocks := make([]ballot.BlockCount, 0, len(counted.Release.Blocks))
	for _, x := range counted.Release.Blocks {
		n := ballot.BlockCount{Block: x.ID, Units: x.Units, Cast: x.N}
		for _, u := range x.Units {
			n.Invited += b.Invited[u]
			n.Collected += b.Collected[u]
			n.Replaced += b.Replaced[u]
		}
		blocks = append(blocks, n)
	}
	record, err := ballot.NewClosingRecord(c.Survey, keys, c.Ballots, blocks, counted.Release.ReleaseHash, c.Lost)
	if err != nil {
		return nil, err
	}
	return record.Bytes()
}

// destroyKeys is idempotent: a process that died between the commit and here
// is made good by the next one (Recover).
func (l *Life) destroyKeys(ctx context.Context, id string) error {
	if err := l.keys.DestroyClosed(id); err != nil {
		return fmt.Errorf("destroy the keys of survey %s: %w", id, err)
	}
	return l.store.KeysDestroyed(ctx, id, l.clock())
}

func (l *Life) destroyClosed(ctx context.Context, id string) error {
	sv, err := l.store.Survey(ctx, id)
	if err != nil {
		return err
	}
	if sv.Lost {
		return l.destroyLost(ctx, id)
	}
	return l.destroyKeys(ctx, id)
}

// Recover finishes what a process that died, or an earlier version, left
// undone: the keys of closed surveys, and of epochs that a mix ended, are
// destroyed before anything else is answered, and every closing is in the log.
func (l *Life) Recover(ctx context.Context) error {
	if err := l.destroyLeft(ctx); err != nil {
		return err
	}
	ids, err := l.store.Undestroyed(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := l.destroyClosed(ctx, id); err != nil {
			return err
		}
	}
	return l.store.CompleteLog(ctx, l.sign)
}

// Cast is how many ballots a closed survey counted; nil where it shows nothing.
// It reads the closing record, which is small where a release is not.
func (l *Life) Cast(ctx context.Context, id string) (*int, error) {
	raw, err := l.store.ClosingRecord(ctx, id)
	if err != nil {
		return nil, err
	}
	record, err := ballot.ParseClosingRecord(raw)
	if err != nil || len(record.Blocks) == 0 {
		return nil, err
	}
	return &record.Size, nil
}
