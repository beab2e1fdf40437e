package web

import "time"

// SurveysPage is the page "hr_surveys", GET /hr/surveys.
type SurveysPage struct {
	Base
	Surveys []SurveyRow // newest first
	People  int         // on the staff list; 0: a survey would have nobody to ask
}

// SurveyRow is one survey of the list.
type SurveyRow struct {
	Survey        Crumb // leads to /hr/surveys/{id}
	Questionnaire string
	State         string // draft, open, closed
	Rehearsal     bool
	Opened        time.Time // zero in draft
	Closes        time.Time // planned, or when it was closed; zero in a draft that closes a time after opening
	Invited       int       // 0 in draft
	Band          string    // open: as ParticipationRow.Band
	Cast          *int      // closed: ballots; nil where the survey was too small
}

// NewSurveyPage is the page "hr_survey_new", GET /hr/surveys/new and the
// answer to POST /hr/surveys (multipart: name, questionnaire, file, close_by,
// close_days, close_date, close_time, minimum_group, rehearsal=yes) where
// something was wrong.
type NewSurveyPage struct {
	Base
	Form
	Questionnaires []QuestionnaireChoice
	// What was entered. CloseBy is "after" (CloseDays) or "at" (CloseDate, CloseTime in UTC).
	Name         string
	Chosen       string // id of the questionnaire, or "own"
	CloseBy      string
	CloseDays    string
	CloseDate    string // 2026-06-05
	CloseTime    string // 17:00
	MinimumGroup string
	Practice     bool // a rehearsal
}

// QuestionnaireChoice is one questionnaire that may be asked.
type QuestionnaireChoice struct {
	ID        string // sent as "questionnaire"
	Name      string // "P10"; built-in ids have the message "questionnaire.<ID>" beside them
	BuiltIn   bool
	Languages []string // BCP 47
	Items     []Phrase // in the page's language where it has it
}

// RunPage is the page "hr_survey", GET /hr/surveys/{id}: one survey in
// whatever state it is. Its forms are sent with POST to …/close (reason,
// confirm=yes), …/replace (employee_id, replace_reason) and …/invitations
// (kind=links or cards), and lead back here when something was wrong.
type RunPage struct {
	Base
	Form
	ID            string
	Name          string
	Questionnaire string
	State         string // draft, open, closed
	Practice      bool   // a rehearsal; Base.Rehearsal draws the banner
	MinimumGroup  int
	Created       time.Time
	Opened        time.Time     // zero in draft
	Closes        time.Time     // zero in a draft that closes ClosesAfter opening
	ClosesAfter   time.Duration // whole days or hours; used where Closes is zero
	ClosedAt      time.Time     // zero before
	Invited       int           // 0 in draft
	ManifestHash  string        // "" in draft
	Previews      []LanguageLink
	MissingTexts  []MissingText
	People        int // on the staff list: who would be asked, in draft

	Participation *Participation // open only
	Invitations   *Invitations   // open only
	MustExplain   bool           // closing now is before its time: a reason is required
	// What was entered, when the form is shown again.
	CloseReason, ReplaceID, ReplaceReason string
	NewLink                               *NewLink // an invitation was just replaced; shown this once

	Outcome     *Outcome // closed only
	Transitions []Transition
}

// MissingText is a language in which a questionnaire is not complete.
type MissingText struct {
	Language Language
	Missing  int // texts that are shown in the questionnaire's first language
}

// Participation is how far a survey has come, in bands. It is refreshed once a
// day and says nothing about persons.
type Participation struct {
	At   time.Time // when it was taken; zero: the first one comes a day after opening
	Rows []ParticipationRow
	Next time.Time // when the next one comes; zero: this was the last
}

// ParticipationRow is the organisation or one team of 20 or more.
type ParticipationRow struct {
	Organisation bool
	Team         string // full path
	Eligible     int
	Band         string // BandUnder25 …; "" is not published
}

// Bands of participation.
const (
	BandUnder25 = "under25"
	Band25      = "25to50"
	Band50      = "50to75"
	BandOver75  = "over75"
)

// Step is the band as a number from 1 to 4; 0 where it is not published.
func (p ParticipationRow) Step() int { return bandStep(p.Band) }

func bandStep(b string) int {
	for i, name := range []string{BandUnder25, Band25, Band50, BandOver75} {
		if b == name {
			return i + 1
		}
	}
	return 0
}

// Step is the band as a number from 1 to 4; 0 where it is not published.
func (h HomeOpen) Step() int { return bandStep(h.Band) }

// Step is the band as a number from 1 to 4; 0 where it is not published.
func (r SurveyRow) Step() int { return bandStep(r.Band) }

// Invitations are the ways to hand out invitations.
type Invitations struct {
	Kind         string // "", "links" or "cards": what was made first; the other is refused
	LinksMade    int    // how often the file of links was downloaded
	CardsMade    int
	WithEmail    int
	WithoutEmail int
	Replaced     int
}

// AfterDays is ClosesAfter in whole days; 0 where it is not whole days.
func (p RunPage) AfterDays() int {
	if p.ClosesAfter%(24*time.Hour) != 0 {
		return 0
	}
	return int(p.ClosesAfter / (24 * time.Hour))
}

// AfterHours is ClosesAfter in hours, rounded up.
func (p RunPage) AfterHours() int {
	return int((p.ClosesAfter + time.Hour - 1) / time.Hour)
}

// NewLink is the link of a replaced invitation.
type NewLink struct {
	Employee string // employee id
	URL      string
}

// Outcome is what a closed survey left behind.
type Outcome struct {
	Cast        *int // ballots; nil where the survey was too small to show anything
	Blocks      int  // groups that are counted together
	Shown       int  // teams with a result of their own
	Hidden      int
	ReleaseHash string
	Results     string // URL of the organisation page
	Workbook    string // URL
	CSV         string // URL
}

// CastN is Cast, 0 where it is withheld.
func (o Outcome) CastN() int { return valueOf(o.Cast) }

// CastN is Cast, 0 where it is withheld.
func (r SurveyRow) CastN() int { return valueOf(r.Cast) }

func valueOf(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// Transition is one step in the life of a survey.
type Transition struct {
	At       time.Time
	From, To string // "", draft, open, closed
	By       string // account e-mail, "command line" or "system"
	Reason   string
}

// OpenPage is the page "hr_survey_open", GET /hr/surveys/{id}/open: what
// opening would freeze, and the confirmation, which is sent with POST to the
// same address (confirm=yes).
type OpenPage struct {
	Base
	Form
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
func (p OpenPage) Blocked() bool { return p.TooFew || len(p.Conflicts) > 0 }

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
