package people

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"teamtrust/survey"
)

// Plan is what importing a list would do to the staff. It is made anew for
// every import; nothing is written before Import goes to the store.
type Plan struct {
	Full       bool     // people who are not in the file leave
	People     int      // in the file
	Teams      int      // in the tree of the file's teams: every prefix of a path is a team
	New        []Person // not on the staff before, or returning after having left; in the order of the file
	Changed    []Change // in the order of the file
	Leaving    []Person // by ID; none unless Full
	Unchanged  int      // in the file and as they were
	Staff      int      // people on the staff afterwards
	StaffTeams int      // teams of the staff afterwards
	before     int      // people on the staff before
}

// Change is what an import changes about one person.
type Change struct{ Before, After Person }

// Columns names what differs, as the header of a staff list does.
func (c Change) Columns() []string {
	var names []string
	for col := range columns {
		if !sameIn(col, c.Before, c.After) {
			names = append(names, col.String())
		}
	}
	return names
}

func sameIn(c column, a, b Person) bool {
	switch c {
	case columnName:
		return a.Name == b.Name
	case columnEmail:
		return a.Email == b.Email
	case columnTeam:
		return a.Team == b.Team
	case columnManages:
		return slices.Equal(a.Manages, b.Manages)
	case columnLanguage:
		return a.Language == b.Language
	}
	return a.ID == b.ID
}

// NewPlan compares a list with the staff: all persons that the store knows,
// also those who have left. A partial import leaves people alone who are not
// in the file; in a full one they leave. For somebody who is known already, a
// column that the file does not have keeps its value; an empty cell empties it.
//
// The result has to hold together: ids and addresses are unique also across
// spellings, a team has one spelling, and whoever manages a team has an
// address, and the team has people at or below it. Every row that breaks this
// or is wrong by itself is in the *BadRows that is returned instead of a plan.
func NewPlan(staff []Person, list *List, full bool) (*Plan, error) {
	known := make(map[string]Person, len(staff))
	for _, p := range staff {
		p.Manages = canonical(slices.Clone(p.Manages))
		known[p.ID] = p
	}
	entries, listed := list.merge(known)
	present, absent := split(staff, listed)
	r := newRoster(absent)
	if !full {
		r.stay(present)
	}
	if rows := append(r.check(entries), list.errors...); len(rows) > 0 {
		byRow(rows)
		return nil, &BadRows{File: list.File, Rows: rows}
	}
	return newPlan(known, entries, present, full), nil
}

// merge returns the list's entries as they will be, and their ids.
func (l *List) merge(known map[string]Person) ([]entry, map[string]bool) {
	entries, listed := slices.Clone(l.entries), make(map[string]bool, len(l.entries))
	for i := range entries {
		p := &entries[i].person
		listed[p.ID] = true
		if old, ok := known[p.ID]; ok {
			l.header.keep(p, old)
		}
	}
	return entries, listed
}

// keep copies from old what the file does not say.
func (h *header) keep(p *Person, old Person) {
	if !h.has(columnName) {
		p.Name = old.Name
	}
	if !h.has(columnEmail) {
		p.Email = old.Email
	}
	if !h.has(columnManages) {
		p.Manages = old.Manages
	}
	if !h.has(columnLanguage) {
		p.Language = old.Language
	}
}

// split returns who is on the staff and not listed, and all who are not
// listed, also those who have left.
func split(staff []Person, listed map[string]bool) (present, absent []Person) {
	for _, p := range staff {
		if listed[p.ID] {
			continue
		}
		absent = append(absent, p)
		if !p.Left {
			present = append(present, p)
		}
	}
	return present, absent
}

// newPlan sorts checked entries into new, changed and unchanged. The unlisted
// are the people on the staff who are not in the file.
func newPlan(known map[string]Person, entries []entry, unlisted []Person, full bool) *Plan {
	plan := &Plan{Full: full, People: len(entries), before: len(unlisted), Staff: len(entries)}
	teams := make([]survey.Path, 0, len(entries)+len(unlisted))
	for _, e := range entries {
		teams = append(teams, e.person.Team)
		old, ok := known[e.person.ID]
		if ok && !old.Left {
			plan.before++
		}
		plan.place(old, e.person, ok && !old.Left)
	}
	plan.Teams = len(survey.NewTree(teams...))
	if full {
		plan.Leaving = slices.SortedFunc(slices.Values(unlisted), func(a, b Person) int { return strings.Compare(a.ID, b.ID) })
		plan.StaffTeams = plan.Teams
		return plan
	}
	for _, p := range unlisted {
		teams = append(teams, p.Team)
	}
	plan.Staff += len(unlisted)
	plan.StaffTeams = len(survey.NewTree(teams...))
	return plan
}

func (p *Plan) place(old, person Person, present bool) {
	change := Change{Before: old, After: person}
	switch {
	case !present:
		p.New = append(p.New, person)
	case len(change.Columns()) > 0:
		p.Changed = append(p.Changed, change)
	default:
		p.Unchanged++
	}
}

// Summary is the line that every import ends with, in a form that scripts may
// rely on whatever the numbers are:
//
//	355 people, 58 teams: 355 new, 0 changed, 0 leaving
func (p *Plan) Summary() string {
	return fmt.Sprintf("%d people, %d teams: %d new, %d changed, %d leaving", p.People, p.Teams, len(p.New), len(p.Changed), len(p.Leaving))
}

// NeedsConfirmation reports whether more than one in ten of the staff would
// leave, as with a file that was cut off or is meant for one site. The page
// then asks for the number of people who leave, len(Leaving), to be typed.
func (p *Plan) NeedsConfirmation() bool { return len(p.Leaving)*10 > p.before }

// Import is what the store has to write: whoever is new or changed, and the
// ids of those who leave.
func (p *Plan) Import(by string, at time.Time) Import {
	i := Import{Put: slices.Clone(p.New), By: by, At: at}
	for _, c := range p.Changed {
		i.Put = append(i.Put, c.After)
	}
	for _, person := range p.Leaving {
		i.Leave = append(i.Leave, person.ID)
	}
	return i
}
