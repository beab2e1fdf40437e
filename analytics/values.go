package analytics

import (
	"math"
	"math/big"
	"slices"
)

// Values is a sample of numbers that are kept exactly, as multiples of a
// fraction, so that equal values are equal and sums have no rounding error.
// The zero Values is the empty sample.
type Values struct {
	lo   float64 // what a multiple of zero stands for
	unit int64   // denominator of the fraction
	at   []int64 // the multiples, ascending and not negative
	n    []int64 // how often each occurs; may be zero
}

// Histogram is the sample of a histogram: counts[i] values of lo + i.
func Histogram(lo int, counts ...int64) Values {
	v := Values{lo: float64(lo), unit: 1, at: make([]int64, len(counts)), n: slices.Clone(counts)}
	for i := range counts {
		v.at[i] = int64(i)
	}
	return v
}

// N is the number of values.
func (v Values) N() int64 {
	n := int64(0)
	for _, c := range v.n {
		n += c
	}
	return n
}

// Moments are the exact power sums of a sample.
func (v Values) Moments() Moments {
	m := Moments{lo: v.lo, unit: v.unit}
	for i, x := range v.at {
		if v.n[i] > 0 {
			m.add(uint64(x), uint64(v.n[i]))
		}
	}
	return m
}

// place returns the value at a place from 0 on in ascending order.
func (v Values) place(k int64) float64 {
	for i, c := range v.n {
		if k < c {
			return v.lo + float64(v.at[i])/float64(v.unit)
		}
		k -= c
	}
	return math.NaN()
}

// Quantile is the quantile of type 7 (R. J. Hyndman and Y. Fan, Sample
// Quantiles in Statistical Packages, 1996): linear between the order
// statistics around 1 + (n−1)p. p is in 0..1. No output has quantiles; they are
// the one definition for whatever comes to need them, held against R's.
func (v Values) Quantile(p float64) (float64, Undefined) {
	n := v.N()
	if n == 0 {
		return 0, TooFew
	}
	h := float64(n-1) * p
	k := int64(math.Floor(h))
	low, high := v.place(k), v.place(min(k+1, n-1))
	return low + (h-float64(k))*(high-low), Defined
}

// Without is the values of a sample that are not in a part of it.
func Without(whole, part Values) Values {
	rest := whole
	rest.n = slices.Clone(whole.n)
	i := 0
	for j, x := range part.at {
		for rest.at[i] < x {
			i++
		}
		rest.n[i] -= part.n[j]
	}
	return rest
}

// Moments are count, sum and sum of squares of exact numbers. Squares and
// sums are kept in 128 bits.
type Moments struct {
	n            int64
	lo           float64
	unit         int64
	sum, squares wide
}

func (m *Moments) add(x, count uint64) {
	m.n += int64(count)
	m.sum.addProduct(x, count)
	m.squares.addProduct(x*x, count) // x is below 2³²
}

// N is the number of values.
func (m Moments) N() int64 { return m.n }

// Mean is the mean.
func (m Moments) Mean() (float64, Undefined) {
	if m.n == 0 {
		return 0, TooFew
	}
	return m.mean(), Defined
}

func (m Moments) mean() float64 {
	return m.lo + m.sum.float()/(float64(m.n)*float64(m.unit))
}

// about is the sum of squares about the mean.
func (m Moments) about() float64 {
	u := float64(m.unit)
	return m.scatter() / float64(m.n) / u / u
}

// scatter is n·Σx² − (Σx)² over the multiples.
func (m Moments) scatter() float64 {
	if m.squares.hi == 0 && m.sum.hi == 0 { // nearly always
		return differenceOfProducts(uint64(m.n), m.squares.lo, m.sum.lo, m.sum.lo)
	}
	q, s := new(big.Int).Mul(big.NewInt(m.n), m.squares.big()), m.sum.big()
	f, _ := new(big.Float).SetInt(q.Sub(q, s.Mul(s, s))).Float64()
	return f
}

// Variance is the variance with n − 1; it needs two values.
func (m Moments) Variance() (float64, Undefined) {
	if m.n < 2 {
		return 0, TooFew
	}
	return m.variance(), Defined
}

func (m Moments) variance() float64 { return m.about() / float64(m.n-1) }

// SD is the standard deviation with n − 1; it needs two values.
func (m Moments) SD() (float64, Undefined) {
	v, why := m.Variance()
	return math.Sqrt(v), why
}

// SE is the standard error of the mean, SD/√n.
func (m Moments) SE() (float64, Undefined) {
	sd, why := m.SD()
	if why != Defined {
		return 0, why
	}
	return sd / math.Sqrt(float64(m.n)), Defined
}

// sameMean reports whether two samples of the same unit have exactly the same
// mean.
func (m Moments) sameMean(o Moments) bool {
	if m.sum.hi == 0 && o.sum.hi == 0 { // nearly always
		return differenceOfProducts(m.sum.lo, uint64(o.n), o.sum.lo, uint64(m.n)) == 0
	}
	a := new(big.Int).Mul(m.sum.big(), big.NewInt(o.n))
	return a.Cmp(new(big.Int).Mul(o.sum.big(), big.NewInt(m.n))) == 0
}

// plus is the moments of both samples together.
func (m Moments) plus(o Moments) Moments {
	if m.n == 0 {
		return o
	}
	m.n += o.n
	m.sum.add(o.sum)
	m.squares.add(o.squares)
	return m
}
