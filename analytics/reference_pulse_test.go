package analytics_test

import (
	"fmt"
	"strconv"
	"testing"

	"teamtrust/analytics"
)

// eachPulse runs a test on all eight waves together and on wave 5 alone, each
// with what R computed of it.
func eachPulse(t *testing.T, test func(t *testing.T, e expected, p *pulseFile, in func(pulseRow) bool)) {
	p := readPulse(t)
	t.Run("all waves", func(t *testing.T) {
		test(t, readExpected(t, "expected_pulse_synth.json", "pulse."), p, func(pulseRow) bool { return true })
	})
	t.Run("wave 5", func(t *testing.T) {
		test(t, readExpected(t, "expected_pulse_w5.json", "w5."), p, func(r pulseRow) bool { return r.wave == 5 })
	})
}

func TestLevelsAreThoseOfR(t *testing.T) {
	eachPulse(t, func(t *testing.T, e expected, p *pulseFile, in func(pulseRow) bool) {
		all := p.sample(t, in)
		agree(t, "rows", float64(all.Rows()), e.number("n.rows"), 0)
		for i, it := range p.q.Items {
			v := all.Item(i)
			m := v.Moments()
			agree(t, it.ID+" n", float64(v.N()), e.number("item.n", it.ID), 0)
			agree(t, it.ID+" mean", must[float64](t, "mean")(m.Mean()), e.number("item.mean", it.ID), closed)
			agree(t, it.ID+" sd", must[float64](t, "sd")(m.SD()), e.number("item.sd", it.ID), closed)
			ci := must[[2]float64](t, "ci")(analytics.StateInterval(m, analytics.Unknown))
			agree(t, it.ID+" ci", ci[0], e.number("item.ci95.t", "lo", it.ID), closed)
			agree(t, it.ID+" ci", ci[1], e.number("item.ci95.t", "hi", it.ID), closed)
			for _, q := range []int{10, 25, 50, 75, 90} {
				got := must[float64](t, "quantile")(v.Quantile(float64(q) / 100))
				agree(t, it.ID+" quantile", got, e.number("item.quantile.type7", it.ID, strconv.Itoa(q)+"%"), closed)
			}
			if it.Reverse {
				disagree(t, it.ID+" mean", must[float64](t, "mean")(m.Mean()), e.number("item.mean.raw", it.ID))
			}
			disagree(t, it.ID+" sd", must[float64](t, "sd")(m.SD()), e.number("item.sd.population", it.ID))
		}
		for d, name := range pulseNames {
			v := all.Scores(d)
			m := v.Moments()
			mean := must[float64](t, "mean")(m.Mean())
			agree(t, name+" n", float64(v.N()), e.number("dim.n", name), 0)
			agree(t, name+" mean", mean, e.number("dim.mean.halfrule", name), closed)
			agree(t, name+" sd", must[float64](t, "sd")(m.SD()), e.number("dim.sd", name), closed)
			agree(t, name+" se", must[float64](t, "se")(m.SE()), e.number("dim.se", name), closed)
			agree(t, name+" median", must[float64](t, "median")(v.Quantile(0.5)), e.number("dim.median", name), closed)
			ci := must[[2]float64](t, "ci")(analytics.StateInterval(m, analytics.Unknown))
			agree(t, name+" ci", ci[0], e.number("dim.ci95.t", "lo", name), closed)
			agree(t, name+" ci", ci[1], e.number("dim.ci95.t", "hi", name), closed)
			disagree(t, name+" ci", ci[0], e.number("dim.ci95.normal", "lo", name))
			for _, trap := range []string{"dim.mean.complete", "dim.mean.pooled", "dim.mean.of.item.means"} {
				disagree(t, name+" mean", mean, e.number(trap, name))
			}
			// One of these agrees by chance where no row is imputed.
			if e.number("dim.mean.scoreItems", name) != e.number("dim.mean.halfrule", name) && e.prefix == "pulse." {
				disagree(t, name+" mean", mean, e.number("dim.mean.scoreItems", name))
			}
		}
	})
}

func TestReliabilityIsThatOfR(t *testing.T) {
	eachPulse(t, func(t *testing.T, e expected, p *pulseFile, in func(pulseRow) bool) {
		all := p.sample(t, in)
		for d, name := range pulseNames {
			c := all.Complete(d)
			alpha := must[float64](t, "alpha")(analytics.Alpha(c))
			agree(t, name+" alpha", alpha, e.number("alpha.raw.listwise", name), closed)
			disagree(t, name+" alpha", alpha, e.number("alpha.raw.pairwise", name))
			disagree(t, name+" alpha", alpha, e.number("alpha.std.pairwise", name))
			agree(t, name+" omega", must[float64](t, "omega")(analytics.Omega(c)), e.number("omega.total.psych", name), omegaTol)
			var groups analytics.Groups
			for _, team := range p.teams() {
				s := p.sample(t, func(r pulseRow) bool { return in(r) && r.team == team })
				groups = append(groups, s.Scores(d).Moments())
			}
			icc1 := must[float64](t, "icc1")(groups.ICC1())
			agree(t, name+" icc1", icc1, e.number("icc1.n0", name), closed)
			disagree(t, name+" icc1", icc1, e.number("icc1.multilevel", name))
			agree(t, name+" icc2", must[float64](t, "icc2")(groups.ICC2()), e.number("icc2.multilevel", name), closed)
			m := must[analytics.Shrinkage](t, "reml")(groups.Shrink())
			agree(t, name+" grand", m.Grand, e.number("lmer", name, "intercept"), fitted)
			agree(t, name+" tau2", m.Tau2, e.number("lmer", name, "tau2"), fitted)
			agree(t, name+" sigma2", m.Sigma2, e.number("lmer", name, "sigma2"), fitted)
		}
	})
}

func TestTeamsAreThoseOfR(t *testing.T) {
	eachPulse(t, func(t *testing.T, e expected, p *pulseFile, in func(pulseRow) bool) {
		for d, name := range pulseNames {
			checkTeams(t, e, p, in, d, name)
		}
	})
}

func checkTeams(t *testing.T, e expected, p *pulseFile, in func(pulseRow) bool, d int, name string) {
	t.Helper()
	whole := p.sample(t, in).Scores(d)
	var ps []*float64
	var groups analytics.Groups
	samples := map[string]*analytics.Sample{}
	for _, team := range p.teams() {
		samples[team] = p.sample(t, func(r pulseRow) bool { return in(r) && r.team == team })
		groups = append(groups, samples[team].Scores(d).Moments())
	}
	model := must[analytics.Shrinkage](t, "reml")(groups.Shrink())
	key := func(s string) string { return "team." + name + s }
	rest := 0
	for i, team := range p.teams() {
		s := samples[team]
		what := fmt.Sprintf("%s %s", team, name)
		m := groups[i]
		place := placeOf(e.at(key(""), "team"), team)
		if place < 0 {
			if m.N() != 0 {
				t.Errorf("%s has values, R has none", what)
			}
			continue
		}
		mean := must[float64](t, what)(m.Mean())
		agree(t, what+" n", float64(m.N()), e.number(key(""), "n", place), 0)
		agree(t, what+" mean", mean, e.number(key(""), "mean", place), closed)
		if want, ok := e.at(key(""), "sd", place).(float64); ok {
			agree(t, what+" sd", must[float64](t, what)(m.SD()), want, closed)
		}
		bp := placeOf(e.at(key(".eb"), "team"), team)
		agree(t, what+" eb", model.Mean(mean, m.N()), e.number(key(".eb"), "eb.mean", bp), fitted)
		agree(t, what+" reliability", model.Reliability(m.N()), e.number(key(".eb"), "reliability", bp), fitted)
		checkAgreement(t, e, key, what, team, s.Complete(d))
		rp := placeOf(e.at(key(".vs.rest"), "team"), team)
		if rp < 0 {
			continue
		}
		other := analytics.Without(whole, s.Scores(d))
		w, why := analytics.CompareMeans(m, other.Moments())
		want, tested := e.at(key(".vs.rest"), "t", rp).(float64)
		sd, _ := m.SD()
		if !tested {
			if sd != 0 {
				t.Errorf("%s: R has no test, and the SD is %g", what, sd)
			}
			ps = append(ps, nil)
		} else {
			if why != analytics.Defined {
				t.Fatalf("%s: no test: %s", what, why)
			}
			agree(t, what+" t", w.T, want, closed)
			agree(t, what+" df", w.DF, e.number(key(".vs.rest"), "df", rp), closed)
			agree(t, what+" p", w.P, e.number(key(".vs.rest"), "p", rp), pvalue)
			ps = append(ps, &w.P)
		}
		u := must[analytics.Ranks](t, what)(analytics.CompareRanks(s.Scores(d), other))
		agree(t, what+" delta", u.Delta, e.number(key(".vs.rest"), "cliffs.delta", rp), closed)
		agree(t, what+" w", u.U, e.number(key(".vs.rest"), "W", rp), closed)
		agree(t, what+" w p", u.P, e.number(key(".vs.rest"), "p.wilcox.cc", rp), pvalue)
		rest++
	}
	analytics.Adjust(ps)
	for i, x := range ps {
		want, ok := e.at(key(".vs.rest"), "p.bh", i).(float64)
		if ok != (x != nil) {
			t.Errorf("%s adjusted p %d: got %v, R has %v", name, i, x, want)
		} else if ok {
			agree(t, name+" adjusted p", *x, want, pvalue)
		}
	}
	if rest < 20 {
		t.Errorf("only %d teams were compared with the rest", rest)
	}
}

func checkAgreement(t *testing.T, e expected, key func(string) string, what, team string, c *analytics.Complete) {
	t.Helper()
	rwg, why := analytics.RWGJ(c)
	value(t, what+" rwg(j)", rwg, why, inTeam(e.at(key(".rwg.j")), team, "rwg.j"), closed)
	awg, why := analytics.AWG(c)
	value(t, what+" awg", awg, why, inTeam(e.at(key(".awg")), team, "awg"), closed)
}

// value compares a measure that may be undefined with a number or NA.
func value(t *testing.T, what string, got float64, why analytics.Undefined, want any, tolerance float64) {
	t.Helper()
	x, ok := want.(float64)
	switch {
	case ok != (why == analytics.Defined):
		t.Errorf("%s is %g (%s), R has %v", what, got, why, want)
	case ok:
		agree(t, what, got, x, tolerance)
	}
}

func inTeam(table any, team, column string) any {
	columns := table.(map[string]any)
	i := placeOf(columns["team"], team)
	if i < 0 {
		return nil
	}
	return columns[column].([]any)[i]
}

func placeOf(list any, name string) int {
	for i, x := range list.([]any) {
		if x == name {
			return i
		}
	}
	return -1
}
