package analytics

import "strconv"

// level is what both have. total is the clipped sum of the values above lo,
// whose mean is total over m.n·m.unit; m and bins are of the ballots before
// clipping and are used only where nothing was clipped.
func (c *count) level(s *standing, f *Figure, blocks []string, total int64, m moments, bins thirds, within pool, clip marks) Level {
	den := m.n * m.unit
	mean := ratio(100*(int64(c.scoring.lo)*den+total), den)
	l := Level{N: f.N, Blocks: blocks, Mean: ref(hundredths(mean)), Score: ref(c.scoring.score(mean)), Clipped: clip.word()}
	if s.showsSpread() {
		l.SD = ref(hundredths(m.sdHundredths()))
		c.thirdsOf(&l, bins)
	}
	switch {
	case clip.any():
	case s.n < spreadMinimum:
		l.CI = c.t.interval(mean, within, s.n, s.invited, s.replaced)
	case l.SD != nil:
		l.CI = c.t.interval(mean, pool{sd: m.sd(), df: int(m.n) - 1}, s.n, s.invited, s.replaced)
	}
	return l
}

// thirds are keyed answers in three bins: at most lo+1, the rest, and at least
// hi−1.
type thirds struct{ low, middle, high int64 }

// add counts a histogram of answers as answered.
func (t *thirds) add(histogram []int64, reverse bool) {
	span := len(histogram) - 1
	for v, n := range histogram {
		if reverse {
			v = span - v
		}
		switch {
		case v <= 1:
			t.low += n
		case v >= span-1:
			t.high += n
		default:
			t.middle += n
		}
	}
}

// thirdsOf fills the three shares. On a scale of two or three points the outer
// bins would overlap; there the shares are undefined.
func (c *count) thirdsOf(l *Level, t thirds) {
	if c.scoring.points < 4 {
		return
	}
	n := t.low + t.middle + t.high
	l.Unfavourable, l.Neutral, l.Favourable = ref(share(t.low, n)), ref(share(t.middle, n)), ref(share(t.high, n))
}

// histogram is the distribution as answered, in shares: counts would let the
// ballots that are not in it be counted.
func (s *Scoring) histogram(h []int64) map[string]float64 {
	n := int64(0)
	for _, c := range h {
		n += c
	}
	out := make(map[string]float64, len(h))
	for v, c := range h {
		out[strconv.Itoa(s.lo+v)] = share(c, n)
	}
	return out
}

func ref[T any](v T) *T { return &v }
