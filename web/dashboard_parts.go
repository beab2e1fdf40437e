package web

import (
	"encoding/json"
	"time"
)

// Phrase is a sentence that comes from a questionnaire and may be in another
// language than the page.
type Phrase struct {
	Text string
	Lang string // BCP 47; "" is the page's language
}

// Dir is the writing direction of the phrase's language.
func (p Phrase) Dir() string {
	if p.Lang == "" {
		return "auto"
	}
	return direction(p.Lang)
}

// Crumb is a team, or another thing with a name of its own, that a page leads
// to.
type Crumb struct {
	Name string
	Href string // "" where the reader may not open it
}

// Picker chooses the survey of a page: a form with the field "survey" that is
// sent with GET to Action.
type Picker struct {
	Action string // the page itself: "/team/abc", "/org"
	Hidden []Field
	List   []Choice
}

// Field is a hidden field that a form carries along.
type Field struct{ Name, Value string }

// Choice is one closed survey that may be picked, newest first.
type Choice struct {
	ID       string
	Name     string
	ClosedAt time.Time
	Selected bool
}

// SurveyFacts are what a page of results says about the survey they are of.
type SurveyFacts struct {
	ID           string
	Name         string
	ClosedAt     time.Time
	MinimumGroup int    // k
	ReleaseHash  string // hex
	TotalIsTrust bool   // the dimensions are those of trust: the total is called trust, else overall
}

// Running is a survey that takes answers now.
type Running struct {
	Name   string
	Closes time.Time
}

// Figure is what a release says of one team or of the organisation.
type Figure struct {
	N          int // ballots
	Invited    int
	Total      Reading   // Score is nil where one dimension is withheld or there is none
	Dimensions []Reading // weakest first (WeakestFirst)
	Items      []Reading // stand-alone items, in questionnaire order
}

// Everybody reports whether everybody invited answered.
func (f Figure) Everybody() bool { return f.N == f.Invited }

// Rate is the share of the invited who answered.
func (f Figure) Rate() float64 {
	if f.Invited == 0 {
		return 0
	}
	return float64(f.N) / float64(f.Invited)
}

// Percents reports whether there are enough ballots to speak of percentages.
func (f Figure) Percents() bool { return f.N >= 10 }

// Weakest is the dimension with the lowest score, nil where none has one.
func (f Figure) Weakest() *Reading {
	var lowest *Reading
	for i := range f.Dimensions {
		r := &f.Dimensions[i]
		if r.Score != nil && (lowest == nil || *r.Score < *lowest.Score) {
			lowest = r
		}
	}
	return lowest
}

// Several reports whether there is a lowest dimension at all: two or more with
// a score.
func (f Figure) Several() bool {
	seen := 0
	for _, r := range f.Dimensions {
		if r.Score != nil {
			seen++
		}
	}
	return seen > 1
}

// Chart is one drawing. The script draws it beside the table that holds the
// same numbers; without the script only the table is there.
type Chart struct {
	Kind string // "scores" (dots with intervals) or "shares" (diverging bars): the messages "chart.<Kind>.…"
	// Option is a complete ECharts option as JSON. Text is taken as text:
	// functions do not survive JSON. A colour may be written as "var(--d1)",
	// which the script replaces with the value of the theme.
	Option json.RawMessage
	Height int // CSS pixels
}

// CommentGroup is the released comments to one prompt from one place, in the
// random order of the release.
type CommentGroup struct {
	Prompt Phrase
	From   string // full path of the team they are labelled with; "" is the organisation
	Texts  []string
}
