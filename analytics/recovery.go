package analytics

import "math"

// Estimate is a score with its variance.
type Estimate struct {
	Value, Variance float64
}

// Recovered is the share of a drop that was regained: (now − low)/(baseline −
// low), 0 for nothing and 1 for all, with the interval of E. C. Fieller, 1954,
// which takes into account that the drop itself is uncertain. Where the drop
// is not clear there is no share to speak of. The three are independent.
func Recovered(baseline, low, now Estimate) (share float64, ci [2]float64, why Undefined) {
	gain, drop := now.Value-low.Value, baseline.Value-low.Value
	vg, vd, cov := now.Variance+low.Variance, baseline.Variance+low.Variance, low.Variance
	z2 := z975 * z975
	if !(drop > 0) || !(drop*drop > z2*vd) {
		return 0, ci, UnclearDrop
	}
	// The roots of (gain − x·drop)² = z²·var(gain − x·drop).
	a := drop*drop - z2*vd
	b := gain*drop - z2*cov
	c := gain*gain - z2*vg
	root := math.Sqrt(max(0, b*b-a*c))
	return gain / drop, [2]float64{(b - root) / a, (b + root) / a}, Defined
}

// Baseline is the mean of shrunken means of the surveys before an incident,
// weighted by n.
func Baseline(means []Estimate, n []int64) (Estimate, Undefined) {
	total, e := 0.0, Estimate{}
	for _, x := range n {
		total += float64(x)
	}
	if total == 0 {
		return Estimate{}, EmptyCell
	}
	for i, m := range means {
		w := float64(n[i]) / total
		e.Value += w * m.Value
		e.Variance += w * w * m.Variance
	}
	return e, Defined
}
