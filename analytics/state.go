package analytics

import "math"

// Unknown is the headcount where nobody said how many people there are.
const Unknown = -1

// StateInterval is the 95 % interval of a mean as it is now:
// mean ± t(n−1)·SD/√n·√(1−n/N) with N the people who could have answered. The
// last factor is left out where N is Unknown. Where everybody answered there
// is nothing to infer. Source: W. G. Cochran, Sampling Techniques, 1977, §2.8.
func StateInterval(m Moments, headcount int64) ([2]float64, Undefined) {
	return stateInterval(m, headcount, nil)
}

func stateInterval(m Moments, headcount int64, student *studentPoints) ([2]float64, Undefined) {
	sd, why := m.SD()
	switch {
	case headcount != Unknown && headcount < m.n:
		return [2]float64{}, MoreThanAll
	case why != Defined:
		return [2]float64{}, why
	case sd == 0:
		return [2]float64{}, NoSpread
	case headcount == m.n:
		return [2]float64{}, Everybody
	}
	n := float64(m.n)
	half := student.at(0.975, n-1) * sd / math.Sqrt(n)
	if headcount != Unknown {
		half *= math.Sqrt(1 - n/float64(headcount))
	}
	mean := m.mean()
	return [2]float64{mean - half, mean + half}, Defined
}

// Wilson is the 95 % interval of a share of part in whole (E. B. Wilson,
// Probable Inference, 1927), within 0..1.
func Wilson(part, whole int64) ([2]float64, Undefined) {
	if whole < 1 {
		return [2]float64{}, TooFew
	}
	n, z2 := float64(whole), z975*z975
	p := float64(part) / n
	middle := (p + z2/(2*n)) / (1 + z2/n)
	half := z975 * math.Sqrt(p*(1-p)/n+z2/(4*n*n)) / (1 + z2/n)
	low, high := middle-half, middle+half
	if part == 0 {
		low = 0
	}
	if part == whole {
		high = 1
	}
	return [2]float64{low, high}, Defined
}
