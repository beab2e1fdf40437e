package analytics

import (
	"math"
	"math/big"
	"math/bits"
)

// wide is a sum in 128 bits: 64 are too few for squares over a common
// denominator of all dimensions.
type wide struct{ hi, lo uint64 }

func (w *wide) add(o wide) {
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, o.lo, 0)
	w.hi, _ = bits.Add64(w.hi, o.hi, carry)
}

func (w *wide) addProduct(a, b uint64) {
	hi, lo := bits.Mul64(a, b)
	w.add(wide{hi, lo})
}

func (w wide) big() *big.Int {
	b := new(big.Int).SetUint64(w.hi)
	return b.Lsh(b, 64).Or(b, new(big.Int).SetUint64(w.lo))
}

func (w wide) float() float64 { return math.Ldexp(float64(w.hi), 64) + float64(w.lo) }

// differenceOfProducts is a·b − c·d, exactly but for one rounding in the end.
func differenceOfProducts(a, b, c, d uint64) float64 {
	hi, lo := bits.Mul64(a, b)
	lessHi, lessLo := bits.Mul64(c, d)
	if hi < lessHi || hi == lessHi && lo < lessLo {
		return -differenceOfProducts(c, d, a, b)
	}
	lo, borrow := bits.Sub64(lo, lessLo, 0)
	hi, _ = bits.Sub64(hi, lessHi, borrow)
	if hi == 0 {
		return float64(lo)
	}
	f, _ := new(big.Float).SetInt(wide{hi, lo}.big()).Float64()
	return f
}
