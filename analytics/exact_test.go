package analytics

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// exactly is a·b − c·d, rounded once by another program.
func exactly(a, b, c, d *big.Int) float64 {
	x, y := new(big.Int).Mul(a, b), new(big.Int).Mul(c, d)
	f, _ := new(big.Float).SetInt(x.Sub(x, y)).Float64()
	return f
}

func TestDifferencesOfProductsAreRoundedOnce(t *testing.T) {
	number := rapid.OneOf(rapid.Uint64(), rapid.Uint64Max(1000), rapid.SampledFrom([]uint64{0, 1, 1 << 53, 1<<53 + 1, math.MaxUint64}))
	rapid.Check(t, func(t *rapid.T) {
		a, b, c, d := number.Draw(t, "a"), number.Draw(t, "b"), number.Draw(t, "c"), number.Draw(t, "d")
		if rapid.Bool().Draw(t, "close") { // so that only the last bits are left
			c, d = a, b-uint64(rapid.IntRange(-2, 2).Draw(t, "by"))
		}
		u := func(x uint64) *big.Int { return new(big.Int).SetUint64(x) }
		if got, want := differenceOfProducts(a, b, c, d), exactly(u(a), u(b), u(c), u(d)); got != want {
			t.Fatalf("%d·%d − %d·%d is %v, want %v", a, b, c, d, got, want)
		}
	})
}

// Sums of 64 bits and sums of 128 bits are two ways through the same formula.
func TestMomentsAreExactBeyond64Bits(t *testing.T) {
	part := rapid.Custom(func(t *rapid.T) wide {
		return wide{hi: rapid.SampledFrom([]uint64{0, 0, 1, 1 << 40}).Draw(t, "hi"), lo: rapid.Uint64().Draw(t, "lo")}
	})
	rapid.Check(t, func(t *rapid.T) {
		m := Moments{n: rapid.Int64Range(1, 1<<50).Draw(t, "n"), unit: 1, sum: part.Draw(t, "sum"), squares: part.Draw(t, "squares")}
		if got, want := m.scatter(), exactly(big.NewInt(m.n), m.squares.big(), m.sum.big(), m.sum.big()); got != want {
			t.Fatalf("%+v: %v, want %v", m, got, want)
		}
		o := Moments{n: rapid.Int64Range(1, 1<<50).Draw(t, "other n"), sum: part.Draw(t, "other sum")}
		if rapid.Bool().Draw(t, "twice") && m.sum.hi < 1<<41 {
			o = Moments{n: 2 * m.n, sum: m.sum}
			o.sum.add(m.sum)
		}
		want := new(big.Int).Mul(m.sum.big(), big.NewInt(o.n)).Cmp(new(big.Int).Mul(o.sum.big(), big.NewInt(m.n))) == 0
		if m.sameMean(o) != want {
			t.Fatalf("%+v and %+v: the same mean is not %t", m, o, want)
		}
	})
}

// plainDeviance is twice the negative restricted log likelihood but for
// constants, team by team.
func plainDeviance(g Groups, ratio float64) float64 {
	w, weighted, logs, within, total := 0.0, 0.0, 0.0, 0.0, 0.0
	for _, m := range g {
		x := 1 / (ratio + 1/float64(m.n))
		w += x
		weighted += x * m.mean()
		logs += math.Log(1 + float64(m.n)*ratio)
		within += m.about()
		total += float64(m.n)
	}
	q := within
	for _, m := range g {
		q += math.Pow(m.mean()-weighted/w, 2) / (ratio + 1/float64(m.n))
	}
	return (total-1)*math.Log(q) + logs + math.Log(w)
}

// Whatever the sizes of the teams, no other ratio of the variances is likelier
// than the one that is found.
func TestTheShrinkageIsTheLikeliest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var g Groups
		for range rapid.IntRange(2, 30).Draw(t, "teams") {
			counts := rapid.SliceOfN(rapid.Int64Range(0, 3), 5, 5).Draw(t, "counts")
			if v := Histogram(1, counts...); v.N() > 0 {
				g = append(g, v.Moments())
			}
		}
		model, why := g.Shrink()
		if why != Defined {
			return
		}
		found := model.Tau2 / model.Sigma2
		least := plainDeviance(g, found)
		for _, other := range []float64{0, found / 2, found * 0.99, found * 1.01, found * 2, 0.001, 0.01, 0.1, 1, 10} {
			if d := plainDeviance(g, other); d < least-1e-9*math.Abs(least) {
				t.Fatalf("ratio %g has deviance %.15g, less than %.15g at %g", other, d, least, found)
			}
		}
	})
}

func TestRememberedPointsAreThoseOfTheDistribution(t *testing.T) {
	var s studentPoints
	for range 2 {
		for _, df := range []float64{1, 4, 4.5, 1e6} {
			for _, p := range []float64{0.8, 0.975} {
				if s.at(p, df) != tQuantile(p, df) || (*studentPoints)(nil).at(p, df) != tQuantile(p, df) {
					t.Errorf("the point of %g with %g degrees of freedom is another one", p, df)
				}
			}
		}
	}
}

// The points were computed with forty digits.
func TestPointsOfStudentsTAreExact(t *testing.T) {
	for _, c := range []struct{ p, df, want float64 }{
		{0.975, 1, 12.706204736174704}, {0.975, 2, 4.3026527297494637}, {0.975, 3, 3.1824463052837096}, {0.975, 4, 2.7764451051977944},
		{0.975, 7, 2.3646242515927853}, {0.975, 19, 2.0930240544083098}, {0.975, 50, 2.0085591121007611}, {0.975, 200, 1.9718962236339094},
		{0.975, 1001, 1.9623367052808799}, {0.975, 5000, 1.9604385517065079}, {0.975, 1e6, 1.9599663568141070},
		{0.8, 3, 0.97847231236330444}, {0.8, 19, 0.86095055026892879}, {0.8, 200, 0.84342213153541829},
		{0.8, 1001, 0.84198046278567926}, {0.8, 1e6, 0.84162159301398401},
	} {
		if got := tQuantile(c.p, c.df); math.Abs(got-c.want) > 1e-13*c.want {
			t.Errorf("p %g, df %g: %.17g, want %.17g", c.p, c.df, got, c.want)
		}
	}
}
