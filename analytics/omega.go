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
	loadings, why := minimumResidual(r, firstComponent(r))
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
	if total <= 0 {
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

// firstComponent is the largest principal component, scaled as loadings.
func firstComponent(r [][]float64) []float64 {
	x := make([]float64, len(r))
	for i := range x {
		x[i] = 1 + float64(i)/1000 // not orthogonal to a component of opposite signs
	}
	value := 0.0
	for range 200 {
		y := make([]float64, len(r))
		norm := 0.0
		for i := range r {
			for j, v := range r[i] {
				y[i] += v * x[j]
			}
			norm += y[i] * y[i]
		}
		value = math.Sqrt(norm)
		for i := range y {
			y[i] /= value
		}
		x = y
	}
	for i := range x {
		x[i] *= math.Sqrt(value) * 0.8 // loadings of a common factor are smaller
	}
	return x
}

// minimumResidual minimises Σ(rᵢⱼ − lᵢlⱼ)² over i ≠ j, one loading at a time:
// each step is a linear least squares fit, so the sum never grows.
func minimumResidual(r [][]float64, l []float64) ([]float64, Undefined) {
	const rounds, tolerance = 100_000, 1e-13
	for range rounds {
		moved := 0.0
		for i := range l {
			product, squares := 0.0, 0.0
			for j, x := range l {
				if j != i {
					product += r[i][j] * x
					squares += x * x
				}
			}
			if squares < 1e-12 {
				return nil, NoCommon
			}
			next := product / squares
			moved = max(moved, math.Abs(next-l[i]))
			l[i] = next
		}
		if moved < tolerance {
			return l, Defined
		}
		if math.IsInf(moved, 0) || moved > 1e6 {
			return nil, Heywood
		}
	}
	for _, x := range l {
		if math.Abs(x) >= 1 {
			return nil, Heywood
		}
	}
	return nil, NotConverged
}
