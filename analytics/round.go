package analytics

import "math"

// ratio is num/den rounded to an integer, half away from zero, exactly. den is
// positive.
func ratio(num, den int64) int64 {
	if num < 0 {
		return -ratio(-num, den)
	}
	return (2*num + den) / (2 * den)
}

// share is part/whole with two decimals.
func share(part, whole int64) float64 { return hundredths(ratio(100*part, whole)) }

// hundredths and tenths turn whole numbers of them into the nearest float,
// which prints with that many decimals.
func hundredths(n int64) float64 { return float64(n) / 100 }
func tenths(n int64) float64     { return float64(n) / 10 }

// round2 rounds an irrational value to two decimals, half away from zero, and
// never to a negative zero.
func round2(x float64) float64 { return math.Round(x*100)/100 + 0 }

// round1 and round3 do the same for one and three decimals.
func round1(x float64) float64 { return math.Round(x*10)/10 + 0 }
func round3(x float64) float64 { return math.Round(x*1000)/1000 + 0 }

// score is the 0–100 score of a mean in hundredths, with one decimal, from the
// rounded mean.
func (s *Scoring) score(mean int64) float64 {
	return tenths(ratio((mean-100*int64(s.lo))*10, int64(s.span())))
}
