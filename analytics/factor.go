package analytics

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// oneFactor is the loadings of one factor that leaves little of the
// correlations: Σ(rᵢⱼ − lᵢlⱼ)² over i ≠ j is at a minimum within |l| ≤ 1. Where
// items have little in common there are several; this is the one that descent
// reaches from the first factor by squared multiple correlations, where psych
// begins as well. A loading of 1 is a factor that explains all of an item.
func oneFactor(r [][]float64) ([]float64, Undefined) {
	l, ok := firstFactor(r)
	if !ok {
		return nil, NotConverged
	}
	if why := descend(r, l); why != Defined {
		return nil, why
	}
	shareEvenly(l)
	return l, Defined
}

// firstFactor is the first principal factor of the correlations with each
// item's squared multiple correlation on the diagonal.
func firstFactor(r [][]float64) ([]float64, bool) {
	k := len(r)
	reduced := mat.NewSymDense(k, nil)
	for i := range r {
		for j := i; j < k; j++ {
			reduced.SetSym(i, j, r[i][j])
		}
	}
	var factors mat.Cholesky
	if factors.Factorize(reduced) { // else an item is the sum of others, and all of it is common
		var inverse mat.SymDense
		if factors.InverseTo(&inverse) == nil {
			for i := range k {
				reduced.SetSym(i, i, max(0, 1-1/inverse.At(i, i)))
			}
		}
	}
	var e mat.EigenSym
	if !e.Factorize(reduced, true) {
		return nil, false
	}
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	scale := math.Sqrt(max(0, e.Values(nil)[k-1]))
	l := make([]float64, k)
	for i := range l {
		l[i] = scale * vectors.At(i, k-1)
	}
	return l, true
}

// descend fits one loading after the other: each step is a linear least
// squares fit, so what is left of the correlations never grows.
func descend(r [][]float64, l []float64) Undefined {
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
				return NoCommon
			}
			next := max(-1, min(product/squares, 1))
			moved = max(moved, math.Abs(next-l[i]))
			l[i] = next
		}
		if moved < tolerance {
			return Defined
		}
	}
	return NotConverged
}

// shareEvenly gives two items that alone have a factor equal loadings, as
// psych does: their correlation tells no more than the product.
func shareEvenly(l []float64) {
	var loaded []int
	for i, x := range l {
		if math.Abs(x) > 1e-9 {
			loaded = append(loaded, i)
		}
	}
	if len(loaded) != 2 {
		return
	}
	i, j := loaded[0], loaded[1]
	half := math.Sqrt(math.Abs(l[i] * l[j]))
	l[i], l[j] = math.Copysign(half, l[i]), math.Copysign(half, l[j])
}
