package web

import "time"

// ItemsPage is the page "team_items", GET /team/{id}/items?survey={survey}&compare={with}:
// every question of a team, or of the organisation.
type ItemsPage struct {
	TeamFrame
	Figure  *Figure // set in StateShown only
	With    Comparison
	Groups  []ItemGroup
	Answers []string // what the values of the scale are called, lowest first
	Codes   []Code   // answers outside the scale
	Charts  []Chart
}

// Comparison is what the questions are compared with, and what they could be.
type Comparison struct {
	Action  string // the page itself
	Hidden  []Field
	Rest    bool   // with the organisation without the team; offered on a team's page
	Chosen  string // CompareRest, the id of a survey, or "" where there is nothing to compare with
	Surveys []Choice
	Name    string // of the chosen survey
	Closed  time.Time
}

// CompareRest asks for the organisation without the team.
const CompareRest = "rest"

// WithRest reports whether the organisation without the team stands beside.
func (c Comparison) WithRest() bool { return c.Chosen == CompareRest }

// Offers reports whether there is anything to choose.
func (c Comparison) Offers() bool { return c.Rest || len(c.Surveys) > 0 }

// Code is an answer outside the scale, such as the opt-out.
type Code struct {
	ID   string
	Name Phrase
}

// ItemGroup is the questions of one dimension, or those that stand alone.
type ItemGroup struct {
	Kind string // as Reading.Kind
	ID   string // of the dimension; "" for those that stand alone
	Name Phrase // unused for those
	Rows []ItemRow
}

// ItemRow is one question.
type ItemRow struct {
	Reading
	MinimumGroup int
	Reverse      bool       // agreeing is unfavourable
	Spread       []float64  // share of each value of the scale, as answered, lowest first; nil: withheld
	Extra        []*float64 // share of each of the page's codes; nil: withheld or not asked
	Beside       *Beside    // nil: nothing to compare with
}

// Beside is what a question is compared with.
type Beside struct {
	Rest   bool     // the organisation without the team, else an earlier survey
	Score  *float64 // 0–100; nil: nothing to compare, and Reason says why
	Mark   string   // as Reading.Clipped, of Score
	Reason string   // the messages "beside.reason.…"
	Change ScoreChange
	// DiffersLower or DiffersHigher where a test says that the score it stands
	// beside differs from the rest by more than chance; else "".
	Differs string
}

// To which side a team differs from the organisation without it.
const (
	DiffersLower  = "lower"
	DiffersHigher = "higher"
)

// At is the place of what stands beside on a line of 0–100.
func (b Beside) At() float64 { return place(b.Score) }

// Steps are the five kinds of answers after keying, the least favourable first:
// the lowest value, the one above it, all between, and the two highest. Nil
// where they are withheld or the scale is shorter.
func (r ItemRow) Steps() []float64 {
	n := len(r.Spread)
	if n < 5 {
		return nil
	}
	steps := make([]float64, 5)
	for i, share := range r.Spread {
		if r.Reverse {
			i = n - 1 - i
		}
		switch {
		case i < 2:
			steps[i] += share
		case i >= n-2:
			steps[i-n+5] += share
		default:
			steps[2] += share
		}
	}
	return steps
}

// Pieces is a bar of five steps: as Shares, the two of a side beside each other
// with the outer one farther from zero.
func (r ItemRow) Pieces() []Piece {
	s := r.Steps()
	if s == nil {
		return nil
	}
	return []Piece{
		{1, Segment{barZero - 100*(s[0]+s[1]), 100 * s[0]}},
		{2, Segment{barZero - 100*s[1], 100 * s[1]}},
		{4, Segment{barZero, 100 * s[3]}},
		{5, Segment{barZero + 100*s[3], 100 * s[4]}},
		{3, Segment{barWidth - 100*s[2], 100 * s[2]}},
	}
}

// Piece is a part of a bar in one of the five tones.
type Piece struct {
	Tone int
	Segment
}
