package web

import "time"

// RunPage is the page "hr_survey", GET /hr/surveys/{id}: one survey in
// whatever state it is. Its forms are sent with POST to …/close (reason,
// confirm=yes), …/replace (employee_id, replace_reason), …/invitations
// (kind=links or cards) and …/shown (see Showing), and lead back here when
// something was wrong.
type RunPage struct {
	Base
	Form
	ID            string
	Name          string
	Questionnaire string
	State         string // draft, open, closed
	Practice      bool   // a rehearsal; Base.Rehearsal draws the banner
	MinimumGroup  int
	Cuts          []string // what the whole organisation's results are also shown by
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
	Split         *Split         // before the close, where the key is split
	Waiting       bool           // open, but ended: it waits for shares of its key
	MustExplain   bool           // closing now is before its time: a reason is required
	// What was entered, when the form is shown again.
	CloseReason, ReplaceID, ReplaceReason string
	NewLink                               *NewLink // an invitation was just replaced; shown this once

	Showing     Showing
	Viewing     string   // the team that was typed to be seen as its readers see it
	Outcome     *Outcome // closed only
	Transitions []Transition
	Restored    time.Time // its open box was put back to this state; zero where it never was
}

// Lost reports whether the survey was closed without its ballots.
func (p RunPage) Lost() bool { return p.Outcome != nil && p.Outcome.Lost != "" }

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
	Lost        string // why it was closed without its ballots; empty where it was not
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
