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
		all = append(all, change(from, to, survey.Organisation, v, student).rounded())
		family := make([]difference, len(teams))
		for i, team := range teams {
			family[i] = change(from, to, team, v, student)
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

// difference is a change that is not rounded yet.
type difference struct {
	Change
	slack slack // of the points
}

func change(from, to *Released, team survey.Path, variable string, student *studentPoints) difference {
	c := difference{Change: Change{From: from.Release.Survey, To: to.Release.Survey, Dimension: variable}}
	if team != survey.Organisation {
		c.Team = ref(string(team))
	}
	if c.Reason = incomparable(from, to, team, variable); c.Reason != "" {
		return c
	}
	b, a := from.side(team, variable), to.side(team, variable)
	c.Points = ref(to.points(a.mean - b.mean))
	c.slack = a.slack.minus(b.slack)
	c.slack.below, c.slack.above = to.points(c.slack.below), to.points(c.slack.above)
	c.Clipped = c.slack.mark()
	switch {
	case b.sd != nil && a.sd != nil:
		c.welch(to, b, a)
	case variable != totalName || from.oneCoverage(team) && to.oneCoverage(team):
		c.pooled(to, b, a, student)
	}
	if a.within != nil {
		if s, why := smallestChange(int64(b.n), int64(a.n), a.within.SD, student); why == Defined {
			c.Smallest = ref(to.points(s))
		}
	}
	return c
}

// incomparable says why two figures cannot be compared; empty where they can.
func incomparable(from, to *Released, team survey.Path, variable string) string {
	f, before := from.figures[team]
	g, after := to.figures[team]
	switch {
	case from.Release.Rehearsal != to.Release.Rehearsal:
		return ChangeRehearsal
	case !before || !after:
		return ChangeAbsent
	case f == nil || g == nil:
		return ChangeHidden
	case !to.sameQuestions(from, variable):
		return ChangeQuestions
	}
	b, a := f.reading(variable), g.reading(variable)
	switch {
	case b.mean == nil || a.mean == nil:
		return ChangeWithheld
	case !sameCoverage(from, to, f, g, variable):
		return ChangeCoverage
	}
	return ""
}

// side is one figure's part in a change.
type side struct {
	n      float64
	mean   float64
	sd     *float64 // nil where it is withheld
	slack  slack
	within *Within
}

func (r *Released) side(team survey.Path, variable string) side {
	f := r.figures[team]
	x := f.reading(variable)
	return side{n: float64(*f.N), mean: *x.mean, sd: x.sd, slack: r.slack(f, variable), within: r.within(variable)}
}

// welch compares two figures that show their own spread.
func (c *difference) welch(in *Released, b, a side) {
	va, vb := *a.sd**a.sd/a.n, *b.sd**b.sd/b.n
	if va+vb == 0 {
		return
	}
	se := math.Sqrt(va + vb)
	t, df := (a.mean-b.mean)/se, (va+vb)*(va+vb)/(va*va/(a.n-1)+vb*vb/(b.n-1))
	half := in.points(tQuantile(0.975, df) * se)
	c.T, c.DF, c.P = &t, &df, ref(bothTails(t, df))
	c.PointsCI = &[2]float64{*c.Points - half, *c.Points + half}
	n := a.n + b.n
	sd := math.Sqrt(((a.n-1)**a.sd**a.sd + (b.n-1)**b.sd**b.sd) / (n - 2))
	g := hedgesJ(n-2) * (a.mean - b.mean) / sd
	half = z975 * math.Sqrt(1/a.n+1/b.n+g*g/(2*n))
	c.G, c.GCI = &g, &[2]float64{g - half, g + half}
}

// pooled gives the interval alone, from the pooled spread of both surveys. It
// holds the real change also where values are clipped, because it is as much
// wider as these may be off.
func (c *difference) pooled(in *Released, b, a side, student *studentPoints) {
	if a.within == nil || b.within == nil {
		return
	}
	dfA, dfB := float64(a.within.DF), float64(b.within.DF)
	variance := (dfA*a.within.SD*a.within.SD + dfB*b.within.SD*b.within.SD) / (dfA + dfB)
	if variance == 0 {
		return
	}
	half := in.points(student.at(0.975, dfA+dfB) * math.Sqrt(variance*(1/a.n+1/b.n)))
	c.PointsCI = &[2]float64{*c.Points - half - c.slack.below, *c.Points + half + c.slack.above}
}

// sure is as many points as there are whatever was clipped.
func (c *difference) sure() float64 {
	if *c.Points > 0 {
		return max(0, *c.Points-c.slack.below)
	}
	return min(0, *c.Points+c.slack.above)
}

// rounded is the change as readers get it: points with one decimal, the rest
// with three. The words follow from what is printed.
func (d difference) rounded() Change {
	c := d.Change
	for _, p := range []**float64{&c.T, &c.DF, &c.P, &c.PAdjusted, &c.G} {
		if *p != nil {
			*p = ref(round3(**p))
		}
	}
	for _, p := range []**float64{&c.Points, &c.Smallest} {
		if *p != nil {
			*p = ref(round1(**p))
		}
	}
	if c.GCI != nil {
		c.GCI = &[2]float64{round3(c.GCI[0]), round3(c.GCI[1])}
	}
	if c.PointsCI != nil {
		c.PointsCI = &[2]float64{round1(c.PointsCI[0]), round1(c.PointsCI[1])}
	}
	if c.Points != nil {
		c.Words = ref(Words(round1(d.sure()), c.PointsCI))
	}
	return c
}
