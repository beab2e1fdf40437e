package web

import "time"

// HomePage is the page "home", GET /: where an account lands. A part whose
// pointer is nil is not for this account.
type HomePage struct {
	Base
	SignedIn bool
	HR       *HomeHR
	Teams    []HomeTeam // a manager's teams
	Manager  bool
	Admin    bool
	Warned   bool // an administrator has something to repair
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
