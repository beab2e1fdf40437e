package analytics

import "math"

// bothTails is P(|T| ≥ |t|) for Student's t with df degrees of freedom, the
// incomplete beta function I(df/2, ½) at df/(df+t²), with full precision far into
// the tails and for any df. Source: NIST DLMF 8.17.22.
func bothTails(t, df float64) float64 {
	a, y := df/2, t*t/(df+t*t)
	front := math.Exp(-a*math.Log1p(t*t/df)) * math.Sqrt(y/math.Pi) * gammaHalf(a)
	if 1-y < (a+1)/(a+2.5) {
		return front / a * betaFraction(1-y, a, 0.5)
	}
	return 1 - 2*front*betaFraction(y, 0.5, a)
}

// gammaHalf is Γ(a+½)/Γ(a). The difference of two logarithms would lose its
// digits where a is large.
func gammaHalf(a float64) float64 { return hedgesJ(2*a+1) * math.Sqrt(a+0.5) }

// betaFraction is the continued fraction of the incomplete beta function by
// the method of W. J. Lentz.
func betaFraction(x, a, b float64) float64 {
	const tiny, most = 1e-300, 1_000_000
	guard := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d := 1.0, 1/guard(1-(a+b)*x/(a+1))
	f := d
	for m := 1.0; m < most; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d, c = 1/guard(1+even*d), guard(1+even/c)
		f *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d, c = 1/guard(1+odd*d), guard(1+odd/c)
		f *= d * c
		if math.Abs(d*c-1) < 1e-15 {
			break
		}
	}
	return f
}

// tQuantile is the point of Student's t that leaves 1−p above it, 0.5 < p < 1
// and df at least 1. Newton's steps go along the logarithms of tail and point,
// which are nearly proportional far out, so they arrive from anywhere; each
// doubles the digits that are right.
func tQuantile(p, df float64) float64 {
	const most = 60
	t := tNearly(p, df)
	if df > 1000 { // as exact as it gets
		return t
	}
	tails := 2 * (1 - p)
	density := gammaHalf(df/2) / math.Sqrt(df*math.Pi)
	for range most {
		tail := bothTails(t, df)
		slope := 2 * t * density * math.Exp(-(df+1)/2*math.Log1p(t*t/df)) / tail
		step := math.Log(tail/tails) / slope
		t *= math.Exp(max(-2, min(2, step)))
		if math.Abs(step) < 1e-9 {
			break
		}
	}
	return t
}

// tNearly is an expansion about the normal distribution (M. Abramowitz and I. A.
// Stegun, Handbook of Mathematical Functions, 26.7.5). It is good for a start
// where df is at least 3, and has all its digits where df is above 1000.
func tNearly(p, df float64) float64 {
	if df < 3 {
		return 2
	}
	z := math.Sqrt2 * math.Erfinv(2*p-1)
	q := z * z
	g1 := (q + 1) / 4
	g2 := ((5*q+16)*q + 3) / 96
	g3 := (((3*q+19)*q+17)*q - 15) / 384
	g4 := ((((79*q+776)*q+1482)*q-1920)*q - 945) / 92160
	return z * (1 + (g1+(g2+(g3+g4/df)/df)/df)/df)
}

// normalBothTails is P(|Z| ≥ |z|).
func normalBothTails(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// z975 is the 97.5 % point of the normal distribution.
const z975 = 1.959963984540054

// studentPoints remembers points of Student's t, which teams of one size
// share. The zero one remembers nothing yet, a nil one never does.
type studentPoints struct{ known map[[2]float64]float64 }

// at is tQuantile(p, df).
func (s *studentPoints) at(p, df float64) float64 {
	if s == nil {
		return tQuantile(p, df)
	}
	key := [2]float64{p, df}
	t, ok := s.known[key]
	if !ok {
		if s.known == nil {
			s.known = map[[2]float64]float64{}
		}
		t = tQuantile(p, df)
		s.known[key] = t
	}
	return t
}
