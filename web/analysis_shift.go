package web

import "math"

// Shifts are what changed between the latest wave and the one before.
type Shifts struct {
	From, To string
	Overall  []Shift // the total first
	Teams    []Shift // clear and possible ones, the largest first
	More     int     // further ones that were left out
	Compared int     // how many changes of teams were looked at
	Quiet    int     // how many of them are no clear change
	Smallest *float64
	InTeam   *float64   // the same for a team of middle size
	Earlier  []PastPair // older pairs of waves, newest first
}

// PastPair is what happened to the total between two earlier waves.
type PastPair struct {
	From, To string
	Shift
}

// How clear a shift is.
const (
	ShiftClear    = "clear"
	ShiftPossible = "possible"
	ShiftNone     = "none"
)

// Shift is a change in points of 0–100, later minus earlier.
type Shift struct {
	Team         string // empty for everybody
	Name         Phrase
	Kind         string
	Whole        bool
	TotalIsTrust bool
	Points       *float64
	Low, High    *float64
	Words        string // ShiftClear, ShiftPossible, ShiftNone; empty where there is no change
}

// Up reports whether the score rose.
func (s Shift) Up() bool { return s.Points != nil && *s.Points > 0 }

// Size is the change without its sign.
func (s Shift) Size() float64 {
	if s.Points == nil {
		return 0
	}
	return math.Abs(*s.Points)
}

// The line of a shift reaches from 50 points down to 50 points up.
func shiftPlace(v *float64) float64 {
	if v == nil {
		return 0
	}
	return math.Min(100, math.Max(0, 50+*v))
}

// At is the shift's place on a line of 0–100, no change in the middle.
func (s Shift) At() float64 { return shiftPlace(s.Points) }

// From is the start of the interval on that line.
func (s Shift) From() float64 { return shiftPlace(s.Low) }

// To is the end of the interval on that line.
func (s Shift) To() float64 { return shiftPlace(s.High) }

// Length is the length of the interval on that line.
func (s Shift) Length() float64 { return s.To() - s.From() }

// HasInterval reports whether both ends are known.
func (s Shift) HasInterval() bool { return s.Points != nil && s.Low != nil && s.High != nil }

// Ticks are marks every 25 points.
func (s Shift) Ticks() []int { return []int{0, 25, 50, 75, 100} }
