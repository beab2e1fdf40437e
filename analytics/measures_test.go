package analytics_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// measured is one dimension of a release beside the reference: what the plain
// rules allow, computed by the functions that are compared with R elsewhere.
type measured struct {
	comparison
	all   analytics.Groups // the score sums of each group
	model analytics.Shrinkage
	why   analytics.Undefined
	seen  map[string]int
}

// sums are the score sums of some ballots, above the lowest possible one.
func (c comparison) sums(ballots []int) analytics.Values {
	s, n := c.w.in.Questionnaire.Scale, len(c.x.items)
	counts := make([]int64, n*(s.Hi-s.Lo)+1)
	for _, b := range ballots {
		sum := 0
		for _, it := range c.x.items {
			sum += int(c.w.value(b, it)) - s.Lo
		}
		counts[sum]++
	}
	return analytics.Histogram(0, counts...)
}

func (c comparison) rows(ballots []int) *analytics.Complete {
	s := c.w.in.Questionnaire.Scale
	var rows [][]int
	for _, b := range ballots {
		var row []int
		for _, it := range c.x.items {
			row = append(row, int(c.w.value(b, it)))
		}
		rows = append(rows, row)
	}
	return analytics.CompleteRows(s.Lo, s.Points(), rows)
}

// is reports a value that is not what it should be: want, unless why says that
// there is none or it is withheld.
func (m *measured) is(what string, got *float64, decimals int, want float64, why analytics.Undefined, shown bool) error {
	step := math.Pow(10, -float64(decimals))
	switch {
	case !shown || why != analytics.Defined:
		if got != nil {
			return fmt.Errorf("%q, %s: %s is %v, want none", m.p, m.x.id, what, *got)
		}
	case got == nil || math.Abs(*got-want) > step/2+1e-9 || math.Abs(math.Round(*got/step)-*got/step) > 1e-6:
		return fmt.Errorf("%q, %s: %s is %v, want %v", m.p, m.x.id, what, got, want)
	default:
		m.seen[what]++
	}
	return nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// organisation compares what is said of the whole organisation.
func (m *measured) organisation(d analytics.Dimension) error {
	shown, n := len(m.x.groups) > 0 && m.x.covers(m.x.spread, ""), float64(len(m.x.items))
	rows := m.rows(m.x.ballots(""))
	alpha, whyA := analytics.Alpha(rows)
	omega, whyO := analytics.Omega(rows)
	icc1, why1 := m.all.ICC1()
	icc2, why2 := m.all.ICC2()
	if d.RWG != nil || d.AWG != nil || d.Polarisation != nil || d.Split != nil || d.EB != nil || d.Rest != nil {
		return fmt.Errorf("%s: the organisation has what only teams have", m.x.id)
	}
	return firstError(
		m.is("alpha", d.Alpha, 3, alpha, whyA, shown), m.is("omega", d.Omega, 3, omega, whyO, shown),
		m.is("icc1", d.ICC1, 3, icc1, why1, shown), m.is("icc2", d.ICC2, 3, icc2, why2, shown),
		m.is("tau2", d.Tau2, 3, m.model.Tau2/n/n, m.why, shown), m.is("sigma2", d.Sigma2, 3, m.model.Sigma2/n/n, m.why, shown),
		m.is("grand", d.Grand, 2, float64(m.w.in.Questionnaire.Scale.Lo)+m.model.Grand/n, m.why, shown), m.within(d.Within))
}

// within compares the pooled spread, whose df counts every ballot of the
// blocks.
func (m *measured) within(got *analytics.Within) error {
	sd, df := m.pooled(m.x.items)
	if df == 0 {
		if got != nil {
			return fmt.Errorf("%s: a pooled SD of nothing: %+v", m.x.id, got)
		}
		return nil
	}
	printed := 0
	for _, g := range m.pool(m.parts(m.byGroup), false) {
		if g.quantity == "mean "+m.x.id {
			printed += m.castWith(g.ballots[0]) - 1
		}
	}
	if got == nil || got.DF != printed || !near(&got.SD, sd) {
		return fmt.Errorf("%s: the pooled SD is %+v, want %v with %d", m.x.id, got, sd, printed)
	}
	m.seen["within"]++
	if printed > df {
		m.seen["within incomplete"]++
	}
	return nil
}

// castWith counts all ballots of the group that one ballot is in.
func (m *measured) castWith(ballot int) int {
	for _, g := range m.x.groups {
		if !slices.Contains(g.ballots, ballot) {
			continue
		}
		n := 0
		for _, b := range g.blocks {
			n += len(m.blocks[b].ballots)
		}
		return n
	}
	panic("no group has the ballot")
}

// team compares what is said of a team, but for the adjusted p-value.
func (m *measured) team(d analytics.Dimension) error {
	if d.Alpha != nil || d.Omega != nil || d.ICC1 != nil || d.ICC2 != nil || d.Tau2 != nil || d.Sigma2 != nil || d.Grand != nil || d.Within != nil {
		return fmt.Errorf("%q has what only the organisation has", m.p)
	}
	some := len(m.x.below(m.p)) > 0
	own, whole := some && m.x.covers(m.x.spread, m.p), some && m.x.covers(m.x.spread, "")
	ballots, n := m.x.ballots(m.p), float64(len(m.x.items))
	eb := 0.0
	if some {
		lo := float64(m.w.in.Questionnaire.Scale.Lo)
		eb = lo + m.model.Mean((*d.Mean-lo)*n, int64(len(ballots)))/n
	}
	rows := m.rows(ballots)
	rwg, whyR := analytics.RWGJ(rows)
	awg, whyA := analytics.AWG(rows)
	points, scores := m.w.in.Questionnaire.Scale.Points(), m.scores(ballots)
	if err := firstError(m.is("eb", d.EB, 2, eb, m.why, whole), m.is("rwg", d.RWG, 3, rwg, whyR, own),
		m.is("awg", d.AWG, 3, awg, whyA, own), m.camps(d, scores, float64(points-1), own)); err != nil {
		return err
	}
	return m.rest(d.Rest, ballots, own && whole)
}

// scores are the mean answers of some ballots, above the lowest possible one.
func (m *measured) scores(ballots []int) []float64 {
	var out []float64
	for _, b := range ballots {
		x := 0.0
		for _, it := range m.x.items {
			x += m.w.value(b, it) / float64(len(m.x.items))
		}
		out = append(out, x-float64(m.w.in.Questionnaire.Scale.Lo))
	}
	return out
}

func (m *measured) camps(d analytics.Dimension, scores []float64, span float64, shown bool) error {
	n, low, high, edge := float64(len(scores)), 0.0, 0.0, 1.0
	if span < 3 {
		edge = 0
	}
	for _, x := range scores {
		if x <= edge+1e-9 {
			low++
		}
		if x >= span-edge-1e-9 {
			high++
		}
	}
	if !shown {
		return firstError(m.is("polarisation", d.Polarisation, 3, 0, "", false), m.is("split", asNumber(d.Split), 0, 0, "", false))
	}
	p := variance(scores) * (n - 1) / n / (span * span / 4)
	split := 0.0
	if p > 0.5 && low >= n/4 && high >= n/4 {
		split = 1
	}
	return firstError(m.is("polarisation", d.Polarisation, 3, p, "", true), m.is(fmt.Sprintf("split %v", split), asNumber(d.Split), 0, split, "", true))
}

func asNumber(b *bool) *float64 {
	switch {
	case b == nil:
		return nil
	case *b:
		return new(1.0)
	}
	return new(0.0)
}

func (m *measured) rest(got *analytics.Rest, ballots []int, shown bool) error {
	others := less(m.x.ballots(""), ballots)
	if !shown || len(others) == 0 {
		if got != nil {
			return fmt.Errorf("%q, %s is compared with the rest: %+v", m.p, m.x.id, got)
		}
		return nil
	}
	if got == nil {
		return fmt.Errorf("%q, %s is not compared with the rest", m.p, m.x.id)
	}
	a, b := m.sums(ballots), m.sums(others)
	w, why := analytics.CompareMeans(a.Moments(), b.Moments())
	if sd, _ := a.Moments().SD(); sd == 0 {
		why = analytics.NoSpread
	}
	g, whyG := analytics.HedgesG(a.Moments(), b.Moments())
	u, whyU := analytics.CompareRanks(a, b)
	bins := m.x.covers(m.x.bins, m.p) && m.x.covers(m.x.bins, "")
	return firstError(m.is("t", got.T, 3, w.T, why, true), m.is("df", got.DF, 3, w.DF, why, true), m.is("p", got.P, 3, w.P, why, true),
		m.is("g", got.G, 3, g.G, whyG, true), m.is("delta", got.Delta, 3, u.Delta, whyU, bins))
}

func TestMeasuresAreThoseOfTheirBallots(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(worlds) {
		w := newWorld(source(seed), 45)
		r := w.count().Release
		blocks := w.refBlocks()
		for _, d := range w.refDims() {
			if !d.declared {
				continue
			}
			m := &measured{comparison: comparison{w: w, r: r, blocks: blocks, x: w.refDimension(d, blocks)}, seen: seen}
			for _, g := range m.x.groups {
				m.all = append(m.all, m.sums(g.ballots).Moments())
			}
			m.model, m.why = m.all.Shrink()
			if err := m.figures(figures(r)); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
	}
	t.Log(seen)
	for _, what := range []string{"alpha", "omega", "icc1", "icc2", "tau2", "sigma2", "grand", "within", "within incomplete", "rwg", "awg",
		"polarisation", "split 0", "split 1", "eb", "t", "df", "p", "g", "delta", "p_adjusted", "twins"} {
		if seen[what] < 20 {
			t.Errorf("%s was met %d times: the worlds are too poor", what, seen[what])
		}
	}
}

func (m *measured) figures(all map[survey.Path]*analytics.Figure) error {
	for p, f := range all {
		m.p, m.f = p, f
		var err error
		if d := f.Dimensions[m.x.id]; p == survey.Organisation {
			err = m.organisation(d)
		} else {
			err = m.team(d)
		}
		if err != nil {
			return err
		}
	}
	return m.adjusted(all)
}

// adjusted compares the adjusted p-values of the dimension: each set of groups
// is in the family once.
func (m *measured) adjusted(all map[survey.Path]*analytics.Figure) error {
	var family []string
	var ps []*float64
	for p, f := range all {
		d := f.Dimensions[m.x.id]
		if d.Rest == nil || d.Rest.P == nil {
			continue
		}
		if key := fmt.Sprint(m.x.below(p)); !slices.Contains(family, key) {
			ballots := m.x.ballots(p)
			w, _ := analytics.CompareMeans(m.sums(ballots).Moments(), m.sums(less(m.x.ballots(""), ballots)).Moments())
			family, ps = append(family, key), append(ps, &w.P)
		} else {
			m.seen["twins"]++
		}
	}
	analytics.Adjust(ps)
	for p, f := range all {
		if r := f.Dimensions[m.x.id].Rest; r != nil {
			m.p = p
			i := slices.Index(family, fmt.Sprint(m.x.below(p)))
			want, why := 0.0, analytics.NoSpread
			if i >= 0 {
				want, why = *ps[i], analytics.Defined
			}
			if err := m.is("p_adjusted", r.PAdjusted, 3, want, why, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// TestOnlyWholeBlocksAreSpokenOf moves ballots between the units of a block:
// nothing that is printed may notice, whether their teams are hidden or not.
func TestOnlyWholeBlocksAreSpokenOf(t *testing.T) {
	moved := 0
	for seed := range uint64(300) {
		w := newWorld(source(seed), 30)
		before := w.count().Release.ReleaseHash
		for _, b := range w.refBlocks() {
			for _, i := range b.ballots {
				x, y := &w.in.Ballots[i], &w.in.Ballots[b.ballots[len(b.ballots)-1]]
				if x.Unit != y.Unit {
					x.Unit, y.Unit = y.Unit, x.Unit
					moved++
				}
			}
		}
		if w.count().Release.ReleaseHash != before {
			t.Fatalf("seed %d: a ballot's unit is seen", seed)
		}
	}
	if moved < 500 {
		t.Fatalf("%d ballots moved: the worlds are too poor", moved)
	}
}
