package analytics

import "math"

// Omega is McDonald's omega total, 1 − Σu²/ΣΣr: r are the correlations of
// complete rows and u² the uniquenesses of one factor by minimum residuals,
// as psych's omega.tot. It needs three items that all vary. Source: R. P. McDonald,
// Test Theory, 1999; H. H. Harman and W. H. Jones, Factor Analysis by Minimizing
// Residuals, 1966.
func Omega(c *Complete) (float64, Undefined) {
	switch {
	case len(c.sums) < 3:
		return 0, OneItem
	case c.n < 2:
		return 0, TooFew
	}
	return omegaOf(c.covariances(), len(c.sums))
}

func omegaOf(cov []float64, k int) (float64, Undefined) {
	r, why := correlations(cov, k)
	if why != Defined {
		return 0, why
	}
	loadings, why := oneFactor(r)
	if why != Defined {
		return 0, why
	}
	unique, total := 0.0, 0.0
	for i := range r {
		u := 1 - loadings[i]*loadings[i]
		if u <= 1e-9 {
			return 0, Heywood
		}
		unique += u
		for _, x := range r[i] {
			total += x
		}
	}
	if total <= 1e-9 { // a sum of correlations that cancel each other out
		return 0, NoCommon
	}
	return 1 - unique/total, Defined
}

// correlations turns covariances into the full matrix of correlations.
func correlations(cov []float64, k int) ([][]float64, Undefined) {
	r := make([][]float64, k)
	for i := range r {
		r[i] = make([]float64, k)
	}
	sd := make([]float64, k)
	for i, p := 0, 0; i < k; i++ {
		if cov[p] <= 0 {
			return nil, NoSpread
		}
		sd[i] = math.Sqrt(cov[p])
		p += k - i
	}
	p := 0
	for i := range k {
		for j := i; j < k; j++ {
			x := cov[p] / (sd[i] * sd[j])
			if i == j {
				x = 1
			}
			r[i][j], r[j][i] = x, x
			p++
		}
	}
	return r, Defined
}
