package analytics

import (
	"cmp"
	"math"
	"slices"
)

// Shrinkage is the model of team means behind shrunken ones: team means
// spread about Grand with variance Tau2, values within teams with variance
// Sigma2. All are on the answer scale.
type Shrinkage struct {
	Tau2, Sigma2, Grand float64
}

// Reliability is Tau2/(Tau2 + Sigma2/n), within 0..1: how much of a team's
// deviation is kept. n is at least 1.
func (s Shrinkage) Reliability(n int64) float64 {
	return s.Tau2 / (s.Tau2 + s.Sigma2/float64(n))
}

// Mean is the shrunken mean of a team, Grand + Reliability·(raw − Grand).
func (s Shrinkage) Mean(raw float64, n int64) float64 {
	return s.Grand + s.Reliability(n)*(raw-s.Grand)
}

// Variance is that of a shrunken mean, Reliability·Sigma2/n.
func (s Shrinkage) Variance(n int64) float64 {
	return s.Reliability(n) * s.Sigma2 / float64(n)
}

// Rebound is how far a low mean is expected to rise by itself, because it was
// low partly by chance: (1 − Reliability)·(Grand − low). It is subtracted
// from a gain where the low mean was the reason to act.
func (s Shrinkage) Rebound(low float64, n int64) float64 {
	return (1 - s.Reliability(n)) * (s.Grand - low)
}

// Shrink fits the model by restricted maximum likelihood, as lme4's
// lmer(x ~ 1 + (1|team)). It needs two teams, more values than teams, and
// values that differ within teams. Source: H. D. Patterson and R. Thompson, 1971;
// S. R. Searle, G. Casella and C. E. McCulloch, Variance Components, 1992, ch. 6.
func (g Groups) Shrink() (Shrinkage, Undefined) {
	r := reml{}
	for _, m := range g {
		if m.n > 0 {
			r.teams++
			r.within += m.about()
			r.total += float64(m.n)
		}
	}
	switch {
	case r.teams < 2 || r.total <= float64(r.teams):
		return Shrinkage{}, OneTeam
	case r.within == 0:
		return Shrinkage{}, NoSpread
	}
	r.sizes = g.bySize()
	return r.fit(), Defined
}

// size is the teams of one size.
type size struct {
	n     float64 // values of each team
	teams float64
	mean  float64 // of their means
	about float64 // sum of squares of their means about it
}

// bySize sums up the means of teams of equal size, of which there are many
// more than sizes: the likelihood asks no more of them.
func (g Groups) bySize() []size {
	sorted := slices.Clone(g)
	slices.SortStableFunc(sorted, func(a, b Moments) int { return cmp.Compare(a.n, b.n) })
	var sizes []size
	for from := 0; from < len(sorted); {
		to := from
		for to < len(sorted) && sorted[to].n == sorted[from].n {
			to++
		}
		if sorted[from].n > 0 {
			sizes = append(sizes, sorted[from:to].oneSize())
		}
		from = to
	}
	return sizes
}

func (g Groups) oneSize() size {
	s := size{n: float64(g[0].n), teams: float64(len(g))}
	for _, m := range g {
		s.mean += m.mean() / s.teams
	}
	for _, m := range g {
		d := m.mean() - s.mean
		s.about += d * d
	}
	return s
}

// reml is the restricted likelihood of groups. All depends on one number, the
// ratio of Tau2 to Sigma2; the rest has closed forms.
type reml struct {
	sizes         []size
	teams         int
	within, total float64
}

// at returns twice the negative log likelihood but for constants, its slope,
// the grand mean and Sigma2.
func (r *reml) at(ratio float64) (deviance, slope, grand, sigma2 float64) {
	w, weighted, w2 := 0.0, 0.0, 0.0
	logs := 0.0
	for _, s := range r.sizes {
		x := s.n / (1 + s.n*ratio)
		w += s.teams * x
		w2 += s.teams * x * x
		weighted += s.teams * x * s.mean
		logs += s.teams * math.Log1p(s.n*ratio)
	}
	grand = weighted / w
	q, q2 := r.within, 0.0
	for _, s := range r.sizes {
		x, d := s.n/(1+s.n*ratio), s.mean-grand
		squares := s.about + s.teams*d*d
		q += x * squares
		q2 += x * x * squares
	}
	df := r.total - 1
	return df*math.Log(q) + logs + math.Log(w), -df*q2/q + w - w2/w, grand, q / df
}

// fit searches all orders of magnitude for the lowest deviance and then its
// place to full precision by bisection of the slope.
func (r *reml) fit() Shrinkage {
	const lowest, steps, perDecade = -10, 160, 8
	ratio := func(i int) float64 {
		if i < 0 {
			return 0
		}
		return math.Pow(10, lowest+float64(i)/perDecade)
	}
	best := -1
	least, _, _, _ := r.at(0)
	for i := range steps {
		if d, _, _, _ := r.at(ratio(i)); d < least {
			best, least = i, d
		}
	}
	low, high := ratio(max(best, 0)-1), ratio(best+1)
	if best < 0 {
		low, high = 0, 0
	}
	for range 200 {
		middle := (low + high) / 2
		if middle == low || middle == high {
			break
		}
		if _, slope, _, _ := r.at(middle); slope < 0 {
			low = middle
		} else {
			high = middle
		}
	}
	_, _, grand, sigma2 := r.at((low + high) / 2)
	return Shrinkage{Tau2: (low + high) / 2 * sigma2, Sigma2: sigma2, Grand: grand}
}
