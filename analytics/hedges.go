package analytics

import "math"

// Effect is a standardised difference of two means.
type Effect struct {
	G, Variance float64
	CI          [2]float64
}

// HedgesG is the difference of the first mean to the second in pooled SDs,
// corrected for small samples with the exact factor, and its normal interval
// from the variance 1/n₁ + 1/n₂ + g²/(2(n₁+n₂)), as metafor's escalc("SMD").
// Source: L. V. Hedges, Distribution Theory for Glass's Estimator of Effect Size,
// 1981.
func HedgesG(a, b Moments) (Effect, Undefined) {
	if a.n < 2 || b.n < 2 {
		return Effect{}, TooFew
	}
	na, nb := float64(a.n), float64(b.n)
	df := na + nb - 2
	sd := math.Sqrt((a.about() + b.about()) / df)
	if sd == 0 {
		return Effect{}, NoSpread
	}
	e := Effect{G: hedgesJ(df) * (a.mean() - b.mean()) / sd}
	e.Variance = 1/na + 1/nb + e.G*e.G/(2*(na+nb))
	half := z975 * math.Sqrt(e.Variance)
	e.CI = [2]float64{e.G - half, e.G + half}
	return e, Defined
}

// hedgesJ is Γ(m/2)/(√(m/2)·Γ((m−1)/2)). For large m the difference of the two
// logarithms would lose its digits, so a series takes over.
func hedgesJ(m float64) float64 {
	if m > 2000 {
		x := 1 / m
		return 1 - x*(3.0/4+x*(7.0/32+x*9.0/128))
	}
	a, _ := math.Lgamma(m / 2)
	b, _ := math.Lgamma((m - 1) / 2)
	return math.Exp(a-b) / math.Sqrt(m/2)
}
