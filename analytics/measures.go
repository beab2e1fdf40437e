package analytics

// measures fills in what the organisation's figure says of a dimension as a
// measure, and how each team stands beside the others. All of it comes from
// the same groups as the means, and is nil wherever an input is withheld
// (docs/decisions/0016).
func (c *count) measures() {
	for d := range c.scoring.declared {
		m := c.teamModel(d)
		for node, f := range c.figures {
			s := c.covers[d].at[node]
			if f == nil || s == nil {
				continue
			}
			id := c.scoring.dimensions[d].id
			x := f.Dimensions[id]
			if node == root {
				c.reliability(&x, d, s, m)
			} else {
				c.besideOthers(&x, d, s, m)
			}
			f.Dimensions[id] = x
		}
		c.adjustRests(d)
	}
}

// reliability is of the organisation's figure.
func (c *count) reliability(x *Dimension, d int, s *standing, m *teamModel) {
	x.Within = c.covers[d].pool.within()
	if !s.showsSpread() {
		return
	}
	complete := c.completeOf(d, s)
	alpha, why := Alpha(complete)
	x.Alpha = roundedTo(round3, alpha, why)
	omega, why := Omega(complete)
	x.Omega = roundedTo(round3, omega, why)
	icc1, why := m.groups.ICC1()
	x.ICC1 = roundedTo(round3, icc1, why)
	icc2, why := m.groups.ICC2()
	x.ICC2 = roundedTo(round3, icc2, why)
	x.Tau2, x.Sigma2 = roundedTo(round3, m.Tau2, m.why), roundedTo(round3, m.Sigma2, m.why)
	x.Grand = roundedTo(round2, m.Grand, m.why)
}

// besideOthers is of a team's figure: how far its members agree, and how it stands
// beside the others.
func (c *count) besideOthers(x *Dimension, d int, s *standing, m *teamModel) {
	if m != nil {
		x.EB = roundedTo(round2, m.Mean(*x.Mean, s.n), m.why)
	}
	if !s.showsSpread() {
		return
	}
	complete, scores := c.completeOf(d, s), c.scoring.scoresOf(d, &s.tally)
	rwg, why := RWGJ(complete)
	x.RWG = roundedTo(round3, rwg, why)
	awg, why := AWG(complete)
	x.AWG = roundedTo(round3, awg, why)
	p, split, why := Polarisation(scores, c.scoring.points)
	x.Polarisation, x.Split = roundedTo(round3, p, why), defined(split, why)
	if m != nil {
		x.Rest = m.rest(scores, s.showsBins())
	}
}

// completeOf is the complete ballots of a figure.
func (c *count) completeOf(d int, s *standing) *Complete {
	x := &Complete{n: s.n, points: c.scoring.points, lo: c.scoring.lo, products: s.tally.Products}
	for j, i := range c.scoring.dimensions[d].items {
		sum := momentsOf(s.tally.Histograms[j], 1).sum
		if c.scoring.items[i].reverse {
			sum = s.n*int64(c.scoring.span()) - sum
		}
		x.sums = append(x.sums, sum)
	}
	return x
}

// scoresOf is the scores of the complete ballots of a tally.
func (s *Scoring) scoresOf(d int, t *DimensionTally) Values {
	return Values{lo: float64(s.lo), unit: int64(len(s.dimensions[d].items)), at: s.dimensions[d].scores, n: t.Scores}
}

// roundedTo is a value that exists with some decimals, or nil.
func roundedTo(round func(float64) float64, v float64, why Undefined) *float64 {
	if why != Defined {
		return nil
	}
	return ref(round(v))
}
