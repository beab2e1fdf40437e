package web

import "time"

// PeoplePage is the page "hr_people", GET /hr/people: the staff list in
// numbers, the teams that are too small, and the upload, which is sent to
// POST /hr/people/plan (multipart: file, mode).
type PeoplePage struct {
	Base
	Form
	People       int // on the list now; 0: there is no list yet
	WithoutEmail int
	Managers     int        // people who manage a team
	MinimumGroup int        // the k that Teams are judged by: that of the latest survey, else 5
	Teams        []TeamSize // the whole tree, a parent before its children
	Imports      []ImportRecord
	Mode         string // what was chosen when the form is shown again: ModePartial (default) or ModeFull
}

// What an upload means for people who are not in the file.
const (
	ModePartial = "partial" // they stay
	ModeFull    = "full"    // they are marked as left
)

// TeamSize is one team of the staff list.
type TeamSize struct {
	Name   string // the team's own name
	Path   string // full path
	Depth  int    // 1 for a top team
	Direct int    // people directly in it
	People int    // people in it and below
	Small  bool   // People < MinimumGroup: no result of its own
}

// Small are the teams that would have no result of their own.
func (p PeoplePage) Small() []TeamSize {
	var small []TeamSize
	for _, t := range p.Teams {
		if t.Small {
			small = append(small, t)
		}
	}
	return small
}

// ImportRecord is one import that was carried out, newest first.
type ImportRecord struct {
	At      time.Time
	By      string // account e-mail or "command line"
	New     int
	Changed int
	Leaving int
}

// PlanPage is the page "hr_people_plan", the answer to POST /hr/people/plan:
// what an import would do. Nothing has been written. It is carried out by
// POST /hr/people/import (plan, and leaving where TypeNumber is set).
type PlanPage struct {
	Base
	Form               // Field "leaving": the number was not typed, or is another one
	File      string   // name of the uploaded file
	Mode      string   // ModePartial or ModeFull
	Plan      string   // id that confirms exactly this plan; "" where Rows is not empty
	Rows      []RowBad // rows that must be put right; one is enough to refuse the file
	MoreRows  int      // bad rows beyond those in Rows
	Ignored   []string // names of columns that are not used
	People    int      // on the list afterwards
	TeamCount int
	Counts    PlanCounts
	New       []PlanPerson // at most 50 of each; the counts say how many there are
	Changed   []PlanPerson
	Leaving   []PlanPerson
	Small     []TeamSize // teams that would have no result of their own
	// TypeNumber asks to type Counts.Leaving: more than a tenth would leave.
	TypeNumber bool
	Typed      string // what was typed
}

// PlanCounts are the people of a plan.
type PlanCounts struct{ New, Changed, Leaving, Unchanged int }

// Nothing reports whether the list stays as it is.
func (p PlanPage) Nothing() bool {
	return p.Counts.New+p.Counts.Changed+p.Counts.Leaving == 0
}

// Bad is the number of rows that must be put right.
func (p PlanPage) Bad() int { return len(p.Rows) + p.MoreRows }

// RowBad is one thing that is wrong with one row of a file.
type RowBad struct {
	Row    int    // the header is row 1
	Column string // "email"; "" where the row as a whole is wrong
	Value  string // what stands there, cut to 200 characters; may be empty
	Fix    Phrase // what is wrong and what to do
}

// PlanPerson is one person of a plan.
type PlanPerson struct {
	ID, Name, Team string
	Changes        []Change // Changed only
}

// Change is one value that an import would change.
type Change struct{ Column, From, To string }
