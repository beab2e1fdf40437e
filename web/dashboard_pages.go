package web

import (
	"strings"
	"time"
)

// What a page of results has to show. Everything but StateShown is a reason
// why there are no figures.
const (
	StateShown  = "shown"
	StateFew    = "few"    // fewer than k ballots at and below the team
	StateMerged = "merged" // the ballots are counted in a team above: CountedIn
	StateEmpty  = "empty"  // the whole survey had fewer than k ballots
	StateNone   = "none"   // no survey has been held
	StateOpen   = "open"   // the first survey is open: Running
	StateHeld   = "held"   // results come at Until
	StateAbsent = "absent" // the team was not part of the survey that was picked
)

// Standing says whether there are figures, and if not, why.
type Standing struct {
	State     string    // one of the State constants
	CountedIn *Crumb    // StateFew, StateMerged: where the ballots are counted; Name "" is the organisation; nil: not said
	Until     time.Time // StateHeld
}

// Shown reports whether there are figures.
func (s Standing) Shown() bool { return s.State == StateShown }

// TeamPage is the page "team", GET /team/{id}?survey={survey}: a team as its
// manager and HR see it.
type TeamPage struct {
	Base
	Name    string  // the team's own name
	Above   []Crumb // the teams above it, top team first
	Switch  []Own   // the reader's own teams where there are several
	Picker  Picker
	Running *Running // a survey that is open now; nil for none

	Standing
	Survey   *SurveyFacts // nil in StateNone and StateOpen
	Figure   *Figure      // set in StateShown only
	Charts   []Chart      // of Figure; may be empty
	Comments []CommentGroup
	Below    *Heatmap  // the teams directly below; nil where there are none
	Earlier  []Earlier // the same team in earlier surveys, newest first
	MayStart bool      // the reader may start a survey: the empty state offers it
}

// recent is how many earlier surveys stand beside the figures; the others are
// folded away.
const recent = 2

// Recent are the earlier surveys that are shown at once.
func (p TeamPage) Recent() []Earlier { return p.Earlier[:min(recent, len(p.Earlier))] }

// Older are the rest of them.
func (p TeamPage) Older() []Earlier { return p.Earlier[min(recent, len(p.Earlier)):] }

// Own is one of the teams that a reader manages.
type Own struct {
	Crumb
	Current bool // the page is this team's
}

// Earlier is one earlier released total of the same team.
type Earlier struct {
	Survey Crumb // leads to this page for that survey
	Closed time.Time
	N      *int // nil where the team was hidden
	Total  Reading
}

// OrgPage is the page "org", GET /org?survey={survey}&sort={sort}: every team
// by dimension, for HR.
type OrgPage struct {
	Base
	Picker  Picker
	Running *Running

	Standing
	Survey   *SurveyFacts
	Figure   *Figure // the organisation's
	Charts   []Chart
	Map      *Heatmap // set in StateShown only
	Comments []CommentGroup
	Workbook string // URL of the workbook
	CSV      string // URL of the CSV file
	MayStart bool
}

// Heatmap is teams by dimension.
type Heatmap struct {
	Columns []HeatColumn // the dimensions in questionnaire order
	// Sorting by these is a link; empty where the table is not sortable.
	TeamSort, AnsweredSort, TotalSort Sort
	Sorted                            bool // by something else than the tree: rows name their full path
	MinimumGroup                      int  // k of the survey
	TotalIsTrust                      bool // as Figure.TotalIsTrust
	Rows                              []HeatRow
}

// Sort is the state of one sortable column.
type Sort struct {
	Href  string // sorts by it, or turns the order round; "" is not sortable
	State string // "", "ascending", "descending"
}

// HeatColumn is one dimension.
type HeatColumn struct {
	Kind string // as Reading.Kind
	Name Phrase
	Sort Sort
}

// HeatRow is one team.
type HeatRow struct {
	Organisation bool   // the row of the whole organisation; Team and Path are unused
	Team         string // the team's own name
	Path         string // full path
	Depth        int    // 1 for a top team, 0 for the organisation; relative on a team's page
	Href         string // "" where the reader may not open it
	Standing            // StateShown, StateFew, StateMerged; StateAbsent does not occur
	N, Invited   int    // StateShown only
	Total        Cell
	Cells        []Cell // one for each column
}

// Above is the path of the team above, "" for a top team.
func (r HeatRow) Above() string {
	above, _ := strings.CutSuffix(r.Path, r.Team)
	return strings.TrimSuffix(above, " / ")
}

// Cell is one score of a heatmap.
type Cell struct {
	Score   *float64 // 0–100; nil: withheld
	Clipped string   // as Reading.Clipped
}

// Band is the cell's band, 1 to 5; 0 where it is withheld.
func (c Cell) Band() int { return band(c.Score) }

// Span is the number of columns beside the team's name.
func (h Heatmap) Span() int {
	if len(h.Columns) == 0 {
		return 1
	}
	return len(h.Columns) + 2
}

// Counts says how many teams the map shows and hides, the organisation left
// out.
func (h Heatmap) Counts() (c struct{ Shown, Hidden int }) {
	for _, r := range h.Rows {
		switch {
		case r.Organisation:
		case r.Shown():
			c.Shown++
		default:
			c.Hidden++
		}
	}
	return c
}

// ResultsPage is the page "results", the answer to POST /surveys/{id}/results
// with an invitation: the released figures of an employee's own teams. It has
// no account and no navigation.
type ResultsPage struct {
	Base
	Standing              // StateShown, StateEmpty, StateOpen, StateHeld
	Survey   *SurveyFacts // always set
	Running  *Running     // StateOpen
	Teams    []ResultsTeam
}

// ResultsTeam is one of the employee's teams, own team first, the organisation
// last.
type ResultsTeam struct {
	Organisation bool
	Name         string
	Above        []string // names of the teams above it, top team first
	Standing              // StateShown, StateFew or StateMerged
	Figure       *Figure  // StateShown only
	Comments     []CommentGroup
}

// HomePage is the page "home", GET /: where an account lands. A part whose
// pointer is nil is not for this account.
type HomePage struct {
	Base
	SignedIn bool
	HR       *HomeHR
	Teams    []HomeTeam // a manager's teams
	Manager  bool
	Admin    bool
	Auditor  bool
}

// HomeHR is what waits for HR, in the order of the work.
type HomeHR struct {
	People, TeamCount int        // on the staff list; 0 people: no list yet
	Drafts            []Crumb    // surveys that are not open yet
	Open              []HomeOpen // surveys that take answers
	Latest            *SurveyFacts
	LatestStanding    Standing
	LatestFigure      *Figure // the organisation's, where shown
}

// HomeOpen is one open survey.
type HomeOpen struct {
	Survey  Crumb
	Closes  time.Time
	Invited int
	Band    string // as ParticipationRow.Band
}

// HomeTeam is one team of a manager.
type HomeTeam struct {
	Team   Crumb
	Survey string // name of the latest closed survey; "" for none
	Standing
	N, Invited   int
	Total        Reading
	TotalIsTrust bool
	Weakest      *Reading
}
