package web

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// How sure a change is.
const (
	ChangeClear    = "clear"    // the interval excludes 0, and at least 10 points
	ChangePossible = "possible" // one of the two
	ChangeNone     = "none"     // neither
)

// Changes are how a figure differs from that of an earlier survey.
type Changes struct {
	Since  Crumb // the earlier survey; leads to the same page of it
	Closed time.Time
	Picker Picker        // the earlier surveys to compare with; List is empty where there is one only
	Rows   []ScoreChange // the total first, where there is one; empty where the team has no figures now
}

// ScoreChange is one value, later minus earlier.
type ScoreChange struct {
	ID           string // of the dimension
	Kind         string // as Reading.Kind
	Name         Phrase // unused for the total
	Whole        bool   // the total
	TotalIsTrust bool

	Points    *float64 // on 0–100; nil: there is nothing to compare, and Reason says why
	Low, High *float64 // the interval of Points; nil: none
	Words     string   // ChangeClear, ChangePossible or ChangeNone; "" with a Reason
	Smallest  *float64 // the smallest change that would have been noticed, in points; nil: not known
	Clipped   string   // "", "at_least", "at_most" or "both": Points is a bound, or may be off on either side
	// "absent", "hidden", "questions", "withheld" or "coverage": the messages
	// "change.reason.…"
	Reason string
	// With "coverage": teams counted only now, and only then.
	Joined, Left []string
}

// told is how many changes stand in the summary.
const told = 3

// Beyond are the changes that may be more than chance, the surest and largest
// first, three at the most. Where the total moved with its dimensions it comes
// first among equals.
func (c Changes) Beyond() []ScoreChange {
	var moved []ScoreChange
	for _, x := range c.Rows {
		if x.Words == ChangeClear || x.Words == ChangePossible {
			moved = append(moved, x)
		}
	}
	slices.SortStableFunc(moved, func(a, b ScoreChange) int {
		switch {
		case a.Words != b.Words && a.Words == ChangeClear:
			return -1
		case a.Words != b.Words:
			return 1
		}
		return cmp.Compare(b.Size(), a.Size())
	})
	return moved[:min(told, len(moved))]
}

// Comparable reports whether there is anything to compare.
func (c Changes) Comparable() bool {
	return slices.ContainsFunc(c.Rows, func(x ScoreChange) bool { return x.Points != nil })
}

// Smallest is the smallest change that would have been noticed: in the total,
// else in the dimension where the least was needed. Nil where none is known.
func (c Changes) Smallest() *float64 {
	var least *float64
	for _, x := range c.Rows {
		switch {
		case x.Smallest == nil:
		case x.Whole:
			return x.Smallest
		case least == nil || *x.Smallest < *least:
			least = x.Smallest
		}
	}
	return least
}

// Why is the reason that stands for all where nothing can be compared: that of
// the first row.
func (c Changes) Why() *ScoreChange {
	if len(c.Rows) == 0 || c.Comparable() {
		return nil
	}
	return &c.Rows[0]
}

// Rose reports whether the value went up.
func (c ScoreChange) Rose() bool { return c.Points != nil && *c.Points > 0 }

// Size is the change without its sign, in points.
func (c ScoreChange) Size() float64 {
	if c.Points == nil {
		return 0
	}
	return math.Abs(*c.Points)
}

// Level reports whether the change is too small for a whole number.
func (c ScoreChange) Level() bool { return c.Clipped == "" && math.RoundToEven(c.Size()) == 0 }

// Sign stands before Size where that is a bound: a change of at most −12 is a
// fall of at least 12.
func (c ScoreChange) Sign() string {
	switch {
	case c.Clipped == "":
		return ""
	case c.Clipped == "both":
		return "≈ "
	case (c.Clipped == "at_least") == c.Rose():
		return "≥ "
	}
	return "≤ "
}

// HasInterval reports whether both ends are known.
func (c ScoreChange) HasInterval() bool { return c.Low != nil && c.High != nil }

// Nearer and Farther are the ends of the interval without the sign of the
// change: "rose by 12 points (4 to 20)", "fell by 12 points (4 to 20)". An end
// on the other side of zero is negative.
func (c ScoreChange) Nearer() float64 {
	if c.Rose() {
		return *c.Low
	}
	return -*c.High
}

// Farther is the other end.
func (c ScoreChange) Farther() float64 {
	if c.Rose() {
		return *c.High
	}
	return -*c.Low
}
