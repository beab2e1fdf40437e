package analytics

import "slices"

// changesBetween compares two waves, everybody and the teams that both have.
func changesBetween(from, to *openWave) []Change {
	var all []Change
	for v := range from.variables() {
		all = append(all, from.change(to, v, nil, from.overall[v], to.overall[v]))
		var family []*Change
		for t, name := range to.names {
			before, ok := slices.BinarySearch(from.names, name)
			if !ok {
				continue
			}
			c := from.change(to, v, &name, from.teams[v][before], to.teams[v][t])
			family = append(family, &c)
		}
		ps := make([]*float64, len(family))
		for i, c := range family {
			ps[i] = c.P
		}
		Adjust(ps)
		for i, c := range family {
			c.PAdjusted = ps[i]
			all = append(all, *c)
		}
	}
	return all
}

func (o *openWave) change(to *openWave, v int, team *string, before, after Values) Change {
	c := Change{From: o.wave.name, To: to.wave.name, Team: team, Dimension: o.variableName(v)}
	a, b := after.Moments(), before.Moments()
	if w, why := CompareMeans(a, b); why == Defined {
		c.T, c.DF, c.P = &w.T, &w.DF, &w.P
		c.PointsCI = &[2]float64{o.points(w.CI[0]), o.points(w.CI[1])}
	}
	if g, why := HedgesG(a, b); why == Defined {
		c.G, c.GCI = &g.G, &g.CI
	}
	if u, why := CompareRanks(after, before); why == Defined {
		c.W, c.Delta = &u.U, &u.Delta
		c.WP = defined(u.P, u.Why)
	}
	if a.n > 0 && b.n > 0 {
		c.Points = ref(o.points(a.mean() - b.mean()))
		c.Words = ref(Words(*c.Points, c.PointsCI))
	}
	if s, why := smallestChange(b.n, a.n, to.within[v], o.student); why == Defined {
		c.Smallest = ref(o.points(s))
	}
	return c
}
