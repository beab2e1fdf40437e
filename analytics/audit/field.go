package audit

import "math/bits"

// prime is 2⁶¹ − 1. Elimination modulo a prime is exact where every number in
// it is small, as those here are: it has no rounding, and a rank that is lower
// modulo this prime than over the rationals would be a coincidence of one in
// 10¹⁸.
const prime = 1<<61 - 1

func plus(a, b uint64) uint64 {
	if a += b; a >= prime {
		a -= prime
	}
	return a
}

func minus(a, b uint64) uint64 {
	if a < b {
		a += prime
	}
	return a - b
}

// times uses that 2⁶¹ is 1 modulo the prime.
func times(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return plus(low&prime, high<<3|low>>61)
}

// inverse is a to the power of prime − 2; a is not zero.
func inverse(a uint64) uint64 {
	if a == 1 {
		return 1
	}
	result := uint64(1)
	for e := uint64(prime - 2); e > 0; e >>= 1 {
		if e&1 == 1 {
			result = times(result, a)
		}
		a = times(a, a)
	}
	return result
}

// wholeLimit bounds the whole numbers that a residue may stand for. Sums and
// differences of published groups need far smaller ones.
const wholeLimit = 1 << 20

// whole returns the small whole number that a residue stands for, if any.
func whole(a uint64) (int64, bool) {
	switch {
	case a <= wholeLimit:
		return int64(a), true
	case prime-a <= wholeLimit:
		return -int64(prime - a), true
	}
	return 0, false
}
