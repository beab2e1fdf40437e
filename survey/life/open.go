package life

import (
	"context"
	"fmt"
	"time"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/people"
)

// gap is how far apart the closings of two surveys of the same people must be:
// answers that are closer let a joiner's or leaver's answer be worked out
// (docs/anonymity.md, rule 6).
const gap = 14 * 24 * time.Hour

// Forecast is what HR sees before opening.
type Forecast struct {
	Invited   int
	Units     []survey.Unit
	NoResult  []NoResult // teams that can have no result of their own, in tree order
	Conflicts []Conflict // not empty: opening is refused
}

// NoResult is a team that cannot have a result of its own, and why.
type NoResult struct {
	Team   survey.Path
	People int         // at and below the team
	Unit   survey.Path // where its people are counted
}

// Conflict is another survey of the same people, or of one of their teams, that
// forbids opening.
type Conflict struct {
	Survey survey.Survey
	Open   bool // it is open; otherwise it closes or closed less than 14 days away
}

// Until is when the other survey stops being in the way: for an open one when it
// closes, for a closed one the earliest time at which this survey may close.
func (c Conflict) Until() time.Time {
	if c.Open {
		return c.Survey.Closes
	}
	return c.Survey.ClosedAt.Add(gap)
}

// Forecast says what opening the survey now would do. It changes nothing.
func (l *Life) Forecast(ctx context.Context, id string) (Forecast, error) {
	sv, err := l.store.Survey(ctx, id)
	if err != nil {
		return Forecast{}, err
	}
	staff, err := l.store.Staff(ctx)
	if err != nil {
		return Forecast{}, err
	}
	tree, count := teams(staff)
	f := Forecast{Invited: len(staff)}
	if f.Conflicts, err = l.conflicts(ctx, sv); err != nil {
		return Forecast{}, err
	}
	if f.Units, err = analytics.Units(tree, count, sv.MinimumGroup); err != nil {
		return f, err
	}
	f.NoResult = withoutResult(tree, count, f.Units)
	return f, nil
}

// withoutResult lists the teams at and below which no unit formed.
func withoutResult(tree survey.Tree, count map[survey.Path]int, units []survey.Unit) []NoResult {
	reached := map[survey.Path]bool{}
	home := map[survey.Path]survey.Path{}
	for _, u := range units {
		for p := u.Team; p != survey.Organisation; p = p.Parent() {
			reached[p] = true
		}
		for _, t := range u.Teams {
			home[t] = u.Team
		}
	}
	below := map[survey.Path]int{}
	for t, n := range count {
		for p := t; p != survey.Organisation; p = p.Parent() {
			below[p] += n
		}
	}
	var out []NoResult
	for _, t := range tree {
		if !reached[t] {
			out = append(out, NoResult{Team: t, People: below[t], Unit: home[t]})
		}
	}
	return out
}

// conflicts lists the real surveys of the same people that are open or close
// within 14 days of this one. Rehearsals neither count nor are counted.
func (l *Life) conflicts(ctx context.Context, sv survey.Survey) ([]Conflict, error) {
	if sv.Rehearsal {
		return nil, nil
	}
	others, err := l.ofTheSame(ctx, sv.ID)
	if err != nil {
		return nil, err
	}
	closes := l.plannedClose(sv)
	var out []Conflict
	for _, o := range others {
		end := o.Closes
		if o.State == survey.Closed {
			end = o.ClosedAt
		}
		if o.State == survey.Open || closes.Sub(end).Abs() < gap {
			out = append(out, Conflict{Survey: o, Open: o.State == survey.Open})
		}
	}
	return out, nil
}

// ofTheSame are the real surveys of the same people that keep this one at a
// distance: all but those of which nobody has ever read results.
func (l *Life) ofTheSame(ctx context.Context, id string) ([]survey.Survey, error) {
	others, err := l.store.Overlaps(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("look for surveys of the same people: %w", err)
	}
	var out []survey.Survey
	for _, o := range others {
		nothing, err := l.releasedNothing(ctx, o)
		if err != nil {
			return nil, err
		}
		if !nothing {
			out = append(out, o)
		}
	}
	return out, nil
}

func (l *Life) plannedClose(sv survey.Survey) time.Time {
	if sv.ClosesAfter > 0 {
		return l.clock().Add(sv.ClosesAfter)
	}
	return sv.Closes
}

// Open freezes people, tree and units, makes the keys, publishes and logs the
// manifest, and invites everybody on the staff list. It is refused, with a
// *survey.Error, when the survey is no draft, when there are too few people,
// and when somebody invited has another survey open or closing within 14 days.
func (l *Life) Open(ctx context.Context, id string, by Actor) (survey.Survey, error) {
	sv, err := l.store.Survey(ctx, id)
	if err != nil {
		return sv, err
	}
	if err := l.mayOpen(ctx, sv); err != nil {
		return sv, err
	}
	o, err := l.opening(ctx, sv, by)
	if err != nil {
		return sv, err
	}
	if err := l.store.OpenSurvey(ctx, o); err != nil {
		return sv, fmt.Errorf("open survey %s: %w", id, err)
	}
	detail := fmt.Sprintf("%d people in %d units, manifest %s", o.Survey.Invited, len(o.Units), o.Survey.ManifestHash)
	return o.Survey, l.record(ctx, by, "open survey", id, detail)
}

func (l *Life) mayOpen(ctx context.Context, sv survey.Survey) error {
	if sv.State != survey.Draft {
		return survey.Errorf(survey.CodeRefused, "Survey %s is %s; only a draft can be opened, so make a new one.", sv.ID, sv.State)
	}
	if !l.plannedClose(sv).After(l.clock()) {
		return survey.Errorf(survey.CodeRefused, "Survey %s was to close at %s, which is past; create it again with a later time.", sv.ID, sv.Closes.Format(time.RFC3339))
	}
	conflicts, err := l.conflicts(ctx, sv)
	if err != nil || len(conflicts) == 0 {
		return err
	}
	return conflicts[0].refusal()
}

func (c Conflict) refusal() error {
	if c.Open {
		return survey.Errorf(survey.CodeRefused,
			"Invited people still have another survey open (%q, %s); close it, or wait until it closes at %s.",
			c.Survey.Name, c.Survey.ID, c.Survey.Closes.Format(time.RFC3339))
	}
	return survey.Errorf(survey.CodeRefused,
		"Survey %q (%s) of the same people closed at %s, less than 14 days before this one would close: answers so close together can give away people who joined or left. Choose a later closing time.",
		c.Survey.Name, c.Survey.ID, c.Survey.ClosedAt.Format(time.RFC3339))
}

// opening computes everything that is frozen.
func (l *Life) opening(ctx context.Context, sv survey.Survey, by Actor) (Opening, error) {
	staff, err := l.store.Staff(ctx)
	if err != nil {
		return Opening{}, err
	}
	q, err := l.store.Questionnaire(ctx, sv.Questionnaire, sv.Version)
	if err != nil {
		return Opening{}, err
	}
	tree, count := teams(staff)
	units, err := analytics.Units(tree, count, sv.MinimumGroup)
	if err != nil {
		return Opening{}, err
	}
	rosters, err := rosters(staff, units, l.rand)
	if err != nil {
		return Opening{}, err
	}
	for i := range units {
		units[i].Roster = rosters[i].Hash(sv.ID)
	}
	keys, ready, err := l.openingKeys(sv)
	if err != nil {
		return Opening{}, err
	}
	sv.Closes, sv.Opens = l.plannedClose(sv), l.clock()
	sv.State, sv.Invited, sv.Epoch = survey.Open, len(staff), keys.Epoch()
	manifest, err := ballot.NewManifest(sv, q, units, keys)
	if err != nil {
		return Opening{}, err
	}
	sv.ManifestHash = manifest.Hash
	return Opening{
		Survey: sv, Manifest: manifest.Bytes(), Tree: tree, Units: units, People: count, By: by.Name, Sign: l.sign,
		Invitations: invite(staff, units, keys), Rosters: rosters, Ready: ready,
	}, nil
}

// openingKeys returns the keys that a survey opens with, and a question to ask
// when nobody can take or renew shares any more.
func (l *Life) openingKeys(sv survey.Survey) (keys *ballot.Keys, ready func() error, err error) {
	if sv.Split {
		return l.splitKeys(sv.ID)
	}
	if keys, err = l.keys.Create(sv.ID, l.rand); err != nil {
		err = fmt.Errorf("make the keys of survey %s: %w", sv.ID, err)
	}
	return keys, nil, err
}

// teams returns the tree of the staff list and the people directly in each
// team.
func teams(staff []people.Person) (survey.Tree, map[survey.Path]int) {
	count := map[survey.Path]int{}
	paths := make([]survey.Path, 0, len(staff))
	for _, p := range staff {
		count[p.Team]++
		paths = append(paths, p.Team)
	}
	return survey.NewTree(paths...), count
}

// unitOf is the unit of every team that has people.
func unitOf(units []survey.Unit) map[survey.Path]string {
	unit := map[survey.Path]string{}
	for _, u := range units {
		for _, t := range u.Teams {
			unit[t] = u.ID
		}
	}
	return unit
}

func invite(staff []people.Person, units []survey.Unit, keys *ballot.Keys) []Invitation {
	unit := unitOf(units)
	out := make([]Invitation, len(staff))
	for i, p := range staff {
		out[i] = Invitation{Person: p.ID, Unit: unit[p.Team], Hash: ballot.SecretHash(keys.Secret(p.ID, 0))}
	}
	return out
}
