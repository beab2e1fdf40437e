package analytics

import "math"

// How sure a change is, in words.
const (
	ClearChange    = "clear change"
	PossibleChange = "possible change"
	NoClearChange  = "no clear change"
)

// meaningful is the smallest change on 0–100 that matters, about half a SD.
const meaningful = 10

// Words says how sure a change on 0–100 is: clear where the interval excludes
// zero and the change has at least ten points, possible where one of the two
// holds. Without an interval the first does not hold.
func Words(points float64, interval *[2]float64) string {
	sure := interval != nil && (interval[0] > 0 || interval[1] < 0)
	// A change of ten whole points must not fail by a rounding error.
	large := math.Abs(points) >= meaningful-1e-9
	switch {
	case sure && large:
		return ClearChange
	case sure || large:
		return PossibleChange
	}
	return NoClearChange
}

// SmallestChange is the change between two waves of n₁ and n₂ values that is
// found four times in five: (t₀.₉₇₅ + t₀.₈₀)·s·√(2/n) with df = 2n − 2 and n the
// harmonic mean. sd is that within teams; the result is in its unit.
func SmallestChange(n1, n2 int64, sd float64) (float64, Undefined) {
	return smallestChange(n1, n2, sd, nil)
}

func smallestChange(n1, n2 int64, sd float64, student *studentPoints) (float64, Undefined) {
	if n1 < 1 || n2 < 1 {
		return 0, TooFew
	}
	n := 2 / (1/float64(n1) + 1/float64(n2))
	df := 2*n - 2
	switch {
	case n < 2:
		return 0, TooFew
	case sd <= 0:
		return 0, NoSpread
	}
	return (student.at(0.975, df) + student.at(0.8, df)) * sd * math.Sqrt(2/n), Defined
}
