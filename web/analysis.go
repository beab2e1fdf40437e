package web

import "time"

// Analysis is the report on a file of answers: one page that stands on its
// own, without script and without anything to load. Whoever fills it copies
// values; nothing is computed here but positions on the screen.
type Analysis struct {
	Name         string // of the questionnaire
	File         string // of the answers
	Ignored      []string
	Made         time.Time
	MinimumGroup int    // 1: nothing is hidden, and what is missing is undefined
	Waves        int    // how many there are
	Wave         string // the latest; empty where the file has none
	Rows         *int   // of the latest wave; nil: withheld
	Teams        int    // of the latest wave

	Figure    Figure    // of everybody in the latest wave
	Courses   []Course  // over the waves, the total first; none below two waves
	Board     Board     // teams of the latest wave
	Shifts    *Shifts   // since the wave before; nil below two waves
	Incident  *Incident // nil where the questionnaire names none
	Questions []QuestionGroup
	Measured  []Measurement // how well the questions measure
	Method    []Topic
}

// Topic is one paragraph about how the numbers were made.
type Topic struct{ Name, Text string }

// Hides reports whether the rules of a release hold.
func (a Analysis) Hides() bool { return a.MinimumGroup > 1 }

// Hidden reports whether nothing at all is shown of the latest wave.
func (a Analysis) Hidden() bool { return a.Hides() && a.Rows == nil }

// Measurement is how well the questions of one dimension measure it.
type Measurement struct {
	Name       Phrase
	Kind       string
	N          *int
	Mean, SD   *float64
	Alpha      *float64 // below zero: a question may have to be turned round
	Omega      *float64
	ICC1, ICC2 *float64
}

// Negative reports whether alpha hints at a question that was not turned
// round.
func (m Measurement) Negative() bool { return m.Alpha != nil && *m.Alpha < 0 }

// IntervalOne is why one value has no interval.
const IntervalOne = "one"
