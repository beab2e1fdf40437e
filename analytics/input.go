package analytics

import (
	"io"

	"teamtrust/survey"
)

// Input is everything that a closed survey leaves to be counted.
type Input struct {
	Survey        survey.Survey
	Questionnaire *survey.Questionnaire
	Tree          survey.Tree
	Units         []survey.Unit
	People        map[survey.Path]int // people directly in each team, as frozen
	Invited       map[string]int      // people invited, by unit
	Replaced      map[string]int      // invitations replaced, by unit
	Ballots       []UnitBallot
	Comments      []UnitComment
	Cuts          []survey.Cut
	Random        io.Reader // shuffles comments; only read where there are any
}

// UnitBallot is one ballot with the unit of its credential.
type UnitBallot struct {
	Unit    string
	Answers survey.Answers
}

// UnitComment is one comment. Writer tells writers apart within one Count and
// means nothing else; it goes into no result.
type UnitComment struct {
	Unit, Prompt, Text string
	Writer             int
}

// PlacedComment is a comment with the team whose page may show it: the
// lowest one, which is survey.Organisation for some.
type PlacedComment struct {
	Team         survey.Path
	Prompt, Text string
}

// Counted is what a close publishes and keeps.
type Counted struct {
	Release  *Release
	BlockOf  map[string]string // block of each unit; empty where no block exists
	Tallies  map[string]*Tally // by block
	Comments []PlacedComment   // those that may be shown, shuffled
}
