package analytics

// RWGJ is within-group agreement r_wg(j) against answers that are spread
// evenly, with the mean item variance capped at that; one item gives r_wg.
// Within 0..1, over complete rows. Source: L. R. James, R. G. Demaree and G. Wolf,
// Estimating Within-group Interrater Reliability, 1984.
func RWGJ(c *Complete) (float64, Undefined) {
	if c.n < 2 {
		return 0, TooFew
	}
	even := float64(c.points*c.points-1) / 12
	mean, k := 0.0, float64(len(c.sums))
	for _, v := range c.variances() {
		mean += v / k
	}
	share := min(mean/even, 1)
	return k * (1 - share) / (k*(1-share) + share), Defined
}

// AWG is agreement a_wg, which corrects for means near an end of the scale,
// averaged over the items whose mean lies in its range, over complete rows.
// Source: R. D. Brown and N. M. A. Hauenstein, Interrater Agreement Reconsidered, 2005.
func AWG(c *Complete) (float64, Undefined) {
	if c.n < 2 {
		return 0, TooFew
	}
	total, items := 0.0, 0
	for i, v := range c.variances() {
		if a, why := c.awg(i, v); why == Defined {
			total += a
			items++
		}
	}
	if items == 0 {
		return 0, OutOfRange
	}
	return total / float64(items), Defined
}

func (c *Complete) awg(item int, variance float64) (float64, Undefined) {
	n, span := c.n, int64(c.points-1)
	sum := c.sums[item]
	switch {
	case sum == 0 || sum == n*span:
		return 1, Defined // everybody at one end agrees
	case sum < span || sum > (n-1)*span:
		return 0, OutOfRange
	}
	low, high, m, k := float64(c.lo), float64(c.lo)+float64(span), c.mean(item), float64(n)
	return 1 - 2*variance/(((high+low)*m-m*m-high*low)*k/(k-1)), Defined
}

// Polarisation is the population variance of the scores over the largest
// possible one, ((hi−lo)/2)²: 0 where all are equal, 1 for two camps at the
// ends. split says that it is above one half and that at least a quarter of
// the scores lie in each end: within one point of lo, and of hi (exactly at
// lo and hi on scales of two or three points).
func Polarisation(scores Values, points int) (value float64, split bool, why Undefined) {
	m := scores.Moments()
	if m.n < 2 {
		return 0, false, TooFew
	}
	span := float64(points - 1)
	value = m.about() / float64(m.n) / (span * span / 4)
	width := scores.unit
	if points < 4 {
		width = 0
	}
	low, high := int64(0), int64(0)
	for i, x := range scores.at {
		if x <= width {
			low += scores.n[i]
		}
		if x >= int64(points-1)*scores.unit-width {
			high += scores.n[i]
		}
	}
	return value, value > 0.5 && 4*low >= m.n && 4*high >= m.n, Defined
}
