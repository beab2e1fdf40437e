package analytics

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Exponential is score = A − (A − Y0)·e^(−K·time): Y0 at the beginning, A in
// the end, and half of the way after HalfLife, ln 2/K. SE are the standard
// errors of A, Y0 and K from the residuals.
type Exponential struct {
	A, Y0, K, HalfLife, HalfLifeSE float64
	SE                             [3]float64
	KCI                            [2]float64 // Wald, t(n−3)
	RSS                            float64    // weighted
}

// FitExponential fits the curve by weighted least squares, as R's nls. It
// returns a curve only where the data speak for one: the fit converged, K's
// interval is above zero, A lies within 0–100 and the half-life within the
// time observed. Otherwise the reason says which of these fails.
func FitExponential(points []Point) (Exponential, Undefined) {
	if len(points) < 4 {
		return Exponential{}, FewPoints
	}
	f := newExponentialFit(points)
	if f.low == f.high {
		return Exponential{}, ConstantCurve
	}
	k, why := f.search()
	if why != Defined {
		return Exponential{}, why
	}
	e, why := f.polish(k)
	if why != Defined {
		return Exponential{}, why
	}
	switch {
	case !(e.KCI[0] > 0):
		return Exponential{}, UnclearRate
	case e.A < 0 || e.A > 100:
		return Exponential{}, BeyondScale
	case e.HalfLife > f.span:
		return Exponential{}, BeyondSpan
	}
	return e, Defined
}

type exponentialFit struct {
	points    []Point
	span, gap float64 // from first to last time, and the shortest between two
	low, high float64 // of the scores
}

func newExponentialFit(points []Point) *exponentialFit {
	f := &exponentialFit{points: points, low: math.Inf(1), high: math.Inf(-1), gap: math.Inf(1)}
	for i, p := range points {
		f.low, f.high = min(f.low, p.Score), max(f.high, p.Score)
		for _, q := range points[:i] {
			if d := math.Abs(p.Time - q.Time); d > 0 {
				f.span, f.gap = max(f.span, d), min(f.gap, d)
			}
		}
	}
	return f
}

// linear fits A and A − Y0 where K is given: then the curve is a straight line
// in e^(−K·time).
func (f *exponentialFit) linear(k float64) (a, y0, rss float64, ok bool) {
	var s lineSums
	for _, p := range f.points {
		s.add(math.Exp(-k*p.Time), p.Score, p.Weight)
	}
	slope, a, _, ok := s.solve()
	if !ok {
		return 0, 0, math.Inf(1), false
	}
	y0 = a + slope
	for _, p := range f.points {
		r := p.Score - (a + slope*math.Exp(-k*p.Time))
		rss += p.Weight * r * r
	}
	return a, y0, rss, true
}

// search looks at half-lives from a tenth of the shortest gap to a thousand
// times the span. A best fit at an end is no fit: the series is straight, or
// one step.
func (f *exponentialFit) search() (float64, Undefined) {
	if f.span == 0 {
		return 0, FewPoints
	}
	const steps = 400
	first, last := math.Log(math.Ln2/(1000*f.span)), math.Log(math.Ln2/(0.1*f.gap))
	best, least := -1, math.Inf(1)
	at := func(i int) float64 { return math.Exp(first + (last-first)*float64(i)/steps) }
	for i := range steps + 1 {
		if _, _, rss, ok := f.linear(at(i)); ok && rss < least {
			best, least = i, rss
		}
	}
	if best <= 0 || best >= steps {
		return 0, NotConverged
	}
	return f.golden(at(best-1), at(best+1)), Defined
}

// golden narrows the best K down by the golden section.
func (f *exponentialFit) golden(low, high float64) float64 {
	ratio := (math.Sqrt(5) - 1) / 2
	rss := func(k float64) float64 { _, _, r, _ := f.linear(k); return r }
	x, y := high-ratio*(high-low), low+ratio*(high-low)
	fx, fy := rss(x), rss(y)
	for range 100 {
		if fx < fy {
			high, y, fy = y, x, fx
			x = high - ratio*(high-low)
			fx = rss(x)
		} else {
			low, x, fx = x, y, fy
			y = low + ratio*(high-low)
			fy = rss(y)
		}
	}
	return (low + high) / 2
}

// polish takes Gauss–Newton steps to full precision and reads the standard
// errors from the last one.
func (f *exponentialFit) polish(k float64) (Exponential, Undefined) {
	a, y0, rss, _ := f.linear(k)
	e := Exponential{A: a, Y0: y0, K: k, RSS: rss}
	for range 50 {
		step, inverse, ok := f.step(e)
		if !ok {
			return Exponential{}, NotConverged
		}
		next, moved := f.move(e, step)
		if !moved {
			return f.finish(e, inverse)
		}
		e = next
	}
	return Exponential{}, NotConverged
}

// move takes a step, or the part of it that still helps.
func (f *exponentialFit) move(e Exponential, step [3]float64) (Exponential, bool) {
	for scale := 1.0; scale > 1e-6; scale /= 2 {
		next := Exponential{A: e.A + scale*step[0], Y0: e.Y0 + scale*step[1], K: e.K + scale*step[2]}
		for _, p := range f.points {
			r := p.Score - next.at(p.Time)
			next.RSS += p.Weight * r * r
		}
		if next.RSS < e.RSS*(1-1e-14) {
			return next, true
		}
	}
	return e, false
}

func (e Exponential) at(time float64) float64 { return e.A - (e.A-e.Y0)*math.Exp(-e.K*time) }

// step is a Gauss–Newton step and the inverse of its matrix.
func (f *exponentialFit) step(e Exponential) ([3]float64, *mat.Dense, bool) {
	normal, right := mat.NewDense(3, 3, nil), mat.NewVecDense(3, nil)
	for _, p := range f.points {
		d := math.Exp(-e.K * p.Time)
		gradient := [3]float64{1 - d, d, (e.A - e.Y0) * p.Time * d}
		r := p.Score - e.at(p.Time)
		for i, g := range gradient {
			right.SetVec(i, right.AtVec(i)+p.Weight*g*r)
			for j, h := range gradient {
				normal.Set(i, j, normal.At(i, j)+p.Weight*g*h)
			}
		}
	}
	var inverse mat.Dense
	if err := inverse.Inverse(normal); err != nil {
		return [3]float64{}, nil, false
	}
	var s mat.VecDense
	s.MulVec(&inverse, right)
	return [3]float64{s.AtVec(0), s.AtVec(1), s.AtVec(2)}, &inverse, true
}

func (f *exponentialFit) finish(e Exponential, inverse *mat.Dense) (Exponential, Undefined) {
	df := float64(len(f.points) - 3)
	for i := range e.SE {
		v := e.RSS / df * inverse.At(i, i)
		if !(v >= 0) || math.IsInf(v, 0) {
			return Exponential{}, NotConverged
		}
		e.SE[i] = math.Sqrt(v)
	}
	half := tQuantile(0.975, df) * e.SE[2]
	e.KCI = [2]float64{e.K - half, e.K + half}
	e.HalfLife = math.Ln2 / e.K
	e.HalfLifeSE = math.Ln2 / (e.K * e.K) * e.SE[2]
	return e, Defined
}
