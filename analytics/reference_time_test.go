package analytics_test

import (
	"slices"
	"strconv"
	"testing"

	"teamtrust/analytics"
)

// rounded is the tolerance of totals: R had to round them to twelve decimals
// for equal totals to be equal.
const rounded = 2e-10

func TestChangesAreThoseOfR(t *testing.T) {
	p := readPulse(t)
	e := readExpected(t, "expected_pulse_synth.json", "pulse.pair.")
	pairs := []struct {
		id         string
		in         func(pulseRow) bool
		from, to   int
		smallScale float64
	}{
		{"incident.w3v4", func(r pulseRow) bool { return p.affected[r.team] }, 3, 4, 1},
		{"T24.w1v8", func(r pulseRow) bool { return r.team == "T24" }, 1, 8, 30}, // the difference is small beside the means
	}
	for _, pair := range pairs {
		t.Run(pair.id, func(t *testing.T) {
			at := func(wave int) analytics.Values {
				return p.sample(t, func(r pulseRow) bool { return pair.in(r) && r.wave == wave }).Totals()
			}
			from, to := at(pair.from), at(pair.to)
			tolerance := rounded * pair.smallScale
			// The reference has from minus to.
			w := must[analytics.Welch](t, "welch")(analytics.CompareMeans(to.Moments(), from.Moments()))
			agree(t, "t", -w.T, e.number(pair.id+".welch", "t"), tolerance)
			agree(t, "df", w.DF, e.number(pair.id+".welch", "df"), rounded)
			agree(t, "p", w.P, e.number(pair.id+".welch", "p"), pvalue)
			agree(t, "low", -w.CI[1], e.number(pair.id+".welch", "ci.lo"), tolerance)
			agree(t, "high", -w.CI[0], e.number(pair.id+".welch", "ci.hi"), tolerance)
			disagree(t, "df", w.DF, e.number(pair.id+".student", "df"))
			u := must[analytics.Ranks](t, "ranks")(analytics.CompareRanks(to, from))
			pairsOf := float64(from.N() * to.N())
			agree(t, "W", pairsOf-u.U, e.number(pair.id+".wilcox.cc", "W"), 0)
			agree(t, "p of W", u.P, e.number(pair.id+".wilcox.cc", "p"), pvalue)
			disagree(t, "p of W", u.P, e.number(pair.id+".wilcox.nocc", "p"))
			agree(t, "delta", -u.Delta, e.number(pair.id+".cliffs.delta"), closed)
			g := must[analytics.Effect](t, "g")(analytics.HedgesG(to.Moments(), from.Moments()))
			agree(t, "g", -g.G, e.number(pair.id+".hedges.metafor", "g"), tolerance)
			agree(t, "vi", g.Variance, e.number(pair.id+".hedges.metafor", "vi"), rounded)
			agree(t, "g low", -g.CI[1], e.number(pair.id+".hedges.metafor", "ci.lo"), rounded)
			agree(t, "g high", -g.CI[0], e.number(pair.id+".hedges.metafor", "ci.hi"), rounded)
			disagree(t, "g", -g.G, e.number(pair.id+".hedges.formula", "g.approx"))
			disagree(t, "g low", -g.CI[1], e.number(pair.id+".hedges.effectsize", "CI_low"))
		})
	}
	trap := readExpected(t, "expected_pulse_synth.json", "pulse.trap.")
	from := p.sample(t, func(r pulseRow) bool { return p.affected[r.team] && r.wave == 3 }).Totals()
	to := p.sample(t, func(r pulseRow) bool { return p.affected[r.team] && r.wave == 4 }).Totals()
	u := must[analytics.Ranks](t, "ranks")(analytics.CompareRanks(from, to))
	disagree(t, "W", u.U, trap.number("unrounded.W", "W.unrounded"))
}

func TestTotalsByWaveAndTeamAreThoseOfR(t *testing.T) {
	p := readPulse(t)
	e := readExpected(t, "expected_pulse_synth.json", "pulse.")
	for wave := 1; wave <= 8; wave++ {
		m := p.sample(t, func(r pulseRow) bool { return r.wave == wave }).Totals().Moments()
		key := strconv.Itoa(wave)
		agree(t, "n of wave "+key, float64(m.N()), e.number("wave", "n", key), 0)
		agree(t, "mean of wave "+key, must[float64](t, "mean")(m.Mean()), e.number("wave", "mean", key), closed)
		agree(t, "sd of wave "+key, must[float64](t, "sd")(m.SD()), e.number("wave", "sd", key), closed)
	}
	table := e.at("team.wave").(map[string]any)
	for i := range table["team"].([]any) {
		team, wave := table["team"].([]any)[i].(string), int(table["wave"].([]any)[i].(float64))
		s := p.sample(t, func(r pulseRow) bool { return r.team == team && r.wave == wave })
		what := team + " in wave " + strconv.Itoa(wave)
		m := s.Totals().Moments()
		agree(t, what+" rows", float64(s.Rows()), table["rows"].([]any)[i].(float64), 0)
		agree(t, what+" n", float64(m.N()), table["n"].([]any)[i].(float64), 0)
		mean, why := m.Mean()
		value(t, what+" mean", mean, why, table["mean"].([]any)[i], closed)
		sd, why := m.SD()
		if want, ok := table["sd"].([]any)[i].(float64); ok && want < 1e-9 {
			if sd > 1e-9 { // R's rounding noise where all totals are equal
				t.Errorf("%s sd is %g", what, sd)
			}
		} else {
			value(t, what+" sd", sd, why, table["sd"].([]any)[i], closed)
		}
		for d, name := range pulseNames {
			mean, why := s.Scores(d).Moments().Mean()
			value(t, what+" "+name, mean, why, table[name].([]any)[i], closed)
		}
	}
}

func TestDifferenceInDifferencesIsThatOfR(t *testing.T) {
	p := readPulse(t)
	e := readExpected(t, "expected_pulse_synth.json", "pulse.did.")
	var teams []analytics.Affected
	for _, team := range p.teams() {
		at := func(after bool) analytics.Moments {
			return p.sample(t, func(r pulseRow) bool { return r.team == team && (r.wave >= 4) == after }).Totals().Moments()
		}
		teams = append(teams, analytics.Affected{Treated: p.affected[team], Before: at(false), After: at(true)})
	}
	d := must[analytics.DID](t, "did")(analytics.DifferenceInDifferences(teams))
	agree(t, "estimate", d.Estimate, e.number("ols", "estimate", 3), rounded)
	for treated := range 2 {
		for after := range 2 {
			mean := must[float64](t, "cell")(d.Cells[treated][after].Mean())
			agree(t, "cell", mean, e.number("cells", strconv.Itoa(after), strconv.Itoa(treated)), rounded)
		}
	}
	agree(t, "ols se", d.OLS.SE, e.number("ols", "se", 3), rounded)
	agree(t, "ols t", d.OLS.T, e.number("ols", "t", 3), rounded)
	agree(t, "ols p", d.OLS.P, e.number("ols", "p", 3), pvalue)
	agree(t, "ols df", d.OLS.DF, e.number("ols", "df"), 0)
	agree(t, "cr2 se", d.CR2.SE, e.number("cluster.CR2", "se"), rounded)
	agree(t, "cr2 t", d.CR2.T, e.number("cluster.CR2", "t"), rounded)
	agree(t, "cr2 df", d.CR2.DF, e.number("cluster.CR2", "df"), rounded)
	agree(t, "cr2 p", d.CR2.P, e.number("cluster.CR2", "p"), pvalue)
	disagree(t, "cr2 se", d.CR2.SE, e.number("cluster", "HC1"))
	disagree(t, "estimate", d.Estimate, e.number("teammeans.2x2", "did"))
	if !(d.SE > 0) || d.CellsWhy != analytics.Defined {
		t.Errorf("the error from the cells is %g (%s)", d.SE, d.CellsWhy)
	}
	slices.Reverse(teams)
	if again := must[analytics.DID](t, "did")(analytics.DifferenceInDifferences(teams)); off(again.CR2.DF, d.CR2.DF) > closed {
		t.Errorf("the order of the teams changes df from %g to %g", d.CR2.DF, again.CR2.DF)
	}
}

func readSeries(t *testing.T, name string) []analytics.Point {
	t.Helper()
	var points []analytics.Point
	for _, r := range readTable(t, "recovery.csv")[1:] {
		if r[0] == name {
			time, _ := strconv.ParseFloat(r[1], 64)
			score, _ := strconv.ParseFloat(r[2], 64)
			points = append(points, analytics.Point{Time: time, Score: score, Weight: 1})
		}
	}
	return points
}

func TestExponentialCurvesAreThoseOfR(t *testing.T) {
	e := readExpected(t, "expected_recovery.json", "recovery.")
	for _, name := range []string{"noisy", "clean", "short5", "uneven", "falling"} {
		f := must[analytics.Exponential](t, name)(analytics.FitExponential(readSeries(t, name)))
		got := []float64{f.A, f.Y0, f.K}
		for i, parameter := range []string{"a", "y0", "k"} {
			agree(t, name+" "+parameter, got[i], e.number(name+".nls", "estimate", i), fitted)
			if name != "clean" { // its residuals are rounding errors
				agree(t, name+" se of "+parameter, f.SE[i], e.number(name+".nls", "se", i), fitted)
			}
		}
		agree(t, name+" half-life", f.HalfLife, e.number(name+".nls", "half.life"), fitted)
		if name != "clean" {
			agree(t, name+" rss", f.RSS, e.number(name+".nls", "rss"), fitted)
			disagree(t, name+" k", f.K, e.number(name+".fixed.baseline", "k"))
		}
	}
	f := must[analytics.Exponential](t, "noisy")(analytics.FitExponential(readSeries(t, "noisy")))
	agree(t, "k low", f.KCI[0], e.number("noisy.ci.wald", "lo", "k"), fitted)
	agree(t, "k high", f.KCI[1], e.number("noisy.ci.wald", "hi", "k"), fitted)
	agree(t, "half-life se", f.HalfLifeSE, e.number("noisy.half.life.delta.se"), fitted)
}

func TestCurvesThatAreNoneAreRefused(t *testing.T) {
	for name, want := range map[string][]analytics.Undefined{
		"flat":     {analytics.NotConverged, analytics.UnclearRate, analytics.BeyondScale},
		"constant": {analytics.ConstantCurve},
		"linear":   {analytics.NotConverged, analytics.BeyondScale},
	} {
		if f, why := analytics.FitExponential(readSeries(t, name)); !slices.Contains(want, why) {
			t.Errorf("%s: got %+v (%q), want one of %q", name, f, why, want)
		}
	}
}
