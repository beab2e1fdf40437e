package analytics

// What a clipped figure is marked with.
const (
	AtMost  = "at_most"  // the value may be lower
	AtLeast = "at_least" // the value may be higher
	Both    = "both"     // parts of it are at most, others at least
)

// marks are the items of one dimension whose sum was replaced by a bound: a
// bit for each item, after keying.
type marks struct{ low, high uint16 }

// clip returns the sum of one item (keyed values above lo, n ballots) or the
// bound that replaces it at or beyond n·lo + (hi−lo) + 1 and
// n·hi − (hi−lo) − 1, and marks the item (docs/anonymity.md, rule 4). From
// n = 5 on the lower bound is below the upper one on every scale.
func (m *marks) clip(item int, sum, n, span int64) int64 {
	low, high := span+1, n*span-span-1
	switch {
	case sum <= low:
		m.low |= 1 << item
		return low
	case sum >= high:
		m.high |= 1 << item
		return high
	}
	return sum
}

func (m marks) any() bool { return m.low|m.high != 0 }

// of returns the marks of one item alone.
func (m marks) of(item int) marks {
	return marks{low: m.low & (1 << item), high: m.high & (1 << item)}
}

// word is what the figure is marked with; empty where nothing was clipped.
func (m marks) word() string { return clipped(m.low != 0, m.high != 0) }

func clipped(low, high bool) string {
	switch {
	case low && high:
		return Both
	case low:
		return AtMost
	case high:
		return AtLeast
	}
	return ""
}
