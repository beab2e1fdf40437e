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
	return alphaOf(c.covariances(), len(c.sums))
}

func alphaOf(cov []float64, k int) (float64, Undefined) {
	diagonal, total := sumsOf(cov, k)
	if total <= 0 {
		return 0, NoSpread
	}
	return float64(k) / float64(k-1) * (1 - diagonal/total), Defined
}

// sumsOf adds up the diagonal and all elements of a symmetric matrix.
func sumsOf(triangle []float64, k int) (diagonal, total float64) {
	p := 0
	for i := range k {
		for j := i; j < k; j++ {
			if i == j {
				diagonal += triangle[p]
				total += triangle[p]
			} else {
				total += 2 * triangle[p]
			}
			p++
		}
	}
	return diagonal, total
}
