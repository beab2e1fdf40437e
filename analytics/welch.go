package analytics

import "math"

// Welch is a comparison of two means without assuming equal spread.
type Welch struct {
	T, DF, P   float64
	Difference float64 // first minus second, on the answer scale
	CI         [2]float64

	se float64
}

// CompareMeans is the t test of B. L. Welch, 1947, of the first sample against
// the second, as R's t.test(a, b). It needs two values on each side, and
// values that differ on at least one.
func CompareMeans(a, b Moments) (Welch, Undefined) {
	w, why := testMeans(a, b)
	if why == Defined {
		half := tQuantile(0.975, w.DF) * w.se
		w.CI = [2]float64{w.Difference - half, w.Difference + half}
	}
	return w, why
}

// testMeans is CompareMeans without the interval, which takes longest.
func testMeans(a, b Moments) (Welch, Undefined) {
	if a.n < 2 || b.n < 2 {
		return Welch{}, TooFew
	}
	na, nb := float64(a.n), float64(b.n)
	va, vb := a.variance()/na, b.variance()/nb
	v := va + vb
	w := Welch{Difference: a.mean() - b.mean()}
	if v == 0 {
		return Welch{}, NoSpread
	}
	w.se = math.Sqrt(v)
	w.T = w.Difference / w.se
	w.DF = v * v / (va*va/(na-1) + vb*vb/(nb-1))
	w.P = bothTails(w.T, w.DF)
	return w, Defined
}
