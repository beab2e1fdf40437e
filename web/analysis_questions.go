package web

// QuestionGroup is the questions of one dimension, or those that stand alone.
type QuestionGroup struct {
	Name      Phrase
	Kind      string
	Alone     bool
	Questions []Question
}

// Question is one item in the latest wave.
type Question struct {
	ID         string
	Text       Phrase
	Reverse    bool // agreeing means less trust: score, shares and steps are turned round
	N, Missing *int
	Reading    Reading   // Interval and the rest of it are unused
	Steps      []float64 // shares of answers, least favourable first; none where withheld
	Answers    []Answer  // as answered, from the scale's lower end
}

// Answer is how often one step of the scale was chosen.
type Answer struct {
	Value string
	Count *int     // nil where only shares are given
	Share *float64 // nil where that is withheld too
}

// Step is one piece of a bar of answers; Class is 1 for the least and 5 for
// the most favourable.
type Step struct {
	Segment
	Class int
}

// Bar is the steps to both sides of the zero line: the two least favourable
// to the left, the two most favourable to the right, and what is between them
// set apart at the right edge, as in Shares. On scales of fewer than four
// steps there is none.
func (q Question) Bar() []Step {
	n := len(q.Steps)
	if n < 4 {
		return nil
	}
	bar := []Step{
		{Segment{barZero - 100*(q.Steps[1]+q.Steps[0]), 100 * q.Steps[0]}, 1},
		{Segment{barZero - 100*q.Steps[1], 100 * q.Steps[1]}, 2},
		{Segment{barZero, 100 * q.Steps[n-2]}, 4},
		{Segment{barZero + 100*q.Steps[n-2], 100 * q.Steps[n-1]}, 5},
	}
	middle := 0.0
	for _, s := range q.Steps[2 : n-2] {
		middle += s
	}
	return append(bar, Step{Segment{barWidth - 100*middle, 100 * middle}, 3})
}
