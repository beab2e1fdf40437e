package analytics

import "math"

// releasedChanges compares the figures of two waves: the organisation's, and
// those of the teams that both show.
func releasedChanges(from, to *closedWave) []Change {
	var all []Change
	for v := range from.variables() {
		if c, ok := from.releasedChange(to, v, nil, root, root); ok {
			all = append(all, c)
		}
		var family []Change
		var ps []*float64
		for node, path := range to.forest.paths {
			before := from.nodeOf(string(path))
			if node == root || before == root {
				continue
			}
			if c, ok := from.releasedChange(to, v, ref(string(path)), before, node); ok {
				family, ps = append(family, c), append(ps, c.P)
			}
		}
		Adjust(ps)
		for i, c := range family {
			c.PAdjusted = ps[i]
			all = append(all, c.rounded())
		}
	}
	return all
}

// nodeOf is a team's number, that of the organisation where it is not there.
func (c *closedWave) nodeOf(team string) int {
	for node, p := range c.forest.paths {
		if string(p) == team {
			return node
		}
	}
	return root
}

// side is one figure's part in a change: its published mean and SD, and how
// many ballots they are of.
type side struct {
	n      float64
	mean   float64
	sd     float64 // 0 where it is withheld
	within pool
}

// side is false where the mean is withheld or only a bound.
func (c *closedWave) side(v, node int) (side, bool) {
	f := c.figures[node]
	if f == nil {
		return side{}, false
	}
	if v == c.scoring.declared {
		at := c.complete[node]
		known := f.Total.Mean != nil && f.Total.Clipped == "" && at.blocks == len(f.Total.Blocks) && c.sameCoverage(node)
		if !known {
			return side{}, false
		}
		return side{n: float64(at.n), mean: *f.Total.Mean, within: c.pool}, true
	}
	x := f.Dimensions[c.scoring.dimensions[v].id]
	if x.Mean == nil || x.Clipped != "" {
		return side{}, false
	}
	s := side{n: float64(c.covers[v].at[node].n), mean: *x.Mean, within: c.covers[v].pool}
	if x.SD != nil {
		s.sd = *x.SD
	}
	return s, true
}

func (c *closedWave) releasedChange(to *closedWave, v int, team *string, before, after int) (Change, bool) {
	b, knownBefore := c.side(v, before)
	a, knownAfter := to.side(v, after)
	if c.figures[before] == nil || to.figures[after] == nil {
		return Change{}, false
	}
	x := Change{From: c.wave.name, To: to.wave.name, Team: team, Dimension: c.variableName(v)}
	if !knownBefore || !knownAfter {
		return x, true
	}
	x.Points = ref(c.points(a.mean - b.mean))
	if a.sd > 0 && b.sd > 0 {
		c.welch(&x, b, a)
	} else {
		c.pooledChange(&x, b, a)
	}
	if s, why := SmallestChange(int64(b.n), int64(a.n), a.within.sd); why == Defined {
		x.Smallest = ref(c.points(s))
	}
	x.Words = ref(Words(*x.Points, x.PointsCI))
	if team == nil {
		x = x.rounded()
	}
	return x, true
}

// welch compares two figures that show their own spread.
func (c *closedWave) welch(x *Change, b, a side) {
	va, vb := a.sd*a.sd/a.n, b.sd*b.sd/b.n
	se := math.Sqrt(va + vb)
	t, df := (a.mean-b.mean)/se, (va+vb)*(va+vb)/(va*va/(a.n-1)+vb*vb/(b.n-1))
	half := c.points(tQuantile(0.975, df) * se)
	x.T, x.DF, x.P = &t, &df, ref(bothTails(t, df))
	x.PointsCI = &[2]float64{*x.Points - half, *x.Points + half}
	n := a.n + b.n
	sd := math.Sqrt(((a.n-1)*a.sd*a.sd + (b.n-1)*b.sd*b.sd) / (n - 2))
	g := hedgesJ(n-2) * (a.mean - b.mean) / sd
	half = z975 * math.Sqrt(1/a.n+1/b.n+g*g/(2*n))
	x.G, x.GCI = &g, &[2]float64{g - half, g + half}
}

// pooledChange gives the interval alone, from the pooled spread of both waves.
func (c *closedWave) pooledChange(x *Change, b, a side) {
	df := float64(a.within.df + b.within.df)
	if a.within.df < 1 || b.within.df < 1 {
		return
	}
	sd := math.Sqrt((float64(a.within.df)*a.within.sd*a.within.sd + float64(b.within.df)*b.within.sd*b.within.sd) / df)
	if sd == 0 {
		return
	}
	half := c.points(tQuantile(0.975, df) * sd * math.Sqrt(1/a.n+1/b.n))
	x.PointsCI = &[2]float64{*x.Points - half, *x.Points + half}
}

// rounded is the change as readers get it: points with one decimal, the rest
// with three.
func (c Change) rounded() Change {
	tenth := func(x float64) float64 { return math.Round(x*10)/10 + 0 }
	for _, p := range []**float64{&c.T, &c.DF, &c.P, &c.PAdjusted, &c.G} {
		if *p != nil {
			*p = ref(round3(**p))
		}
	}
	for _, p := range []**float64{&c.Points, &c.Smallest} {
		if *p != nil {
			*p = ref(tenth(**p))
		}
	}
	if c.GCI != nil {
		c.GCI = &[2]float64{round3(c.GCI[0]), round3(c.GCI[1])}
	}
	if c.PointsCI != nil {
		c.PointsCI = &[2]float64{tenth(c.PointsCI[0]), tenth(c.PointsCI[1])}
	}
	return c
}
