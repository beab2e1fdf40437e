package analytics

// Complete is what the rows that answered all items of one dimension leave
// behind: count, sums and products of the keyed values above lo.
type Complete struct {
	n        int64
	points   int     // of the scale
	lo       int     // of the scale
	sums     []int64 // by item
	products []int64 // upper triangle by rows
}

// scatter is n·Σxᵢxⱼ − ΣxᵢΣxⱼ, exactly.
func (c *Complete) scatter(i, j, p int) float64 {
	return differenceOfProducts(uint64(c.n), uint64(c.products[p]), uint64(c.sums[i]), uint64(c.sums[j]))
}

// scatterOfSum is the scatter of the rows' sums, exactly: items that cancel each
// other out leave zero and no rounding error.
func (c *Complete) scatterOfSum() float64 {
	sum, square, p := int64(0), int64(0), 0
	for i := range c.sums {
		sum += c.sums[i]
		square += c.products[p]
		for range len(c.sums) - i - 1 {
			p++
			square += 2 * c.products[p]
		}
		p++
	}
	return differenceOfProducts(uint64(c.n), uint64(square), uint64(sum), uint64(sum))
}

// covariances are those with n − 1, as an upper triangle by rows. n is at
// least 2.
func (c *Complete) covariances() []float64 {
	out := make([]float64, 0, len(c.products))
	den := float64(c.n) * float64(c.n-1)
	for i := range c.sums {
		for j := i; j < len(c.sums); j++ {
			out = append(out, c.scatter(i, j, len(out))/den)
		}
	}
	return out
}

// variances are those of the items with n − 1. n is at least 2.
func (c *Complete) variances() []float64 {
	out := make([]float64, len(c.sums))
	p := 0
	for i := range c.sums {
		out[i] = c.scatter(i, i, p) / (float64(c.n) * float64(c.n-1))
		p += len(c.sums) - i
	}
	return out
}

// mean is that of one item on the answer scale.
func (c *Complete) mean(item int) float64 {
	return float64(c.lo) + float64(c.sums[item])/float64(c.n)
}
