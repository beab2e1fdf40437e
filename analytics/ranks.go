package analytics

import "math"

// Ranks is a comparison of two samples by order alone.
type Ranks struct {
	U     float64 // pairs in which the first is larger, equal ones counted half
	Delta float64 // Cliff's delta, −1..1: share of pairs larger minus share smaller
	P     float64 // two-sided; see Why
	Why   Undefined
}

// CompareRanks is the test of H. B. Mann and D. R. Whitney, 1947, with the normal
// approximation, variance corrected for ties and continuity correction, as R's
// wilcox.test(a, b, exact = FALSE), and the delta of N. Cliff, 1993. Where all
// values are equal U and Delta exist and P does not: Why says so. Both samples
// are of one unit and need a value.
func CompareRanks(a, b Values) (Ranks, Undefined) {
	var t rankSum
	for i, j := 0, 0; i < len(a.at) || j < len(b.at); {
		switch {
		case j == len(b.at) || i < len(a.at) && a.at[i] < b.at[j]:
			t.next(a.n[i], 0)
			i++
		case i == len(a.at) || b.at[j] < a.at[i]:
			t.next(0, b.n[j])
			j++
		default:
			t.next(a.n[i], b.n[j])
			i++
			j++
		}
	}
	if t.a == 0 || t.b == 0 {
		return Ranks{}, TooFew
	}
	return t.test(), Defined
}

// rankSum goes through the distinct values from below.
type rankSum struct {
	a, b    int64   // values seen of each sample
	u2      float64 // twice U
	ties    float64 // Σ(t³ − t)
	exactly wide    // twice U, exactly
}

func (t *rankSum) next(na, nb int64) {
	t.exactly.addProduct(uint64(na), uint64(2*t.b+nb))
	s := float64(na + nb)
	t.ties += s * (s - 1) * (s + 1)
	t.a += na
	t.b += nb
}

func (t *rankSum) test() Ranks {
	t.u2 = t.exactly.float()
	m, n := float64(t.a), float64(t.b)
	r := Ranks{U: t.u2 / 2, Delta: (t.u2 - m*n) / (m * n)}
	variance := m * n / 12 * (m + n + 1 - t.ties/((m+n)*(m+n-1)))
	if variance <= 0 || t.ties == (m+n)*(m+n-1)*(m+n+1) {
		r.Why = AllTied
		return r
	}
	z := (t.u2 - m*n) / 2
	switch {
	case z > 0:
		z -= 0.5
	case z < 0:
		z += 0.5
	}
	r.P = normalBothTails(z / math.Sqrt(variance))
	return r
}
