package web

import (
	"encoding/json"
	"slices"
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
}

// Running is a survey that takes answers now.
type Running struct {
	Name   string
	Closes time.Time
}

// Figure is what a release says of one team or of the organisation.
type Figure struct {
	N            int // ballots
	Invited      int
	Replaced     int       // invitations that HR replaced: each may have brought two ballots
	MinimumGroup int       // k of the survey
	TotalIsTrust bool      // the dimensions are those of trust: the total is called trust, else overall
	Total        Reading   // Score is nil where one dimension is withheld or there is none
	Dimensions   []Reading // weakest first (WeakestFirst)
	Items        []Reading // stand-alone items, in questionnaire order
	// Rests are by dimension what stands beside it: the organisation without the
	// team. Nil on pages that do not compare.
	Rests map[string]Beside
}

// Row is one reading as a list or table shows it.
type Row struct {
	Reading
	Whole        bool // the total
	TotalIsTrust bool
	MinimumGroup int
	Beside       *Beside // nil: nothing stands beside
}

// Rows are the total, where there are dimensions, and then the dimensions.
func (f Figure) Rows() []Row {
	if len(f.Dimensions) == 0 {
		return nil
	}
	return append([]Row{f.row(f.Total, true)}, f.rows(f.Dimensions)...)
}

// ItemRows are the stand-alone items.
func (f Figure) ItemRows() []Row { return f.rows(f.Items) }

// AllRows are total, dimensions and items.
func (f Figure) AllRows() []Row { return append(f.Rows(), f.ItemRows()...) }

func (f Figure) rows(readings []Reading) []Row {
	rows := make([]Row, 0, len(readings))
	for _, r := range readings {
		rows = append(rows, f.row(r, false))
	}
	return rows
}

func (f Figure) row(r Reading, whole bool) Row {
	row := Row{Reading: r, Whole: whole, TotalIsTrust: f.TotalIsTrust, MinimumGroup: f.MinimumGroup}
	if b, compared := f.Rests[r.ID]; compared && !whole {
		row.Beside = &b
	}
	return row
}

// Compared reports whether the organisation without the team stands beside a
// dimension.
func (f Figure) Compared() bool {
	for _, b := range f.Rests {
		if b.Score != nil {
			return true
		}
	}
	return false
}

// Uncompared are the reasons why it does not stand beside others, each once, in
// the order of the dimensions.
func (f Figure) Uncompared() []string {
	var out []string
	for _, d := range f.Dimensions {
		if b := f.Rests[d.ID]; b.Reason != "" && !slices.Contains(out, b.Reason) {
			out = append(out, b.Reason)
		}
	}
	return out
}

// Everybody reports whether everybody invited answered, once each.
func (f Figure) Everybody() bool { return f.N == f.Invited && f.Replaced == 0 }

// Twice reports whether there are so many ballots that some may be second ones
// of the same people: no share of people can be said.
func (f Figure) Twice() bool { return f.N >= f.Invited && f.Replaced > 0 }

// Rate is the share of the invited who answered.
func (f Figure) Rate() float64 {
	if f.Invited == 0 {
		return 0
	}
	return float64(f.N) / float64(f.Invited)
}

// Percent is Rate on 0–100, at most 100.
func (f Figure) Percent() float64 { return min(100, 100*f.Rate()) }

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
	// One of the kinds of the package reports: the messages "chart.<Kind>.…".
	Kind string
	ID   string // tells charts of one kind on one page apart; "" where there is one
	Name Phrase // what it is of, where the kind does not say it; else empty
	// Option is a complete ECharts option as JSON. Text is taken as text:
	// functions do not survive JSON. A colour may be written as "var(--d1)",
	// which the script replaces with the value of the theme.
	Option  json.RawMessage
	Height  int  // CSS pixels
	Bounds  bool // a bound is drawn, which the caption explains
	Picture Picture
}

// Picture is what a chart that is kept as a file says of itself.
type Picture struct {
	File         string    // its name without ending: letters, digits, hyphens and underscores of ASCII
	Team         string    // full path; "" is the organisation
	Survey       string    // "" where it is of several
	Closed       time.Time // unused without Survey
	MinimumGroup int
	Hash         string // of the release; "" where it is of several
}

// CommentGroup is the released comments to one prompt from one place, in the
// random order of the release.
type CommentGroup struct {
	Prompt Phrase
	From   string // full path of the team they are labelled with; "" is the organisation
	Texts  []string
	// Together are the teams whose people may have written them, by full path;
	// filled on the page of the comments only.
	Together []string
}

// TogetherShown are as many of Together as a page names.
func (g CommentGroup) TogetherShown() []string { return g.Together[:min(len(g.Together), 30)] }

// TogetherMore is how many more there are.
func (g CommentGroup) TogetherMore() int { return len(g.Together) - len(g.TogetherShown()) }
