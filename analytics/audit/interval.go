package audit

import (
	"math"
	"slices"
)

// interval is what is known of a whole number: it lies from Lo to Hi.
type interval struct{ lo, hi int64 }

// exactly is the interval of one number.
func exactly(n int64) interval { return interval{n, n} }

// exact reports whether the number is known.
func (i interval) exact() bool { return i.lo == i.hi }

// empty reports that no number is left: what was published is contradictory.
func (i interval) empty() bool { return i.lo > i.hi }

func (i interval) meet(o interval) interval { return interval{max(i.lo, o.lo), min(i.hi, o.hi)} }

// plus adds f times another number.
func (i interval) plus(f int64, o interval) interval {
	if f < 0 {
		return interval{i.lo + f*o.hi, i.hi + f*o.lo}
	}
	return interval{i.lo + f*o.lo, i.hi + f*o.hi}
}

// half is how far a number with two decimals may be from what was rounded to
// it; a little more, for the numbers themselves are floating point.
const half = 0.005 + 1e-9

// about is what a rounded value in [0, ∞) says of the number that it is a
// share of n of: value ± half, times n.
func about(value float64, n interval) interval {
	return interval{int64(math.Ceil((value - half) * float64(n.lo))), int64(math.Floor((value + half) * float64(n.hi)))}
}

// combine is the sum of parts, each with what is known of its sum.
func combine(made []part, known func(sum int) interval) interval {
	total := interval{}
	for _, p := range made {
		total = total.plus(p.factor, known(p.sum))
	}
	return total
}

// sorted is some columns in order.
func sorted(columns []int32) []int32 {
	slices.Sort(columns)
	return columns
}
