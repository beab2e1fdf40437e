package analytics_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"teamtrust/analytics"
)

// sampleOf counts some whole numbers on a scale.
func sampleOf(lo, hi int, values ...int) analytics.Values {
	counts := make([]int64, hi-lo+1)
	for _, v := range values {
		counts[v-lo]++
	}
	return analytics.Histogram(lo, counts...)
}

// completeOf counts rows of answers that are all complete.
func completeOf(lo, points int, rows ...[]int) *analytics.Complete {
	return analytics.CompleteRows(lo, points, rows)
}

func TestEdgeCasesAreThoseOfR(t *testing.T) {
	e := readExpected(t, "expected_edge.json", "edge.")
	on5 := func(v ...int) analytics.Values { return sampleOf(0, 6, v...) }
	welch := func(a, b []int, key string) func() (float64, analytics.Undefined) {
		return func() (float64, analytics.Undefined) {
			w, why := analytics.CompareMeans(on5(a...).Moments(), on5(b...).Moments())
			return map[string]float64{"t": w.T, "df": w.DF, "p": w.P, "lo": w.CI[0], "hi": w.CI[1]}[key], why
		}
	}
	ranks := func(a, b []int, key string) func() (float64, analytics.Undefined) {
		return func() (float64, analytics.Undefined) {
			u, why := analytics.CompareRanks(on5(a...), on5(b...))
			if key == "p" && why == analytics.Defined {
				why = u.Why
			}
			return map[string]float64{"W": u.U, "p": u.P, "delta": u.Delta}[key], why
		}
	}
	type measure func(*analytics.Complete) (float64, analytics.Undefined)
	rows := func(f measure, r ...[]int) func() (float64, analytics.Undefined) {
		return func() (float64, analytics.Undefined) { return f(completeOf(1, 5, r...)) }
	}
	columns := func(c ...[]int) [][]int {
		out := make([][]int, len(c[0]))
		for i := range out {
			for _, x := range c {
				out[i] = append(out[i], x[i])
			}
		}
		return out
	}
	wilson := func(part, whole int64, end int) func() (float64, analytics.Undefined) {
		return func() (float64, analytics.Undefined) {
			ci, why := analytics.Wilson(part, whole)
			return ci[end], why
		}
	}
	tests := []struct {
		id   string
		path []any
		got  func() (float64, analytics.Undefined)
	}{
		{"sd.single", nil, func() (float64, analytics.Undefined) { return on5(3).Moments().SD() }},
		{"mean.empty", nil, func() (float64, analytics.Undefined) { return on5().Moments().Mean() }},
		{"ttest.n1", nil, welch([]int{3}, []int{2, 4, 5}, "t")},
		{"ttest.const", nil, welch([]int{3, 3, 3}, []int{3, 3, 3}, "t")},
		{"ttest.const.diff", nil, welch([]int{3, 3, 3}, []int{4, 4, 4}, "t")},
		{"ttest.oneconst", []any{"t"}, welch([]int{3, 3, 3}, []int{2, 4, 5}, "t")},
		{"ttest.oneconst", []any{"df"}, welch([]int{3, 3, 3}, []int{2, 4, 5}, "df")},
		{"ttest.oneconst", []any{"p"}, welch([]int{3, 3, 3}, []int{2, 4, 5}, "p")},
		{"ttest.n2", []any{"t"}, welch([]int{1, 2}, []int{4, 6}, "t")},
		{"ttest.n2", []any{"df"}, welch([]int{1, 2}, []int{4, 6}, "df")},
		{"ttest.n2", []any{"p"}, welch([]int{1, 2}, []int{4, 6}, "p")},
		{"ttest.n2", []any{"lo"}, welch([]int{1, 2}, []int{4, 6}, "lo")},
		{"ttest.n2", []any{"hi"}, welch([]int{1, 2}, []int{4, 6}, "hi")},
		{"wilcox.allties", nil, ranks([]int{3, 3, 3}, []int{3, 3}, "p")},
		{"wilcox.allties.W", nil, ranks([]int{3, 3, 3}, []int{3, 3}, "W")},
		{"wilcox.small.ties.cc", []any{"W"}, ranks([]int{4, 5, 3, 4}, []int{2, 3, 3, 1}, "W")},
		{"wilcox.small.ties.cc", []any{"p"}, ranks([]int{4, 5, 3, 4}, []int{2, 3, 3, 1}, "p")},
		{"cliff.all", []any{"above"}, ranks([]int{4, 5}, []int{1, 2, 3}, "delta")},
		{"cliff.all", []any{"below"}, ranks([]int{1, 2}, []int{3, 4, 5}, "delta")},
		{"cliff.all", []any{"equal"}, ranks([]int{3, 3}, []int{3, 3, 3}, "delta")},
		{"rwg.perfect", nil, rows(analytics.RWGJ, columns([]int{4, 4, 4, 4})...)},
		{"rwg.bimodal", nil, rows(analytics.RWGJ, columns([]int{1, 5, 1, 5})...)},
		{"rwg.single", []any{0}, rows(analytics.RWGJ, []int{4})},
		{"rwg.single", []any{1}, rows(analytics.RWGJ, columns([]int{3, 3})...)},
		{"rwg.j.perfect", nil, rows(analytics.RWGJ, columns([]int{4, 4}, []int{3, 3}, []int{5, 5})...)},
		{"rwg.j.max", nil, rows(analytics.RWGJ, columns([]int{1, 5, 1, 5}, []int{5, 1, 5, 1})...)},
		{"awg.allmax", nil, rows(analytics.AWG, columns([]int{5, 5, 5})...)},
		{"awg.extreme", nil, rows(analytics.AWG, columns([]int{5, 5, 5, 4})...)},
		{"awg.mid", nil, rows(analytics.AWG, columns([]int{3, 4, 4, 2})...)},
		{"alpha.negative", nil, rows(analytics.Alpha, columns([]int{1, 2, 3, 4, 5}, []int{5, 4, 3, 2, 1}, []int{1, 3, 2, 5, 4})...)},
		{"alpha.two.items", nil, rows(analytics.Alpha, columns([]int{1, 2, 3, 4, 5}, []int{2, 2, 3, 5, 4})...)},
		{"alpha.constant.item.manual", nil, rows(analytics.Alpha, columns([]int{1, 2, 3, 4}, []int{2, 2, 3, 4}, []int{3, 3, 3, 3})...)},
		{"alpha.all.constant", nil, rows(analytics.Alpha, columns([]int{3, 3, 3}, []int{3, 3, 3})...)},
		{"alpha.duplicate", nil, rows(analytics.Alpha, columns([]int{1, 2, 3}, []int{1, 2, 3})...)},
		{"wilson.0of5", []any{0}, wilson(0, 5, 0)},
		{"wilson.0of5", []any{1}, wilson(0, 5, 1)},
		{"wilson.5of5", []any{0}, wilson(5, 5, 0)},
		{"wilson.5of5", []any{1}, wilson(5, 5, 1)},
		{"wilson.3of7", []any{0}, wilson(3, 7, 0)},
		{"wilson.3of7", []any{1}, wilson(3, 7, 1)},
		{"hedges.tiny", []any{"Hedges_g"}, func() (float64, analytics.Undefined) {
			g, why := analytics.HedgesG(on5(3, 4, 5).Moments(), on5(1, 2, 4).Moments())
			return g.G, why
		}},
		{"hedges.sd0", nil, func() (float64, analytics.Undefined) {
			g, why := analytics.HedgesG(on5(3, 3, 3).Moments(), on5(4, 4, 4).Moments())
			return g.G, why
		}},
	}
	for _, tt := range tests {
		got, why := tt.got()
		value(t, fmt.Sprint(tt.id, tt.path), got, why, e.at(tt.id, tt.path...), closed)
	}
	t.Run("an item without variance that is left out is another alpha", func(t *testing.T) {
		alpha, _ := analytics.Alpha(completeOf(1, 5, columns([]int{1, 2, 3, 4}, []int{2, 2, 3, 4}, []int{3, 3, 3, 3})...))
		disagree(t, "alpha", alpha, e.number("alpha.constant.item.psych"))
	})
	t.Run("quantiles are of type 7 and no other", func(t *testing.T) {
		v := sampleOf(1, 5, 1, 2, 2, 3, 4, 4, 5)
		differ := map[int]bool{}
		for _, q := range []int{10, 25, 50, 75, 90} {
			got := must[float64](t, "quantile")(v.Quantile(float64(q) / 100))
			agree(t, "quantile", got, e.number("quantiles", "t7", strconv.Itoa(q)+"%"), closed)
			for kind := 1; kind <= 9; kind++ {
				differ[kind] = differ[kind] || off(got, e.number("quantiles", "t"+strconv.Itoa(kind), strconv.Itoa(q)+"%")) > 1e-9
			}
		}
		for kind := 1; kind <= 9; kind++ {
			if differ[kind] == (kind == 7) {
				t.Errorf("type %d: differs %v", kind, differ[kind])
			}
		}
	})
	t.Run("teams whose means are equal have no ICC(2)", func(t *testing.T) {
		g := analytics.Groups{on5(1, 5).Moments(), on5(2, 4).Moments(), on5(3, 3).Moments()}
		agree(t, "icc1", must[float64](t, "icc1")(g.ICC1()), e.number("icc1.negative", "icc1"), closed)
		if v, why := g.ICC2(); why != analytics.NoSpread {
			t.Errorf("icc2 is %g (%s)", v, why)
		}
		m := must[analytics.Shrinkage](t, "reml")(g.Shrink())
		agree(t, "tau2", m.Tau2, e.number("singular.lmer", "tau2"), fitted)
		agree(t, "sigma2", m.Sigma2, e.number("singular.lmer", "sigma2"), fitted)
		agree(t, "eb", m.Mean(4, 2), e.number("singular.lmer", "eb.a"), fitted)
	})
}

func TestAdjustedPValuesAreThoseOfR(t *testing.T) {
	e := readExpected(t, "expected_edge.json", "edge.")
	for id, in := range map[string][]float64{
		"bh": {0.01, 0.04, 0.03, 0.005, 0.5}, "bh.ties": {0.02, 0.02, 0.02, 0.9}, "bh.na": {0.01, -1, 0.04},
		"bh.capped": {0.9, 0.01, 0.95, 0.3, 1, 0.2, 0.97}, "bh.empty": {},
	} {
		var ps []*float64
		for _, p := range in {
			if p < 0 {
				ps = append(ps, nil)
			} else {
				ps = append(ps, &p)
			}
		}
		analytics.Adjust(ps)
		for i, p := range ps {
			if want, ok := e.at(id, i).(float64); !ok && p != nil {
				t.Errorf("%s %d is %g, R has NA", id, i, *p)
			} else if ok {
				agree(t, id, *p, want, closed)
			}
		}
	}
}

func TestDistributionsAreThoseOfR(t *testing.T) {
	e := readExpected(t, "expected_distributions.json", "dist.")
	number := func(s string) float64 {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	for df, row := range e.at("pt.lower").(map[string]any) {
		for x, p := range row.(map[string]any) {
			tail := analytics.BothTails(number(x), number(df)) / 2
			if number(x) > 0 {
				tail = 1 - tail
			}
			agree(t, "P(T <= "+x+") with df "+df, tail, p.(float64), 1e-9)
		}
	}
	for name, p := range e.at("t.two.sided.extreme").(map[string]any) {
		x, df, _ := strings.Cut(strings.TrimPrefix(name, "t="), ",df=")
		agree(t, name, analytics.BothTails(number(x), number(df)), p.(float64), pvalue)
	}
	for df, q := range e.at("qt975").(map[string]any) {
		agree(t, "t(0.975) with df "+df, analytics.TQuantile(0.975, number(df)), q.(float64), 1e-11)
	}
	for x, p := range e.at("pnorm").(map[string]any) {
		tail := analytics.NormalBothTails(number(x)) / 2
		if number(x) > 0 {
			tail = 1 - tail
		}
		agree(t, "P(Z <= "+x+")", tail, p.(float64), pvalue)
	}
	for m, j := range e.at("hedges.J").(map[string]any) {
		agree(t, "J of "+m, analytics.HedgesJ(number(m)), j.(map[string]any)["exact"].(float64), closed)
	}
}
