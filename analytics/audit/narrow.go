package audit

import (
	"math"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// tryUpTo bounds how many numbers of ballots are tried one by one.
const tryUpTo = 64

// narrow works out how many ballots a dimension of a figure is about: means,
// SDs, shares and the width of the interval fit few numbers. Where none fits,
// the numbers are not about the same ballots.
func (x *work) narrow(d dimension, r *row) {
	if r.own.Mean == nil || r.n.empty() || r.n.exact() && r.n.hi > tryUpTo {
		return
	}
	x.report.Compared.Identities++
	if r.n.hi > tryUpTo {
		r.n = x.narrowByInterval(r)
		return
	}
	fitting := interval{math.MaxInt64, 0}
	for n := max(1, r.n.lo); n <= r.n.hi; n++ {
		if x.fits(r, n) {
			fitting = interval{min(fitting.lo, n), n}
		}
	}
	if !fitting.empty() {
		r.n = fitting
		return
	}
	x.tell(Ballots, []survey.Path{r.team}, statistic("mean", d.id), "means, SDs, shares and intervals of one set of ballots",
		"no number of ballots up to %d gives all numbers of %s and its items for %s, so they are about different ballots.", r.n.hi, d.id, place(r.team))
}

// fits reports whether all numbers of a row can be about n ballots.
func (x *work) fits(r *row, n int64) bool {
	items := int64(len(r.items))
	if len(r.items) > 1 && !x.levelFits(r, &r.own.Level, n, items) {
		return false
	}
	for j := range r.items {
		if it := &r.items[j]; !x.levelFits(r, &it.Level, n, 1) || !histogramFits(it, n) {
			return false
		}
	}
	return true
}

// levelFits: the sum, the sum of squares and the counts in thirds are whole
// numbers, of values in steps of 1/unit, and the interval has the width that n
// gives it.
func (x *work) levelFits(r *row, l *analytics.Level, n, unit int64) bool {
	if l.Mean == nil {
		return true
	}
	sum := about(*l.Mean-float64(x.lo), exactly(n*unit))
	if sum.empty() {
		return false
	}
	for _, share := range [...]*float64{l.Favourable, l.Neutral, l.Unfavourable} {
		if share != nil && about(*share, exactly(n*unit)).empty() {
			return false
		}
	}
	if l.Clipped != "" {
		return true
	}
	return squaresFit(l, sum, n, unit) && x.widthFits(r, l, n)
}

// squaresFit reports whether some sum and sum of squares give the SD.
func squaresFit(l *analytics.Level, sums interval, n, unit int64) bool {
	if l.SD == nil {
		return true
	}
	for s := sums.lo; s <= sums.hi; s++ {
		if !squares(*l.SD, exactly(s), n, unit).empty() {
			return true
		}
	}
	return false
}

// squares is what an SD says of the sum of squares of whole numbers (values
// above lo in steps of 1/unit): (n−1)·SD² + S²/n. It is odd where S is.
func squares(sd float64, sum interval, n, unit int64) interval {
	if n < 2 {
		return interval{1, 0}
	}
	u2 := float64(unit * unit)
	low, high := max(0, sd-half), sd+half
	q := interval{
		int64(math.Ceil(float64(n-1)*low*low*u2 + float64(sum.lo)*float64(sum.lo)/float64(n) - 1e-6)),
		int64(math.Floor(float64(n-1)*high*high*u2 + float64(sum.hi)*float64(sum.hi)/float64(n) + 1e-6)),
	}
	if sum.exact() {
		q.lo += (q.lo ^ sum.lo) & 1
		q.hi -= (q.hi ^ sum.hi) & 1
	}
	return q
}

func histogramFits(it *analytics.Item, n int64) bool {
	for _, share := range it.Histogram {
		if about(share, exactly(n)).empty() {
			return false
		}
	}
	return true
}
