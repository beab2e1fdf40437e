package analytics

import (
	"math"
	"math/big"
)

// moments is the count, sum and sum of squares of integers, of which each
// stands for a value of 1/unit.
type moments struct {
	n, sum, squares, unit int64
}

// momentsOf reads them from a histogram: counts by value, from 0 up.
func momentsOf(histogram []int64, unit int64) moments {
	m := moments{unit: unit}
	for v, c := range histogram {
		x := int64(v)
		m.n += c
		m.sum += x * c
		m.squares += x * x * c
	}
	return m
}

// scatter is n·Σx² − (Σx)² over the integers: n times the sum of squares about
// the mean, exactly.
func (m moments) scatter() *big.Int {
	q := new(big.Int).Mul(big.NewInt(m.n), big.NewInt(m.squares))
	s := big.NewInt(m.sum)
	return q.Sub(q, s.Mul(s, s))
}

// about is the sum of squares about the mean, on the scale of the values.
func (m moments) about() float64 {
	scatter := differenceOfProducts(uint64(m.n), uint64(m.squares), uint64(m.sum), uint64(m.sum))
	return scatter / float64(m.n) / float64(m.unit) / float64(m.unit)
}

// sd is the standard deviation with n − 1; n is at least 2.
func (m moments) sd() float64 { return math.Sqrt(m.about() / float64(m.n-1)) }

// sdHundredths is the SD in hundredths, rounded half away from zero from the
// exact rational variance v: ⌊100·√v + ½⌋ = ⌊(⌊√(40000·v)⌋ + 1)/2⌋.
func (m moments) sdHundredths() int64 {
	num := m.scatter()
	num.Mul(num, big.NewInt(40000))
	den := new(big.Int).Mul(big.NewInt(m.n), big.NewInt(m.n-1))
	den.Mul(den, big.NewInt(m.unit*m.unit))
	root := num.Sqrt(num.Quo(num, den))
	return (root.Int64() + 1) / 2
}

// totalMoments are those of the total (the mean of the dimension scores) of
// the ballots that are complete on all dimensions, over the common denominator
// of the dimensions' item counts. Sums of squares go beyond 64 bits, so they
// are kept as big integers.
type totalMoments struct {
	n            int64
	sum, squares *big.Int
	unit         int64
}

func (s *Scoring) totalMoments(t *TotalTally) totalMoments {
	common := int64(1)
	for _, d := range s.dimensions[:s.declared] {
		m := int64(len(d.items))
		common = common / gcd(common, m) * m
	}
	weight := make([]int64, s.declared)
	for d := range weight {
		weight[d] = common / int64(len(s.dimensions[d].items))
	}
	m := totalMoments{n: t.N, sum: new(big.Int), squares: new(big.Int), unit: common * int64(s.declared)}
	p := 0
	for j := range weight {
		addProduct(m.sum, weight[j], t.Sums[j])
		for k := j; k < len(weight); k++ {
			w := weight[j] * weight[k]
			if k > j {
				w *= 2
			}
			addProduct(m.squares, w, t.Products[p])
			p++
		}
	}
	return m
}

func addProduct(to *big.Int, a, b int64) {
	to.Add(to, new(big.Int).Mul(big.NewInt(a), big.NewInt(b)))
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// about is the sum of squares about the mean, on the scale of the answers.
func (m totalMoments) about() float64 {
	q := new(big.Int).Mul(big.NewInt(m.n), m.squares)
	q.Sub(q, new(big.Int).Mul(m.sum, m.sum))
	f, _ := new(big.Float).SetInt(q).Float64()
	return f / float64(m.n) / float64(m.unit) / float64(m.unit)
}
