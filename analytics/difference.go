package analytics

import (
	"math"

	"teamtrust/survey"
)

// difference is a change that is not rounded yet.
type difference struct {
	Change
	slack slack // of the points
}

// differenceOf is that of a team, or of the organisation, in a dimension, the
// total or an item, without anything in it yet.
func differenceOf(from, to *Released, team survey.Path, variable string) difference {
	d := difference{Change: Change{From: from.Release.Survey, To: to.Release.Survey, Dimension: variable}}
	if team != survey.Organisation {
		d.Team = ref(string(team))
	}
	return d
}

// side is one figure's part in a change.
type side struct {
	n     float64
	mean  float64
	sd    *float64 // nil where it is withheld
	slack slack
}

func (r *Released) side(team survey.Path, variable string) side {
	f := r.figures[team]
	x := f.reading(variable)
	return side{n: float64(*f.N), mean: *x.mean, sd: x.sd, slack: r.slack(f, variable)}
}

// between sets the points, and how far these may be off where a side is clipped.
func (c *difference) between(in *Released, b, a side) {
	c.Points = ref(in.points(a.mean - b.mean))
	c.slack = a.slack.minus(b.slack)
	c.slack.below, c.slack.above = in.points(c.slack.below), in.points(c.slack.above)
	c.Clipped = c.slack.mark()
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

// pooled gives the interval alone, half to either side. It holds the
// real change also where values are clipped, because it is as much wider as
// these may be off.
func (c *difference) pooled(half float64) {
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
