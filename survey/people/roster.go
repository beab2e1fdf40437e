package people

import (
	"fmt"

	"teamtrust/survey"
)

// roster holds the people of a list against each other and against the staff
// that stays. Whoever comes first is right: the staff, then row by row.
type roster struct {
	ids      map[string]holder      // by folded id; of everybody that the store knows
	emails   map[string]holder      // by address; of those who will be on the staff
	spelling map[string]spelling    // by folded path; of every team and every prefix
	teams    map[survey.Path]bool   // teams with people at or below them afterwards
	wrong    map[survey.Path]string // paths with a part that is spelt differently elsewhere
	errors   []RowError
}

// holder is a person who has an id or an address already.
type holder struct {
	id  string
	row int // 0 for somebody on the staff
}

// spelling is the first spelling of a team.
type spelling struct {
	path survey.Path
	row  int // 0 for a team of the staff
}

// newRoster starts with the ids of everybody known who is not in the file.
func newRoster(absent []Person) *roster {
	r := &roster{
		ids: map[string]holder{}, emails: map[string]holder{}, spelling: map[string]spelling{},
		teams: map[survey.Path]bool{}, wrong: map[survey.Path]string{},
	}
	for _, p := range absent {
		r.ids[fold(p.ID)] = holder{id: p.ID}
	}
	return r
}

// stay adds people on the staff who are not in the file and stay.
func (r *roster) stay(staff []Person) {
	for _, p := range staff {
		if p.Email != "" {
			r.emails[p.Email] = holder{id: p.ID}
		}
		r.spell(p.Team, 0)
		r.people(p.Team)
	}
}

// check returns what is wrong between the entries. Teams come first for all
// rows, because a manager may stand before the team.
func (r *roster) check(entries []entry) []RowError {
	for _, e := range entries {
		if !e.bad[columnTeam] {
			r.spell(e.person.Team, e.row)
			r.people(e.person.Team)
		}
	}
	for _, e := range entries {
		r.id(e)
		r.email(e)
		r.team(e)
		r.manages(e)
	}
	return r.errors
}

func (r *roster) refuse(e entry, c column, value, format string, args ...any) {
	r.errors = append(r.errors, RowError{Row: e.row, Column: c.String(), Value: shorten(value), Problem: fmt.Sprintf(format, args...)})
}

func (r *roster) id(e entry) {
	if e.bad[columnID] {
		return
	}
	key := fold(e.person.ID)
	first, taken := r.ids[key]
	switch {
	case !taken:
		r.ids[key] = holder{e.person.ID, e.row}
	case first.row == 0:
		r.refuse(e, columnID, e.person.ID, "is already known as %s; write it in the same way", quote(first.id))
	case first.id == e.person.ID:
		r.refuse(e, columnID, e.person.ID, "is also in row %d; delete one of the two rows or correct its id", first.row)
	default:
		r.refuse(e, columnID, e.person.ID, "is also in row %d, written %s; ids have to differ in more than case", first.row, quote(first.id))
	}
}

func (r *roster) email(e entry) {
	address := e.person.Email
	if address == "" || e.bad[columnEmail] {
		return
	}
	first, taken := r.emails[address]
	switch {
	case !taken:
		r.emails[address] = holder{e.person.ID, e.row}
	case first.row == 0:
		r.refuse(e, columnEmail, address, "is the address of %s on the staff list; two people cannot share a sign-in address: correct it or leave the cell empty", quote(first.id))
	default:
		r.refuse(e, columnEmail, address, "is also in row %d; two people cannot share a sign-in address: correct it or leave the cell empty", first.row)
	}
}

func (r *roster) team(e entry) {
	if problem := r.wrong[e.person.Team]; problem != "" && !e.bad[columnTeam] {
		r.refuse(e, columnTeam, string(e.person.Team), "%s", problem)
	}
}

func (r *roster) manages(e entry) {
	if len(e.person.Manages) == 0 || e.bad[columnManages] {
		return
	}
	if e.person.Email == "" && !e.bad[columnEmail] {
		r.refuse(e, columnEmail, "", "is empty and the person manages %s; managers need an address to sign in: fill it, or empty the cell manages", quote(string(e.person.Manages[0])))
	}
	for _, path := range e.person.Manages {
		r.managed(e, path)
	}
}

func (r *roster) managed(e entry, path survey.Path) {
	if r.teams[path] {
		return
	}
	problem := "is nobody's team and not above one; write the path as in the column team"
	if first, ok := r.spelling[fold(string(path))]; ok {
		problem = "is written " + first.show() + "; write it in the same way"
	}
	r.refuse(e, columnManages, string(path), "%s", problem)
}

// people marks a team and all above it as having people.
func (r *roster) people(path survey.Path) {
	for ; path != survey.Organisation && !r.teams[path]; path = path.Parent() {
		r.teams[path] = true
	}
}

// spell notes the spelling of a path and of every path above it, and what is
// wrong with it if one of them was spelt differently before.
func (r *roster) spell(path survey.Path, row int) {
	if path == survey.Organisation || r.teams[path] {
		return
	}
	if r.spell(path.Parent(), row); r.wrong[path.Parent()] != "" {
		r.wrong[path] = r.wrong[path.Parent()]
		return
	}
	key := fold(string(path))
	first, taken := r.spelling[key]
	if !taken {
		r.spelling[key] = spelling{path, row}
		return
	}
	if first.path != path {
		r.wrong[path] = "names a team that is written " + first.show() + "; choose one spelling"
	}
}

func (s spelling) show() string {
	if s.row == 0 {
		return quote(string(s.path)) + " on the staff list"
	}
	return fmt.Sprintf("%s in row %d", quote(string(s.path)), s.row)
}
