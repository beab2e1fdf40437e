package web

import "time"

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

// What it would take for a hidden team to have figures of its own.
const (
	NeedsAnswers = "answers" // k of its people answer
	NeedsPeople  = "people"  // it has fewer than k people: however many of them answer, there are none
	NeedsOthers  = "others"  // nobody in the teams around it is left over in a group below k
)

// Standing says whether there are figures, and if not, why.
type Standing struct {
	State     string    // one of the State constants
	CountedIn *Crumb    // StateFew, StateMerged: where the ballots are counted; Name "" is the organisation; nil: not said
	Needs     string    // StateFew, StateMerged: what figures of its own would take; one of the Needs constants
	Until     time.Time // StateHeld
}

// TooSmall reports whether the team has too few people for figures.
func (s Standing) TooSmall() bool { return s.Needs == NeedsPeople }

// Shown reports whether there are figures.
func (s Standing) Shown() bool { return s.State == StateShown }

// TeamFrame is what a page beside that of the figures has around its results: of
// whom and of which survey they are, or why there are none.
type TeamFrame struct {
	Base
	Name    string  // the team's own name; "" for the organisation
	Above   []Crumb // the teams above it, top team first
	Back    string  // the page of the same figure
	Picker  Picker
	Running *Running // a survey that is open now; nil for none
	Standing
	Survey *SurveyFacts // nil in StateNone and StateOpen
}

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
	Survey      *SurveyFacts // nil in StateNone and StateOpen
	Figure      *Figure      // set in StateShown only
	Charts      []Chart      // of Figure; may be empty
	Comments    []CommentGroup
	Apart       []Crumb  // teams anywhere below whose comments stand on their own pages
	Below       *Heatmap // the teams directly below; nil where there are none
	Changes     *Changes // since an earlier survey; nil where there is none
	Trend       string   // the page of the team's course
	Readers     []ReadBy // who opened or exported the figures
	Slides      string   // the page for a meeting; "" without figures
	Guide       string   // the page of a conversation without numbers; "" for none
	AllItems    string   // the page of every question
	AllComments string   // the page of the comments, which are counted here only
	MayStart    bool     // the reader may start a survey: the empty state offers it
}

// Own is one of the teams that a reader manages.
type Own struct {
	Crumb
	Current bool // the page is this team's
}

// ResultsPage is the page "results", the answer to POST /surveys/{id}/results
// with an invitation: the released figures of an employee's own teams, without
// comments, which only the teams' managers and HR read. It has no account and no
// navigation.
type ResultsPage struct {
	Base
	Standing               // StateShown, StateEmpty, StateOpen, StateHeld
	Survey    *SurveyFacts // always set
	Running   *Running     // StateOpen
	Lost      bool         // StateEmpty: it was closed without its ballots
	HandedOut bool         // a ballot was handed out for the invitation; not said in StateOpen
	Replaced  bool         // HR put it in the place of another one, for which a ballot may have been handed out too
	Teams     []ResultsTeam
}

// ResultsTeam is one of the employee's teams, own team first, the organisation
// last.
type ResultsTeam struct {
	Organisation bool
	Name         string
	Above        []string // names of the teams above it, top team first
	Together     []string // teams below it that are counted in it and have no figures of their own
	MinimumGroup int      // k of the survey
	Standing              // StateShown, StateFew or StateMerged
	Figure       *Figure  // StateShown only
	Readers      []ReadBy // who opened or exported the figure
}
