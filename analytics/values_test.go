package analytics_test

import (
	"fmt"
	"math"
	"slices"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// tally counts what the comparison has met.
type tally struct{ sd, bins, clipped, own, pooled, withheld, twice int }

// comparison is one dimension of one figure beside the reference.
type comparison struct {
	w      world
	r      *analytics.Release
	blocks []refBlock
	x      refDimension
	p      survey.Path
	f      *analytics.Figure
	seen   *tally
}

func (c comparison) dimension() error {
	if c.x.declared {
		l := c.f.Dimensions[c.x.id].Level
		if err := c.level(c.x.id, l, c.x.items, -1); err != nil {
			return err
		}
	}
	for j, it := range c.x.items {
		i := c.f.Items[it.ID]
		if err := c.level(it.ID, i.Level, []*survey.Item{it}, j); err != nil {
			return err
		}
		if err := c.histogram(it, i); err != nil {
			return err
		}
	}
	return nil
}

// level compares the values of some items of the dimension; one is the
// position of a single item, or -1 for all.
func (c comparison) level(id string, l analytics.Level, items []*survey.Item, one int) error {
	groups := c.x.below(c.p)
	if len(groups) == 0 {
		c.seen.withheld++
		if l.Mean != nil || l.N != nil || l.SD != nil || l.CI != nil || l.Blocks == nil || len(l.Blocks) > 0 {
			return fmt.Errorf("%s is withheld but has %+v", id, l)
		}
		return nil
	}
	if *l.N != *c.f.N || !slices.Equal(l.Blocks, c.covered(groups)) {
		return fmt.Errorf("%s covers %v, want %v", id, l.Blocks, c.covered(groups))
	}
	sum, low, up := 0.0, false, false
	for _, g := range groups {
		for j := range c.x.items {
			if one < 0 || one == j {
				sum += c.x.groups[g].sums[j]
				low, up = low || c.x.groups[g].low[j], up || c.x.groups[g].up[j]
			}
		}
	}
	ballots := c.x.ballots(c.p)
	if mean := sum / float64(len(ballots)*len(items)); !near(l.Mean, mean) {
		return fmt.Errorf("%s has mean %v, want %v", id, *l.Mean, mean)
	}
	if want := map[[2]bool]string{{true, false}: "at_most", {false, true}: "at_least", {true, true}: "both"}[[2]bool{low, up}]; l.Clipped != want {
		return fmt.Errorf("%s is marked %q, want %q", id, l.Clipped, want)
	}
	if l.Clipped != "" {
		c.seen.clipped++
	}
	return c.spread(id, l, items, ballots)
}

func (c comparison) covered(groups []int) []string {
	in := map[int]bool{}
	for _, g := range groups {
		for _, b := range c.x.groups[g].blocks {
			in[b] = true
		}
	}
	var ids []string
	for b := range c.blocks {
		if in[b] {
			ids = append(ids, c.r.Blocks[b].ID)
		}
	}
	return ids
}

// spread compares SD, shares and interval.
func (c comparison) spread(id string, l analytics.Level, items []*survey.Item, ballots []int) error {
	if !c.x.covers(c.x.spread, c.p) {
		if l.SD != nil || l.Favourable != nil || l.Neutral != nil || l.Unfavourable != nil {
			return fmt.Errorf("%s shows a spread that its walk does not cover", id)
		}
		return c.interval(id, l, items, ballots, 0)
	}
	c.seen.sd++
	var scores []float64
	s := c.w.in.Questionnaire.Scale
	fav, unfav, answers := 0.0, 0.0, 0.0
	for _, b := range ballots {
		score := 0.0
		for _, it := range items {
			v := c.w.value(b, it)
			score += v / float64(len(items))
			answers++
			if v >= float64(s.Hi-1) {
				fav++
			} else if v <= float64(s.Lo+1) {
				unfav++
			}
		}
		scores = append(scores, score)
	}
	sd := math.Sqrt(variance(scores))
	switch {
	case !near(l.SD, sd):
		return fmt.Errorf("%s has SD %v, want %v", id, l.SD, sd)
	case s.Points() < 4:
		if l.Favourable != nil {
			return fmt.Errorf("%s has shares on a scale of %d points", id, s.Points())
		}
	case !near(l.Favourable, fav/answers) || !near(l.Unfavourable, unfav/answers) || !near(l.Neutral, (answers-fav-unfav)/answers):
		return fmt.Errorf("%s has shares %v %v %v", id, *l.Favourable, *l.Neutral, *l.Unfavourable)
	}
	return c.interval(id, l, items, ballots, sd)
}

// interval compares the interval; sd is 0 where it is withheld.
func (c comparison) interval(id string, l analytics.Level, items []*survey.Item, ballots []int, sd float64) error {
	n, invited, people := len(ballots), 0, len(ballots)
	for b, x := range c.blocks {
		if slices.Contains(l.Blocks, c.r.Blocks[b].ID) {
			invited += x.invited
			people -= x.replaced
		}
	}
	df := n - 1
	if n < 10 {
		sd, df = c.pooled(items)
	}
	if l.Clipped != "" || people == invited || sd < 1e-12 {
		if l.CI != nil {
			return fmt.Errorf("%s has an interval, n %d of %d, sd %v, %q", id, n, invited, sd, l.Clipped)
		}
		return nil
	}
	if n >= invited {
		c.seen.twice++
	}
	if n < 10 {
		c.seen.pooled++
	} else {
		c.seen.own++
	}
	half := studentT975(df) * sd / math.Sqrt(float64(n)) * math.Sqrt(1-float64(people)/float64(invited))
	if l.CI == nil || !near(&l.CI[0], *l.Mean-half) || !near(&l.CI[1], *l.Mean+half) {
		return fmt.Errorf("%s has interval %v, want %v ± %v", id, l.CI, *l.Mean, half)
	}
	return nil
}

// pooled is the pooled SD of the mean of some items within blocks, those that
// are counted together being one, and its degrees of freedom.
func (c comparison) pooled(items []*survey.Item) (float64, int) {
	return c.pooledOf(func(ballot int) float64 {
		v := 0.0
		for _, it := range items {
			v += c.w.value(ballot, it) / float64(len(items))
		}
		return v
	})
}

// pooledOf is the same for any value of a complete ballot.
func (c comparison) pooledOf(value func(ballot int) float64) (float64, int) {
	type member struct {
		values   []float64
		large    bool
		replaced int
	}
	var lots [][]member
	small, ballots, replaced := 0, 0, 0
	for _, l := range c.x.spread {
		var ms []member
		for _, g := range l.things {
			m := member{replaced: c.x.groups[g].replaced}
			for _, i := range c.x.groups[g].ballots {
				m.values = append(m.values, value(i))
			}
			m.large = len(m.values) >= max(10, c.w.k)+m.replaced
			if n := len(m.values); !m.large {
				small, ballots, replaced = small+1, ballots+n, replaced+m.replaced
			}
			ms = append(ms, m)
		}
		lots = append(lots, ms)
	}
	ss, df := 0.0, 0
	for _, ms := range lots {
		mixed := slices.ContainsFunc(ms, func(m member) bool { return !m.large })
		if mixed && (small < 3 || ballots < max(20, c.w.k)+replaced) {
			continue
		}
		for _, m := range ms {
			n := len(m.values)
			ss, df = ss+variance(m.values)*float64(n-1), df+n-1
		}
	}
	if df == 0 {
		return 0, 0
	}
	return math.Sqrt(ss / float64(df)), df
}

// histogram compares an item's distribution as answered.
func (c comparison) histogram(it *survey.Item, i analytics.Item) error {
	if len(c.x.below(c.p)) == 0 || !c.x.covers(c.x.bins, c.p) {
		if i.Histogram != nil {
			return fmt.Errorf("%s shows a distribution that its walk does not cover", it.ID)
		}
		return nil
	}
	c.seen.bins++
	ballots := c.x.ballots(c.p)
	s := c.w.in.Questionnaire.Scale
	for v := s.Lo; v <= s.Hi; v++ {
		n := 0
		for _, b := range ballots {
			if c.w.in.Ballots[b].Answers[it.ID].Value == v {
				n++
			}
		}
		got, ok := i.Histogram[fmt.Sprint(v)]
		if !ok || !near(&got, float64(n)/float64(len(ballots))) {
			return fmt.Errorf("%s has %v at %d, want %d of %d", it.ID, got, v, n, len(ballots))
		}
	}
	return nil
}

// studentT975 finds the 97.5 % point of Student's t by bisection on a numeric
// integral of its density.
func studentT975(df int) float64 {
	if q, ok := quantiles[df]; ok {
		return q
	}
	nu := float64(df)
	a, _ := math.Lgamma((nu + 1) / 2)
	b, _ := math.Lgamma(nu / 2)
	c := math.Exp(a-b) / math.Sqrt(nu*math.Pi)
	// t = tan(u)·√nu makes the integral finite: density = c·√nu·cos(u)^(nu−1).
	area := func(t float64) float64 {
		top, steps, sum := math.Atan(t/math.Sqrt(nu)), 2000, 0.0
		for i := range steps {
			u := top * (float64(i) + 0.5) / float64(steps)
			sum += math.Pow(math.Cos(u), nu-1)
		}
		return c * math.Sqrt(nu) * sum * top / float64(steps)
	}
	lo, hi := 1.5, 13.0
	for range 60 {
		if mid := (lo + hi) / 2; area(mid) < 0.475 {
			lo = mid
		} else {
			hi = mid
		}
	}
	quantiles[df] = lo
	return lo
}

var quantiles = map[int]float64{}
