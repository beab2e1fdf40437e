package analytics

// Alpha is Cronbach's alpha (raw, from covariances) over complete rows:
// k/(k−1)·(1 − Σcᵢᵢ/ΣΣcᵢⱼ). An item that everybody answered alike counts as
// one of the k. The value can be negative, even below −1: then an item is
// probably not keyed as it should be. Source: L. J. Cronbach, Coefficient Alpha, 1951.
func Alpha(c *Complete) (float64, Undefined) {
	switch {
	case len(c.sums) < 2:
		return 0, OneItem
	case c.n < 2:
		return 0, TooFew
	}
	diagonal, p := 0.0, 0
	for i := range c.sums {
		diagonal += c.scatter(i, i, p)
		p += len(c.sums) - i
	}
	return alphaOf(diagonal, c.scatterOfSum(), len(c.sums))
}

// alphaOf is alpha from the sum of the k variances and the variance of the sum,
// or from any one multiple of both.
func alphaOf(variances, total float64, k int) (float64, Undefined) {
	if total <= 0 {
		return 0, NoSpread
	}
	return float64(k) / float64(k-1) * (1 - variances/total), Defined
}
