package audit

import (
	"iter"
	"time"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// Wave is everything that was published about one survey.
type Wave struct {
	Survey survey.Survey         // as it is said everywhere; ClosedAt is zero while it is open
	Form   *survey.Questionnaire // the manifest's: scale, items with dimension, keying and codes, prompts
	Units  []survey.Unit         // the manifest's
	Bands  []Bands               // every refresh, the earliest first
	// After the close:
	Releases    []*analytics.Release // as they were published, the first one first; more than one is a leak
	ReleaseHash string               // in the closing record
	Hash        string               // of the last release, computed anew; empty: not looked at
	Counts      []Count              // of the verify page
	Spent       map[string]int       // used credentials on the verify page, by block
	Cast        map[string]int       // ballots by unit, as the used credentials show; nil: not looked at
	Comments    []Comments
	Columns     []string                   // of Exported
	Exported    iter.Seq2[[]string, error] // the rows of CSV and workbook; nil: not looked at
}

// Count is what the verify page says of one block.
type Count struct {
	Block                              string
	Units                              []string
	Invited, Collected, Cast, Replaced int
}

// Comments is how many comments on a prompt bear the label of a team.
type Comments struct {
	Team   survey.Path
	Prompt string
	Number int
}

// Bands is one refresh of participation before the close.
type Bands struct {
	At    time.Time
	Teams map[survey.Path]string
}
