package analytics

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// tQuantiles remembers the 97.5 % points of Student's t by degrees of freedom.
type tQuantiles map[int]float64

func (t tQuantiles) of(df int) float64 {
	q, ok := t[df]
	if !ok {
		q = distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(df)}.Quantile(0.975)
		t[df] = q
	}
	return q
}

// interval is the 95 % interval of the current state about a mean in
// hundredths: t(df)·sd/√n·√(1 − people/invited), the last factor because a
// survey of everybody has no error. people is how many are sure to have
// answered: n, less one for each replaced invitation, whose two links may both
// have been used. It is nil where nothing is left to infer or the spread is
// zero or unknown.
func (t tQuantiles) interval(mean int64, spread pool, n int64, invited, replaced int) *[2]float64 {
	people := n - int64(replaced)
	if n < 2 || people >= int64(invited) || spread.df < 1 || spread.sd == 0 {
		return nil
	}
	half := t.of(spread.df) * spread.sd / math.Sqrt(float64(n)) * math.Sqrt(1-float64(people)/float64(invited))
	m := hundredths(mean)
	return &[2]float64{round2(m - half), round2(m + half)}
}
