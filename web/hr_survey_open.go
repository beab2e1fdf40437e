package web

import "time"

// OpenPage is the page "hr_survey_open", GET /hr/surveys/{id}/open: what
// opening would freeze, and the confirmation, which is sent with POST to the
// same address (confirm=yes).
type OpenPage struct {
	Base
	Form
	Split        *Split // where the key is split
	ID, Name     string
	Questions    int
	MinimumGroup int
	Closes       time.Time // when it would close if it were opened now
	People       int       // who would be invited
	WithoutEmail int
	TooFew       bool       // fewer people than MinimumGroup: cannot be opened
	Conflicts    []Conflict // cannot be opened while there is one
	Units        []UnitRow
	NoResult     []NoResultRow
}

// Blocked reports whether the survey cannot be opened as things are.
func (p OpenPage) Blocked() bool {
	return p.TooFew || len(p.Conflicts) > 0 || p.Split != nil && p.Split.Missing()
}

// Conflict is another survey that is too close in time for the same people.
type Conflict struct {
	Survey Crumb
	Open   bool      // it is open; else it has closed
	Until  time.Time // when this survey may be opened or must not close before; zero where it is not known
}

// UnitRow is one unit that ballots would be labelled with.
type UnitRow struct {
	Name     string
	Eligible int
	Teams    []string // full paths of the teams whose people are in it
}

// NoResultRow is one team that cannot have a result of its own.
type NoResultRow struct {
	Team      string // full path
	People    int    // in it and below
	Reason    string // StateFew: fewer people than the minimum group; StateMerged: shown on its own it would give another away
	CountedIn string // full path of the team it is counted in; "" is the organisation
}

// PreviewPage is the page "hr_survey_preview",
// GET /hr/surveys/{id}/preview?lang={tag}: the questions as a respondent sees
// them.
type PreviewPage struct {
	Base
	ID, Name string
	Previews []LanguageLink // the questionnaire's languages
	In       Language       // the one that is shown
	Missing  int            // texts that are not translated and shown in another language
	BuiltIn  bool           // the items speak of the last four weeks
	Items    []PreviewItem
	Comments []Phrase // prompts
	// As SurveyPage has them: where comments are shown.
	CommentBallots, CommentWriters int
}

// partItems is how many items the survey page asks in one part at most
// (web/scripts/survey/questions.js).
const partItems = 6

// PreviewPart is one part of the questions.
type PreviewPart struct {
	Number int
	Items  []PreviewItem
}

// Parts are the items as the survey page divides them.
func (p PreviewPage) Parts() []PreviewPart {
	count := (len(p.Items) + partItems - 1) / partItems
	parts := make([]PreviewPart, 0, count)
	start := func(part int) int { return (part*len(p.Items) + count - 1) / count }
	for i := range count {
		part := PreviewPart{Number: i + 1}
		for at := start(i); at < start(i+1); at++ {
			item := p.Items[at]
			item.Number = at + 1
			part.Items = append(part.Items, item)
		}
		parts = append(parts, part)
	}
	return parts
}

// PartCount is the number of parts, that of the comments included.
func (p PreviewPage) PartCount() int {
	count := len(p.Parts())
	if len(p.Comments) > 0 {
		count++
	}
	return count
}

// PreviewItem is one question with its answers.
type PreviewItem struct {
	Number int // set by Parts
	Text   Phrase
	Labels []Phrase // of the scale, lowest first
	Extra  []Phrase // answers outside the scale
}
