package audit

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"teamtrust/survey"
)

// gap is how far apart the closings of two surveys of the same people must be
// (docs/anonymity.md, rule 6): people change their mind in between, so that
// the difference of two sums is not the answer of whoever joined or left.
const gap = 14 * 24 * time.Hour

// past is what a later survey has to be compared with.
type past struct {
	survey survey.Survey
	teams  map[survey.Path]bool
}

func newPast(w *Wave) *past {
	p := &past{survey: w.Survey, teams: map[survey.Path]bool{}}
	for _, u := range w.Units {
		for _, t := range u.Teams {
			p.teams[t] = true
		}
	}
	return p
}

// ends is when a survey was closed, or is to close.
func (p *past) ends() time.Time {
	if p.survey.ClosedAt.IsZero() {
		return p.survey.Closes
	}
	return p.survey.ClosedAt
}

// apart compares a survey with all before it.
func (a *Auditor) apart(w *Wave) {
	p := newPast(w)
	x := &work{Auditor: a, w: w}
	for _, o := range a.past {
		if p.survey.Rehearsal || o.survey.Rehearsal {
			continue
		}
		if !p.meets(o) {
			continue
		}
		a.report.Compared.Pairs++
		if p.survey.Opens.Before(o.ends()) && o.survey.Opens.Before(p.ends()) {
			x.tell(Time, nil, "answers", "nobody has two open surveys", "it was open at the same time as survey %s, to the same people.", title(o.survey))
		}
		if d := p.ends().Sub(o.ends()).Abs(); d < gap {
			both := p.common(o)
			x.tell(Time, both, "means", "a team's sum less that of the other survey",
				"it ends %.1f days from survey %s, so in %s the difference gives away whoever joined or left in between.", d.Hours()/24, title(o.survey), places(both))
		}
	}
	a.past = append(a.past, p)
}

// meets reports whether two surveys share a team.
func (p *past) meets(o *past) bool {
	for t := range p.teams {
		if o.teams[t] {
			return true
		}
	}
	return false
}

// common is the teams that two surveys share, sorted.
func (p *past) common(o *past) []survey.Path {
	var both []survey.Path
	for _, t := range slices.Sorted(maps.Keys(p.teams)) {
		if o.teams[t] {
			both = append(both, t)
		}
	}
	return both
}

// sortedTeams lists the teams of a refresh in path order.
func sortedTeams(teams map[survey.Path]string) []survey.Path {
	return slices.SortedFunc(maps.Keys(teams), func(a, b survey.Path) int {
		switch {
		case a.Less(b):
			return -1
		case b.Less(a):
			return 1
		}
		return cmp.Compare(a, b)
	})
}
