package analytics

import "math"

// Point is a score on 0–100 at a time after an incident. Weight is 1/SE².
type Point struct {
	Time, Score, Weight float64
}

// LogCurve is score = A + B·ln(1 + time), the default curve of recovery: B is
// positive where trust returns.
type LogCurve struct {
	A, B, SEB float64
}

// FitLog fits the curve by least squares with known weights 1/SE². It needs
// three points at two times.
func FitLog(points []Point) (LogCurve, Undefined) {
	if len(points) < 3 {
		return LogCurve{}, FewPoints
	}
	var s lineSums
	for _, p := range points {
		s.add(math.Log1p(p.Time), p.Score, p.Weight)
	}
	b, a, xx, ok := s.solve()
	if !ok {
		return LogCurve{}, FewPoints
	}
	return LogCurve{A: a, B: b, SEB: 1 / math.Sqrt(xx)}, Defined
}

// lineSums are weighted sums of a straight line's points, about the first
// point to keep their digits.
type lineSums struct {
	x0, y0, w, x, y, xx, xy float64
	started                 bool
}

func (s *lineSums) add(x, y, w float64) {
	if !s.started {
		s.x0, s.y0, s.started = x, y, true
	}
	x, y = x-s.x0, y-s.y0
	s.w += w
	s.x += w * x
	s.y += w * y
	s.xx += w * x * x
	s.xy += w * x * y
}

// solve returns slope, intercept and the sum of squares of x about its mean.
func (s *lineSums) solve() (slope, intercept, about float64, ok bool) {
	about = s.xx - s.x*s.x/s.w
	if !(s.w > 0) || !(about > 1e-14*(s.xx+s.w*s.x0*s.x0)) {
		return 0, 0, 0, false
	}
	slope = (s.xy - s.x*s.y/s.w) / about
	intercept = s.y0 + (s.y-slope*s.x)/s.w - slope*s.x0
	return slope, intercept, about, true
}
