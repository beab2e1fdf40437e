package web

import (
	"math"
	"sort"
)

// Reading is what a release says of one dimension, one stand-alone item or the
// total of one figure. Whoever fills it copies released values; nothing is
// computed here but positions on the screen.
type Reading struct {
	ID   string // the dimension's or item's id: "TRA"
	Kind string // "COM", "REL", "TRA", "RES" have a colour and a shape of their own; "" for everything else
	Name Phrase // the dimension's name, the item's text; unused for the total

	Score     *float64 // 0–100, one decimal; nil: withheld, and everything below is unused
	Low, High *float64 // the 95 % interval on 0–100, may lie outside it; nil: none, and Interval says why
	Interval  string   // IntervalEverybody or IntervalSame where Low is nil and Clipped empty; else ""
	Clipped   string   // "", "at_least", "at_most" or "both": the score is a bound and has no interval

	Mean, SD *float64 // on the answer scale, two decimals; nil: withheld
	Shares   *Shares  // nil: withheld
}

// Why a score that is not clipped has no interval.
const (
	IntervalEverybody = "everybody" // everybody eligible answered: nothing is uncertain
	IntervalSame      = "same"      // the ballots do not differ
)

// Shares are the answers of a dimension or item after keying, 0–1 each.
type Shares struct {
	Favourable, Neutral, Unfavourable float64
}

// At is the score's place on a line of 0–100.
func (r Reading) At() float64 { return place(r.Score) }

// From is the start of the interval on a line of 0–100.
func (r Reading) From() float64 { return place(r.Low) }

// To is the end of the interval on a line of 0–100.
func (r Reading) To() float64 { return place(r.High) }

// Length is the interval's length on a line of 0–100.
func (r Reading) Length() float64 { return r.To() - r.From() }

// Ticks are the places of the bands' ends on a line of 0–100.
func (r Reading) Ticks() [6]int { return [6]int{0, 20, 40, 60, 80, 100} }

// HasInterval reports whether both ends are known.
func (r Reading) HasInterval() bool { return r.Score != nil && r.Low != nil && r.High != nil }

// OpenUp reports whether the real score may lie above the one that is shown.
func (r Reading) OpenUp() bool { return r.Clipped == "at_least" || r.Clipped == "both" }

// OpenDown reports whether it may lie below.
func (r Reading) OpenDown() bool { return r.Clipped == "at_most" || r.Clipped == "both" }

// Band is the score's band; 0 where the score is withheld.
func (r Reading) Band() int { return band(r.Score) }

func place(v *float64) float64 {
	if v == nil {
		return 0
	}
	return math.Min(100, math.Max(0, *v))
}

// band is 1 to 5 for scores that are printed as 0–19, 20–39, 40–59, 60–79 and
// 80–100. It goes by the printed whole number, so that a cell never
// contradicts the legend.
func band(score *float64) int {
	if score == nil {
		return 0
	}
	return min(5, int(math.RoundToEven(place(score)))/20+1)
}

// The diverging bar is 200 wide and a gap: unfavourable answers grow from the
// zero line at 100 to the left, favourable ones to the right. Neutral answers
// are set apart at the right edge and grow leftwards, which never touches the
// favourable ones, because the shares add up to 100.
const (
	barZero  = 100.0
	barGap   = 6.0
	barWidth = 2*barZero + barGap
)

// Segment is one piece of a bar.
type Segment struct{ X, Width float64 }

// Unfavourables is the piece to the left of the zero line.
func (s Shares) Unfavourables() Segment {
	return Segment{X: barZero - 100*s.Unfavourable, Width: 100 * s.Unfavourable}
}

// Favourables is the piece to the right of the zero line.
func (s Shares) Favourables() Segment { return Segment{X: barZero, Width: 100 * s.Favourable} }

// Neutrals is the piece at the right edge.
func (s Shares) Neutrals() Segment {
	return Segment{X: barWidth - 100*s.Neutral, Width: 100 * s.Neutral}
}

// WeakestFirst sorts by score from low to high; those withheld come last and
// equal ones keep their order.
func WeakestFirst(readings []Reading) {
	sort.SliceStable(readings, func(i, j int) bool {
		a, b := readings[i].Score, readings[j].Score
		if a == nil || b == nil {
			return a != nil
		}
		return *a < *b
	})
}
