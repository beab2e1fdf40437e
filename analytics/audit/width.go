package audit

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"teamtrust/analytics"
)

// ownSpread is the least number of ballots whose interval is from their own
// SD.
const ownSpread = 10

// widthFits reports whether n ballots give the interval its width: t·SD/√n
// times √(1 − people/invited), where people are those who are sure to have
// answered. Where the SD is not printed every n fits.
func (x *work) widthFits(r *row, l *analytics.Level, n int64) bool {
	if l.CI == nil || l.SD == nil || n < ownSpread {
		return true
	}
	low, high := x.width(r, l, n)
	printed := printedWidth(l)
	return low <= printed[1] && high >= printed[0]
}

// printedWidth is between which half widths the printed interval lies.
func printedWidth(l *analytics.Level) [2]float64 {
	down, up := *l.Mean-l.CI[0], l.CI[1]-*l.Mean
	return [2]float64{max(down, up) - half, min(down, up) + half}
}

// width is the half width that n ballots give at least and at most.
func (x *work) width(r *row, l *analytics.Level, n int64) (low, high float64) {
	if n < 2 {
		return 0, 0
	}
	factor := x.quantile(n-1) / math.Sqrt(float64(n)) * x.correction(r, n)
	return max(0, *l.SD-half)*factor - 1e-6, (*l.SD+half)*factor + 1e-6
}

// correction is that of a finite population: of the people invited, so many
// are sure to have answered.
func (x *work) correction(r *row, n int64) float64 {
	invited, _ := sum(x.atoms.people, r.set)
	replaced, _ := sum(x.atoms.replaced, r.set)
	return math.Sqrt(max(0, 1-float64(n-int64(replaced))/float64(invited)))
}

// narrowByInterval finds the least and the largest number of ballots that give
// the interval its width: the width shrinks as n grows.
func (x *work) narrowByInterval(r *row) interval {
	l := &r.own.Level
	if l.CI == nil || l.SD == nil || l.Clipped != "" {
		return r.n
	}
	printed := printedWidth(l)
	first := func(fits func(n int64) bool) int64 {
		low, high := max(r.n.lo, ownSpread), r.n.hi
		for low < high {
			if middle := (low + high) / 2; fits(middle) {
				high = middle
			} else {
				low = middle + 1
			}
		}
		return low
	}
	least := first(func(n int64) bool { low, _ := x.width(r, l, n); return low <= printed[1] })
	most := first(func(n int64) bool { _, high := x.width(r, l, n); return high < printed[0] })
	if n := (interval{least, most}); !n.empty() {
		return r.n.meet(n)
	}
	return r.n
}

// quantile is the 97.5 % point of Student's t.
func (x *work) quantile(df int64) float64 {
	q, ok := x.quantiles[df]
	if !ok {
		q = distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(df)}.Quantile(0.975)
		if x.quantiles == nil {
			x.quantiles = map[int64]float64{}
		}
		x.quantiles[df] = q
	}
	return q
}
