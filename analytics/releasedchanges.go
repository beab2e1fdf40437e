package analytics

import (
	"math"
	"strings"

	"teamtrust/survey"
)

// Why there is no change to speak of, in the order in which it is asked.
const (
	ChangeAbsent    = "absent"    // one of the surveys did not have the team
	ChangeHidden    = "hidden"    // the team is hidden in one of them
	ChangeQuestions = "questions" // the dimension was not asked with the same items
	ChangeWithheld  = "withheld"  // the value is withheld in one of them
	ChangeCoverage  = "coverage"  // the figures count the people of different teams
	ChangeRehearsal = "rehearsal" // one of the surveys was a rehearsal, the other was not
)

// Changes compares two releases, later minus earlier: for every dimension of
// the later one and the total, the organisation and every team of its tree.
// They are made from published values alone. Where there is nothing to compare
// Points is nil and Reason says why. The p-values of the teams of one
// dimension are adjusted for their number; two teams with the same blocks
// count once.
func Changes(from, to *Released) []Change {
	var all []Change
	teams, student := to.teamsInOrder(), new(studentPoints)
	for _, v := range to.variables() {
		p := pair{from: from, to: to, variable: v, margin: margin(from.within(v), to.within(v)), student: student}
		all = append(all, p.change(survey.Organisation).rounded())
		family := make([]difference, len(teams))
		for i, team := range teams {
			family[i] = p.change(team)
		}
		adjustChanges(to, family)
		for _, c := range family {
			all = append(all, c.rounded())
		}
	}
	return all
}

// ChangesOf picks those of one team, or of the organisation, in the order of
// the dimensions, the total last.
func ChangesOf(all []Change, team survey.Path) []Change {
	var of []Change
	for _, c := range all {
		if c.Team == nil && team == survey.Organisation || c.Team != nil && *c.Team == string(team) {
			of = append(of, c)
		}
	}
	return of
}

func (r *Released) teamsInOrder() []survey.Path {
	var teams []survey.Path
	for i := range r.Release.Waves {
		for j := range r.Release.Waves[i].Teams {
			teams = append(teams, survey.Path(r.Release.Waves[i].Teams[j].Team))
		}
	}
	return teams
}

// adjustChanges adjusts the p-values of one dimension.
func adjustChanges(to *Released, family []difference) {
	first := map[string]int{}
	same := make([]int, len(family))
	var ps []*float64
	for i, c := range family {
		if c.P == nil {
			continue
		}
		covers := strings.Join(to.figures[survey.Path(*c.Team)].reading(c.Dimension).blocks, " ")
		at, known := first[covers]
		if !known {
			at = len(ps)
			first[covers], ps = at, append(ps, c.P)
		}
		same[i] = at
	}
	Adjust(ps)
	for i := range family {
		if family[i].P != nil {
			family[i].PAdjusted = ps[same[i]]
		}
	}
}

// pair is a dimension, or the total, of two releases.
type pair struct {
	from, to *Released
	variable string
	margin   float64 // t·s from the pooled spread of both; 0 where there is none
	student  *studentPoints
}

// margin is t(df; 0.975)·s of the pooled spreads of two surveys together.
func margin(before, after *Within) float64 {
	if before == nil || after == nil {
		return 0
	}
	b, a := float64(before.DF), float64(after.DF)
	variance := (b*before.SD*before.SD + a*after.SD*after.SD) / (b + a)
	return tQuantile(0.975, b+a) * math.Sqrt(variance)
}

func (p pair) change(team survey.Path) difference {
	c := differenceOf(p.from, p.to, team, p.variable)
	if c.Reason = incomparable(p.from, p.to, team, p.variable); c.Reason != "" {
		return c
	}
	b, a := p.from.side(team, p.variable), p.to.side(team, p.variable)
	c.between(p.to, b, a)
	switch {
	case b.sd != nil && a.sd != nil:
		c.welch(p.to, b, a)
	case p.margin > 0 && (p.variable != totalName || p.from.oneCoverage(team) && p.to.oneCoverage(team)):
		c.pooled(p.to.points(p.margin * math.Sqrt(1/a.n+1/b.n)))
	}
	if within := p.to.within(p.variable); within != nil {
		if s, why := smallestChange(int64(b.n), int64(a.n), within.SD, p.student); why == Defined {
			c.Smallest = ref(p.to.points(s))
		}
	}
	return c
}
