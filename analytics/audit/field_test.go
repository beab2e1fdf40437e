package audit

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

func TestArithmeticModuloThePrimeIsThatOfBigIntegers(t *testing.T) {
	r, p := rand.New(rand.NewPCG(1, 1)), big.NewInt(prime)
	if !p.ProbablyPrime(20) {
		t.Fatal("it is no prime")
	}
	edge := []uint64{0, 1, 2, prime / 2, prime - 2, prime - 1}
	for i := range 2000 {
		a, b := r.Uint64N(prime), r.Uint64N(prime)
		if i < 36 {
			a, b = edge[i/6], edge[i%6]
		}
		x, y := new(big.Int).SetUint64(a), new(big.Int).SetUint64(b)
		for name, got := range map[string][2]uint64{
			"plus":  {plus(a, b), new(big.Int).Mod(new(big.Int).Add(x, y), p).Uint64()},
			"minus": {minus(a, b), new(big.Int).Mod(new(big.Int).Sub(x, y), p).Uint64()},
			"times": {times(a, b), new(big.Int).Mod(new(big.Int).Mul(x, y), p).Uint64()},
		} {
			if got[0] != got[1] {
				t.Fatalf("%d %s %d is %d, want %d", a, name, b, got[0], got[1])
			}
		}
		if a != 0 && times(a, inverse(a)) != 1 {
			t.Fatalf("the inverse of %d is wrong", a)
		}
	}
}

func TestResiduesStandForSmallWholeNumbers(t *testing.T) {
	for n := int64(-5); n <= 5; n++ {
		residue := minus(plus(0, uint64(n+5)), 5)
		if got, ok := whole(residue); !ok || got != n {
			t.Errorf("%d is read as %d, %v", n, got, ok)
		}
	}
	if n, ok := whole(inverse(2)); ok {
		t.Errorf("a half is read as %d", n)
	}
}
