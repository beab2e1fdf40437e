package analytics_test

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"teamtrust/analytics"
)

// checkFinite fails where any number of a value is NaN or infinite.
func checkFinite(t rapid.TB, what string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Float64:
		if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
			t.Fatalf("%s is %g", what, v.Float())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			checkFinite(t, what+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Array, reflect.Slice:
		for i := range v.Len() {
			checkFinite(t, what, v.Index(i))
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			checkFinite(t, what, v.Elem())
		}
	}
}

func finite(t rapid.TB, what string, values ...any) {
	for _, v := range values {
		checkFinite(t, what, reflect.ValueOf(v))
	}
}

// TestEveryMeasureIsANumberOrHasAReason runs everything on small samples,
// where constant items, empty groups and single values are common.
func TestEveryMeasureIsANumberOrHasAReason(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.Int64Range(0, 3), 5, 5)
		a, b := analytics.Histogram(1, counts.Draw(t, "a")...), analytics.Histogram(1, counts.Draw(t, "b")...)
		ma, mb := a.Moments(), b.Moments()
		check := func(what string, v any, why analytics.Undefined) {
			if why == analytics.Defined {
				finite(t, what, v)
			}
		}
		w, why := analytics.CompareMeans(ma, mb)
		check("welch", w, why)
		g, why := analytics.HedgesG(ma, mb)
		check("g", g, why)
		r, why := analytics.CompareRanks(a, b)
		check("ranks", r, why)
		if why == analytics.Defined && (r.P < 0 || r.P > 1 || r.Delta < -1 || r.Delta > 1) {
			t.Fatalf("ranks %+v", r)
		}
		ci, why := analytics.StateInterval(ma, rapid.Int64Range(-1, 20).Draw(t, "headcount"))
		check("ci", ci, why)
		wilson, why := analytics.Wilson(min(ma.N(), mb.N()), ma.N()+mb.N())
		check("wilson", wilson, why)
		p, _, why := analytics.Polarisation(a, 5)
		check("polarisation", p, why)
		quantile, why := a.Quantile(rapid.Float64Range(0, 1).Draw(t, "p"))
		check("quantile", quantile, why)

		item := rapid.SliceOfN(rapid.IntRange(1, 5), 3, 3)
		c := completeOf(1, 5, rapid.SliceOfN(item, 1, 6).Draw(t, "rows")...)
		for name, f := range map[string]func(*analytics.Complete) (float64, analytics.Undefined){
			"alpha": analytics.Alpha, "omega": analytics.Omega, "rwg": analytics.RWGJ, "awg": analytics.AWG,
		} {
			v, why := f(c)
			check(name, v, why)
		}

		var groups analytics.Groups
		var teams []analytics.Affected
		for _, h := range rapid.SliceOfN(counts, 0, 6).Draw(t, "teams") {
			before := analytics.Histogram(1, h...).Moments()
			groups = append(groups, before)
			teams = append(teams, analytics.Affected{
				Treated: rapid.Bool().Draw(t, "treated"), Before: before,
				After: analytics.Histogram(1, counts.Draw(t, "after")...).Moments(),
			})
		}
		icc1, why := groups.ICC1()
		check("icc1", icc1, why)
		icc2, why := groups.ICC2()
		check("icc2", icc2, why)
		model, why := groups.Shrink()
		check("reml", model, why)
		if why == analytics.Defined {
			finite(t, "shrunken", model.Mean(2, 1), model.Reliability(3), model.Variance(2), model.Rebound(2, 5))
		}
		d, why := analytics.DifferenceInDifferences(teams)
		check("did", []any{d.Estimate, d.SE, d.Tau2, d.OLS, d.CR2}, why)
	})
}

func TestCurvesAreNumbersOrHaveAReason(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var points []analytics.Point
		for range rapid.IntRange(0, 7).Draw(t, "points") {
			points = append(points, analytics.Point{
				Time:  float64(rapid.IntRange(0, 6).Draw(t, "time")),
				Score: float64(rapid.IntRange(0, 10).Draw(t, "score")) * 10, Weight: rapid.SampledFrom([]float64{0.01, 1, 4}).Draw(t, "weight"),
			})
		}
		curve, why := analytics.FitLog(points)
		if why == analytics.Defined {
			finite(t, "log", curve)
		}
		fit, why := analytics.FitExponential(points)
		if why == analytics.Defined {
			finite(t, "exponential", fit)
			if fit.K <= 0 || fit.KCI[0] <= 0 || fit.A < 0 || fit.A > 100 {
				t.Fatalf("a curve that must be refused: %+v", fit)
			}
		}
		e := func(name string) analytics.Estimate {
			return analytics.Estimate{Value: float64(rapid.IntRange(0, 100).Draw(t, name)), Variance: rapid.Float64Range(0, 50).Draw(t, "variance of "+name)}
		}
		share, ci, why := analytics.Recovered(e("baseline"), e("low"), e("now"))
		if why == analytics.Defined {
			finite(t, "share", share, ci)
			if ci[0] > share || ci[1] < share {
				t.Fatalf("the share %g is not in %v", share, ci)
			}
		}
	})
}

func TestOrderOfTeamsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.Int64Range(0, 9), 5, 5)
		var groups analytics.Groups
		for _, h := range rapid.SliceOfN(counts, 2, 8).Draw(t, "teams") {
			groups = append(groups, analytics.Histogram(1, h...).Moments())
		}
		again := analytics.Groups(rapid.Permutation(groups).Draw(t, "order"))
		a, why := groups.Shrink()
		b, whyAgain := again.Shrink()
		if why != whyAgain || why == analytics.Defined && (off(b.Grand, a.Grand) > 1e-9 || math.Abs(b.Tau2-a.Tau2) > 1e-7) {
			t.Fatalf("%+v (%s) and %+v (%s)", a, why, b, whyAgain)
		}
	})
}
