package people

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"teamtrust/survey"
)

// checker turns rows into entries and collects what is wrong with them. Teams
// and languages repeat, so each spelling is checked once.
type checker struct {
	header    *header
	teams     map[string]verdict[survey.Path]
	languages map[string]verdict[string]
	errors    []RowError
	shifts    bool         // a cell beyond the header means that a separator was not quoted
	beyond    map[int]bool // columns that have cells and no heading
}

type verdict[T any] struct {
	value   T
	problem string
}

func newChecker(h *header) *checker {
	return &checker{header: h, teams: map[string]verdict[survey.Path]{}, languages: map[string]verdict[string]{}, beyond: map[int]bool{}}
}

// entry checks every cell of a row by itself. It reports false where the row
// could not be taken apart, so that there is no person to speak of.
func (c *checker) entry(r row) (entry, bool) {
	if r.problem != "" {
		c.errors = append(c.errors, RowError{Row: r.number, Problem: r.problem})
		return entry{}, false
	}
	if c.shifts && c.tooLong(r) {
		return entry{}, false
	}
	e := entry{row: r.number}
	c.whole(r, &e)
	c.cell(r, &e, columnID, func(s string) string { return into(&e.person.ID)(employeeID(s)) })
	c.cell(r, &e, columnName, func(s string) string { return into(&e.person.Name)(personName(s)) })
	c.cell(r, &e, columnEmail, func(s string) string { return c.email(&e, s) })
	c.cell(r, &e, columnTeam, func(s string) string { return into(&e.person.Team)(c.team(s)) })
	c.manages(r, &e)
	c.cell(r, &e, columnLanguage, func(s string) string { return into(&e.person.Language)(c.language(s)) })
	return e, true
}

// into stores a value unless there is a problem with it.
func into[T any](target *T) func(T, string) string {
	return func(value T, problem string) string {
		if problem == "" {
			*target = value
		}
		return problem
	}
}

// cell applies one check to one cell that is not already refused.
func (c *checker) cell(r row, e *entry, col column, check func(string) string) {
	if !c.header.has(col) || e.bad[col] {
		return
	}
	value := c.header.cell(r.cells, col)
	if problem := check(value); problem != "" {
		c.refuse(e, col, value, problem)
	}
}

func (c *checker) refuse(e *entry, col column, value, problem string) {
	e.bad[col] = true
	c.errors = append(c.errors, RowError{Row: e.row, Column: col.String(), Value: shorten(value), Problem: problem})
}

// tooLong refuses a row with filled cells beyond the header.
func (c *checker) tooLong(r row) bool {
	width := len(c.header.headings)
	if len(r.cells) <= width || !slices.ContainsFunc(r.cells[width:], filled) {
		return false
	}
	c.errors = append(c.errors, RowError{Row: r.number, Problem: fmt.Sprintf("it has %d cells and the header has %d; put quotes around a cell that holds the separator", len(r.cells), width)})
	return true
}

// nameless returns the letters of the columns that have cells and no heading.
func (c *checker) nameless() []string {
	var names []string
	for _, i := range slices.Sorted(maps.Keys(c.beyond)) {
		names = append(names, c.header.name(i)+" (no heading)")
	}
	return names
}

// whole refuses what is wrong in any column, also an unknown one: formulas and
// cells that are too long.
func (c *checker) whole(r row, e *entry) {
	flaws := r.flaws
	for i, cell := range r.cells {
		if (i >= len(c.header.headings) || c.header.headings[i] == "") && filled(cell) {
			c.beyond[i] = true
		}
		switch {
		case len(cell) > maxCell && utf8.RuneCountInString(cell) > maxCell:
			flaws = append(flaws, flaw{i, cell, "has more than 32767 characters; look for a quote that is opened and not closed"})
		case looksLikeFormula(cell) && !slices.ContainsFunc(r.flaws, func(f flaw) bool { return f.at == i }):
			flaws = append(flaws, flaw{i, cell, formulaProblem})
		}
	}
	for _, f := range flaws {
		c.errors = append(c.errors, RowError{Row: r.number, Column: c.header.name(f.at), Value: shorten(strings.TrimSpace(f.value)), Problem: f.problem})
		for col := range columns {
			if c.header.at[col] == f.at+1 {
				e.bad[col] = true
			}
		}
	}
}

func (c *checker) email(e *entry, s string) string {
	if strings.TrimSpace(s) == "" {
		return ""
	}
	email, problem := normalEmail(s)
	if first, evaluated := startsFormula(email); evaluated {
		problem = fmt.Sprintf("starts with %q, and spreadsheets would take it for a formula in the invitation list; use another address of this person or leave the cell empty", first)
	}
	return into(&e.person.Email)(email, problem)
}

func (c *checker) team(s string) (survey.Path, string) {
	v, known := c.teams[s]
	if !known {
		v.value, v.problem = teamPath(s)
		c.teams[strings.Clone(s)] = v
	}
	return v.value, v.problem
}

func (c *checker) language(s string) (string, string) {
	v, known := c.languages[s]
	if !known {
		v.value, v.problem = languageTag(s)
		c.languages[strings.Clone(s)] = v
	}
	return v.value, v.problem
}

// manages reads team paths separated by semicolons; blank ones do not count,
// repeated ones count once, and their order says nothing.
func (c *checker) manages(r row, e *entry) {
	if !c.header.has(columnManages) || e.bad[columnManages] {
		return
	}
	for s := range strings.SplitSeq(c.header.cell(r.cells, columnManages), ";") {
		if strings.TrimSpace(s) == "" {
			continue
		}
		path, problem := c.team(s)
		if problem != "" {
			c.refuse(e, columnManages, strings.TrimSpace(s), problem)
			continue
		}
		e.person.Manages = append(e.person.Manages, path)
	}
	e.person.Manages = canonical(e.person.Manages)
}

// canonical sorts paths and drops repeated ones, in place.
func canonical(paths []survey.Path) []survey.Path {
	slices.SortFunc(paths, comparePaths)
	return slices.Compact(paths)
}

func comparePaths(a, b survey.Path) int {
	switch {
	case a == b:
		return 0
	case a.Less(b):
		return -1
	}
	return 1
}
