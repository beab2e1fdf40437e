package analytics_test

import (
	"math"
	"testing"

	"teamtrust/analytics"
)

// TestGoldenValues recomputes small published examples to the seven digits
// that were noted.
func TestGoldenValues(t *testing.T) {
	near := func(what string, got, want float64) {
		t.Helper()
		if off(got, want) > 5e-7 {
			t.Errorf("%s is %.9g, want %.9g", what, got, want)
		}
	}
	a, b := analytics.Histogram(1, 1, 2, 4, 6, 3), analytics.Histogram(1, 3, 4, 5, 3, 1)
	ma, mb := a.Moments(), b.Moments()
	near("mean of a", must[float64](t, "mean")(ma.Mean()), 3.5)
	near("mean of b", must[float64](t, "mean")(mb.Mean()), 2.6875)
	near("variance of a", must[float64](t, "variance")(ma.Variance()), 1.3333333333)
	near("variance of b", must[float64](t, "variance")(mb.Variance()), 1.4291666667)
	w := must[analytics.Welch](t, "welch")(analytics.CompareMeans(ma, mb))
	near("t", w.T, 1.955385)
	near("df", w.DF, 29.96394)
	near("p", w.P, 0.05992021)
	u := must[analytics.Ranks](t, "ranks")(analytics.CompareRanks(a, b))
	near("U", u.U, 177)
	near("p of U", u.P, 0.0601861)
	near("delta", u.Delta, 0.3828125)
	near("g", must[analytics.Effect](t, "g")(analytics.HedgesG(ma, mb)).G, 0.6738798)

	onlyB := completeOf(1, 5, expand(3, 4, 5, 3, 1)...)
	near("rwg of b", must[float64](t, "rwg")(analytics.RWGJ(onlyB)), 0.2854167)
	near("awg of b", must[float64](t, "awg")(analytics.AWG(onlyB)), 0.3133133)
	polarised, split, _ := analytics.Polarisation(b, 5)
	near("polarisation of b", polarised, 0.3349609)
	if split {
		t.Error("b is no split team")
	}
	onlyA := completeOf(1, 5, expand(1, 2, 4, 6, 3)...)
	near("rwg of a", must[float64](t, "rwg")(analytics.RWGJ(onlyA)), 1.0/3)
	near("awg of a", must[float64](t, "awg")(analytics.AWG(onlyA)), 1.0/3)
	polarised, _, _ = analytics.Polarisation(a, 5)
	near("polarisation of a", polarised, 0.3125)

	half := func(headcount int64) float64 {
		ci := must[[2]float64](t, "ci")(analytics.StateInterval(ma, headcount))
		return (ci[1] - ci[0]) / 2 * 25
	}
	near("half-width of a with 20 people", half(20), 6.879224)
	near("half-width of a", half(analytics.Unknown), 15.38241)

	cov := []float64{1.2, .6, .5, 1, .4, .9}
	near("alpha", must[float64](t, "alpha")(analytics.AlphaOf(cov[0]+cov[3]+cov[5], 6.1, 3)), 0.7377049)
	near("omega", must[float64](t, "omega")(analytics.OmegaOf(cov, 3)), 0.7416307)

	ps := []*float64{new(.001), new(.012), new(.021), new(.04), new(.2)}
	analytics.Adjust(ps)
	for i, want := range []float64{.005, .03, .035, .05, .2} {
		near("adjusted p", *ps[i], want)
	}

	var points []analytics.Point
	for i, day := range []float64{14, 30, 60, 120, 240} {
		points = append(points, analytics.Point{Time: day, Score: []float64{48, 53, 56, 60, 63}[i], Weight: 1.0 / 36})
	}
	curve := must[analytics.LogCurve](t, "log")(analytics.FitLog(points))
	near("a", curve.A, 34.00982)
	near("b", curve.B, 5.354707)
	near("se of b", curve.SEB, 2.743539)
}

// expand lists the answers of a histogram that begins at 1.
func expand(counts ...int) [][]int {
	var rows [][]int
	for v, n := range counts {
		for range n {
			rows = append(rows, []int{v + 1})
		}
	}
	return rows
}

// TestGoldenTeams takes three teams of which only n, mean and SD are noted.
func TestGoldenTeams(t *testing.T) {
	g := analytics.GroupsOf([]int64{5, 8, 6}, []float64{60, 70, 52}, []float64{15, 18, 20})
	if icc := must[float64](t, "icc1")(g.ICC1()); off(icc, 0.1076721) > 1e-6 {
		t.Errorf("ICC(1) is %g", icc)
	}
	if icc := must[float64](t, "icc2")(g.ICC2()); off(icc, 0.4283718) > 1e-6 {
		t.Errorf("ICC(2) is %g", icc)
	}
}

func TestSmallestChangeIsThatOfThePublishedTable(t *testing.T) {
	for n, want := range map[int64]float64{5: 40.5, 8: 30.1, 12: 23.9, 20: 18.2, 30: 14.7, 50: 11.3} {
		got := must[float64](t, "smallest")(analytics.SmallestChange(n, n, 20))
		if math.Abs(got-want) > 0.5 {
			t.Errorf("with %d in each wave %.2f points can be found, want about %.1f", n, got, want)
		}
	}
}
