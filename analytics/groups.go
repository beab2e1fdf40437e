package analytics

import "math"

// Groups are the moments of each team's values, in the same unit; empty ones
// count as absent.
type Groups []Moments

// anova is the one-way analysis of variance of groups.
type anova struct {
	groups          int
	n, n0           float64
	between, within float64 // mean squares
}

func (g Groups) anova() (anova, Undefined) {
	var all Moments
	var a anova
	squares, ssw := 0.0, 0.0
	for _, m := range g {
		if m.n == 0 {
			continue
		}
		all = all.plus(m)
		a.groups++
		squares += float64(m.n) * float64(m.n)
		ssw += m.about()
	}
	a.n = float64(all.n)
	if a.groups < 2 || all.n <= int64(a.groups) {
		return a, OneTeam
	}
	grand, ssb, differ := all.mean(), 0.0, false
	for _, m := range g {
		if m.n > 0 {
			d := m.mean() - grand
			ssb += float64(m.n) * d * d
			differ = differ || !m.sameMean(all)
		}
	}
	if differ { // else a rounding error would be all that is left
		a.between = ssb / float64(a.groups-1)
	}
	a.within = ssw / (a.n - float64(a.groups))
	a.n0 = (a.n - squares/a.n) / float64(a.groups-1)
	return a, Defined
}

// ICC1 is the share of variance between teams, from a one-way analysis of
// variance with n₀ = (N − Σn²/N)/(G−1). It can be negative. Source: P. D. Bliese, Within-
// group Agreement, Non-independence, and Reliability, 2000.
func (g Groups) ICC1() (float64, Undefined) {
	a, why := g.anova()
	if why != Defined {
		return 0, why
	}
	den := a.between + (a.n0-1)*a.within
	if den == 0 {
		return 0, NoSpread
	}
	return (a.between - a.within) / den, Defined
}

// ICC2 is the reliability of team means, (MSB − MSW)/MSB, negative where the
// teams differ less than chance alone makes them.
func (g Groups) ICC2() (float64, Undefined) {
	a, why := g.anova()
	if why != Defined {
		return 0, why
	}
	if a.between == 0 {
		return 0, NoSpread
	}
	return (a.between - a.within) / a.between, Defined
}

// Pooled is the SD within teams and its degrees of freedom, N − G.
func (g Groups) Pooled() (sd, df float64, why Undefined) {
	ss := 0.0
	for _, m := range g {
		if m.n > 1 {
			ss += m.about()
			df += float64(m.n - 1)
		}
	}
	switch {
	case df == 0:
		return 0, 0, TooFew
	case ss == 0:
		return 0, df, NoSpread
	}
	return math.Sqrt(ss / df), df, Defined
}
