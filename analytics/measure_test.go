package analytics

import (
	"encoding/json"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestClippingAtTheExactBounds(t *testing.T) {
	// Sums of keyed values above lo, so the scale matters through its span
	// only: 1–5 has 4, 0–10 has 10, 0–1 has 1.
	cases := []struct {
		name         string
		n, span, sum int64
		want         int64
		word         string
	}{
		{"1–5, five ballots, all 1", 5, 4, 0, 5, AtMost},
		{"1–5, five ballots, at the lower bound", 5, 4, 5, 5, AtMost},
		{"1–5, five ballots, one above", 5, 4, 6, 6, ""},
		{"1–5, five ballots, one below the upper bound", 5, 4, 14, 14, ""},
		{"1–5, five ballots, at the upper bound", 5, 4, 15, 15, AtLeast},
		{"1–5, five ballots, all 5", 5, 4, 20, 15, AtLeast},
		{"0–10, seven ballots, at the lower bound", 7, 10, 11, 11, AtMost},
		{"0–10, seven ballots, one above", 7, 10, 12, 12, ""},
		{"0–10, seven ballots, at the upper bound", 7, 10, 59, 59, AtLeast},
		{"0–10, seven ballots, one below", 7, 10, 58, 58, ""},
		{"0–1, five ballots: every sum is clipped, two", 5, 1, 2, 2, AtMost},
		{"0–1, five ballots: every sum is clipped, three", 5, 1, 3, 3, AtLeast},
		{"0–1, six ballots, the middle is open", 6, 1, 3, 3, ""},
		{"0–1, six ballots, none", 6, 1, 0, 2, AtMost},
	}
	for _, c := range cases {
		var m marks
		if got := m.clip(3, c.sum, c.n, c.span); got != c.want || m.word() != c.word || m.of(2).any() {
			t.Errorf("%s: got %d %q, want %d %q", c.name, got, m.word(), c.want, c.word)
		}
	}
	if both := (marks{low: 1, high: 2}); both.word() != Both || both.of(0).word() != AtMost || both.of(1).word() != AtLeast {
		t.Error("a dimension with one item at most and one at least is both")
	}
}

// A sum that is published as it is leaves every answer of every ballot
// possible, and to an insider who gave the opposite extreme it does not say
// that all others, or all but one step, gave the other.
func TestSumsThatAreNotClippedLeaveEveryAnswerOpen(t *testing.T) {
	for span := int64(1); span <= 10; span++ {
		for n := int64(5); n <= 30; n++ {
			for sum := range n*span + 1 {
				var m marks
				if s := m.clip(0, sum, n, span); m.any() || s != sum {
					continue
				}
				if sum < span || sum > (n-1)*span {
					t.Fatalf("n %d, span %d: sum %d rules answers out", n, span, sum)
				}
				if insider := sum - span; insider < 2 || (n-1)*span-sum < 2 {
					t.Fatalf("n %d, span %d: sum %d tells an insider of unanimity", n, span, sum)
				}
			}
		}
	}
}

func TestRatiosAreRoundedHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct{ num, den, want int64 }{
		{5, 2, 3}, {-5, 2, -3}, {49, 100, 0}, {1, 2, 1}, {-1, 2, -1}, {-49, 100, 0}, {7, 3, 2}, {8, 3, 3}, {0, 7, 0}, {335, 10, 34}, {-335, 10, -34},
	} {
		if got := ratio(c.num, c.den); got != c.want {
			t.Errorf("%d/%d: got %d, want %d", c.num, c.den, got, c.want)
		}
	}
}

func TestRatioIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		num, den := rapid.Int64Range(-1e12, 1e12).Draw(t, "num"), rapid.Int64Range(1, 1e7).Draw(t, "den")
		distance := new(big.Rat).Sub(new(big.Rat).SetInt64(ratio(num, den)), big.NewRat(num, den))
		away := distance.Sign() == 0 || distance.Sign() == big.NewRat(num, den).Sign()
		if c := distance.Abs(distance).Cmp(big.NewRat(1, 2)); c > 0 || c == 0 && !away {
			t.Fatalf("%d/%d became %d", num, den, ratio(num, den))
		}
	})
}

func TestScoresComeFromTheRoundedMean(t *testing.T) {
	s := &Scoring{lo: 1, points: 5}
	for mean, want := range map[int64]float64{100: 0, 500: 100, 337: 59.3, 333: 58.3, 101: 0.3, 366: 66.5} {
		if got := s.score(mean); got != want {
			t.Errorf("mean %d: got %v, want %v", mean, got, want)
		}
	}
	if got := (&Scoring{lo: -2, points: 5}).score(-133); got != 16.8 {
		t.Errorf("a mean of -1.33 on -2–2 scores %v, want 16.8", got)
	}
}

func TestNoNumberPrintsAsNegativeZero(t *testing.T) {
	if out, _ := json.Marshal(round2(-0.001)); string(out) != "0" {
		t.Errorf("got %s", out)
	}
}

func TestSDsAreRoundedFromTheExactVariance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := rapid.SliceOfN(rapid.Int64Range(0, 50), 2, 12).Draw(t, "histogram")
		m := momentsOf(h, rapid.Int64Range(1, 12).Draw(t, "unit"))
		if m.n < 2 {
			t.Skip("no spread")
		}
		got := m.sdHundredths()
		// got − ½ ≤ 100·sd < got + ½, squared and over whole numbers.
		v := new(big.Rat).SetFrac(m.scatter(), big.NewInt(m.n*(m.n-1)*m.unit*m.unit))
		v.Mul(v, big.NewRat(40000, 1))
		low, high := big.NewRat((2*got-1)*(2*got-1), 1), big.NewRat((2*got+1)*(2*got+1), 1)
		if got > 0 && low.Cmp(v) > 0 || v.Cmp(high) >= 0 {
			t.Fatalf("%v: %d hundredths", h, got)
		}
		if math.Abs(m.sd()*100-float64(got)) > 0.5+1e-9 {
			t.Fatalf("%v: sd %v and %d hundredths", h, m.sd(), got)
		}
	})
}

func TestAnSDExactlyBetweenTwoHundredthsIsRoundedUp(t *testing.T) {
	// A sum of squares of 8·3² about a mean of 0, over n − 1 = 8, is an SD of
	// three fortieths: 0.075.
	m := moments{n: 9, sum: 0, squares: 8 * 9, unit: 40}
	if got := m.sdHundredths(); got != 8 {
		t.Errorf("0.075 became %d hundredths, want 8", got)
	}
}

func TestStudentQuantiles(t *testing.T) {
	q := tQuantiles{}
	for df, want := range map[int]float64{1: 12.7062047362, 4: 2.7764451052, 9: 2.2621571628, 29: 2.0452296421, 99: 1.9842169516} {
		if got := q.of(df); math.Abs(got-want) > 1e-9*want {
			t.Errorf("df %d: got %.10f, want %.10f", df, got, want)
		}
	}
	if got := q.of(1e6); math.Abs(got-1.959966) > 1e-5 {
		t.Errorf("df 10⁶: got %v", got)
	}
}

func TestIntervals(t *testing.T) {
	q := tQuantiles{}
	cases := []struct {
		name              string
		mean              int64
		spread            pool
		n                 int64
		invited, replaced int
		want              *[2]float64
	}{
		// t(9) = 2.262157, 2.262157·1/√10·√(1−10/40) = 0.619521
		{"a quarter answered", 350, pool{sd: 1, df: 9}, 10, 40, 0, &[2]float64{2.88, 4.12}},
		{"everybody answered: nothing is left to infer", 350, pool{sd: 1, df: 9}, 10, 10, 0, nil},
		// t(10) = 2.228139, 2.228139·1/√11·√(1−9/10) = 0.212445
		{"more ballots than people: two may be of one", 350, pool{sd: 1, df: 10}, 11, 10, 2, &[2]float64{3.29, 3.71}},
		// 2.228139·1/√11·√(1−10/11) = 0.202558
		{"as many ballots as people, one of which may be of one", 350, pool{sd: 1, df: 10}, 11, 11, 1, &[2]float64{3.30, 3.70}},
		{"twice from everybody who could: nobody is missing", 350, pool{sd: 1, df: 10}, 11, 10, 1, nil},
		{"no spread", 350, pool{sd: 0, df: 9}, 10, 40, 0, nil},
		{"no pooled spread", 350, pool{}, 6, 40, 0, nil},
		{"one ballot", 350, pool{sd: 1, df: 9}, 1, 40, 0, nil},
		{"beyond the ends of the scale it is not cut off", 480, pool{sd: 1, df: 9}, 10, 40, 0, &[2]float64{4.18, 5.42}},
	}
	for _, c := range cases {
		got := q.interval(c.mean, c.spread, c.n, c.invited, c.replaced)
		if (got == nil) != (c.want == nil) || got != nil && *got != *c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestThePooledSpread(t *testing.T) {
	large := func(n int) part { return part{n: n, about: float64(n - 1)} }   // SD 1
	small := func(n int) part { return part{n: n, about: 4 * float64(n-1)} } // SD 2
	cases := []struct {
		name    string
		cohorts [][]part
		want    pool
		in      int // parts that are in the pool, of which each has one incomplete ballot
	}{
		{"large blocks alone", [][]part{{large(10)}, {large(20)}}, pool{sd: 1, df: 28}, 2},
		{"two small blocks are left out", [][]part{{large(10)}, {small(6), small(9)}}, pool{sd: 1, df: 9}, 1},
		{"three small blocks with fewer than 20 ballots are left out", [][]part{{large(10)}, {small(6), small(6), small(7)}}, pool{sd: 1, df: 9}, 1},
		{"three small blocks with 20 ballots are added", [][]part{{large(21)}, {small(6), small(6), small(8)}}, pool{sd: math.Sqrt((20 + 4*17) / 37.0), df: 37}, 4},
		{"a cohort that mixes large and small is left out whole", [][]part{{large(10)}, {large(12), small(6)}}, pool{sd: 1, df: 9}, 1},
		{"a block with one ballot has no spread but mixes", [][]part{{large(10), small(1)}}, pool{}, 0},
		{"nothing", nil, pool{}, 0},
	}
	for _, c := range cases {
		for _, parts := range c.cohorts {
			for i := range parts {
				parts[i].cast = parts[i].n + 1
			}
		}
		got := pooled(c.cohorts, 5)
		printed := 0
		if got.df > 0 {
			printed = got.df + c.in
		}
		if math.Abs(got.sd-c.want.sd) > 1e-12 || got.df != c.want.df || got.printed != printed {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
	replaced := [][]part{{{n: 10, replaced: 1, about: 9}}}
	if got := pooled(replaced, 5); got.df != 0 {
		t.Errorf("ten ballots with one replaced invitation are not large: %+v", got)
	}
	if got := pooled([][]part{{large(14)}}, 15); got.df != 0 {
		t.Errorf("fourteen ballots are not large with a minimum group of 15: %+v", got)
	}
}
