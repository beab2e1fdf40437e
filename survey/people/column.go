package people

import (
	"strings"

	"teamtrust/survey"
)

// column is a column of the staff list that the product knows.
type column int

const (
	columnID column = iota
	columnName
	columnEmail
	columnTeam
	columnManages
	columnLanguage
	columns // how many there are
)

func (c column) String() string {
	return [columns]string{"employee_id", "name", "email", "team", "manages", "language"}[c]
}

// columnOf finds the column that a heading names, whatever its case and
// whether its words are joined by an underscore, a hyphen or a space.
func columnOf(heading string) (column, bool) {
	key := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(tidy(heading)))
	for c := range columns {
		if c.String() == key {
			return c, true
		}
	}
	return 0, false
}

// header says where the known columns of a file stand.
type header struct {
	at       [columns]int // position plus one; 0 where the file has no such column
	headings []string     // row 1, shortened
}

func (h *header) has(c column) bool { return h.at[c] > 0 }

// cell returns a row's cell, empty where the row is shorter than the header.
func (h *header) cell(cells []string, c column) string {
	if i := h.at[c] - 1; i >= 0 && i < len(cells) {
		return cells[i]
	}
	return ""
}

// name returns what to call the column at a position: its heading, or its
// letter where it has none.
func (h *header) name(i int) string {
	if i >= len(h.headings) || h.headings[i] == "" {
		return "column " + letters(i)
	}
	if c, ok := columnOf(h.headings[i]); ok {
		return c.String()
	}
	return escape(h.headings[i])
}

// letters names a column as a spreadsheet does: A to Z, AA and so on.
func letters(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// readHeader reads row 1. It refuses a file that names a known column twice
// or lacks one of employee_id and team.
func readHeader(file string, cells []string) (*header, error) {
	h := &header{headings: make([]string, len(cells))}
	for i, cell := range cells {
		h.headings[i] = shorten(tidy(cell))
		c, known := columnOf(cell)
		if known && h.has(c) {
			return nil, survey.Errorf(survey.CodeBadRequest, "%s has the column %s twice (columns %s and %s); delete one of them.", file, c, letters(h.at[c]-1), letters(i))
		}
		if known {
			h.at[c] = i + 1
		}
	}
	for _, c := range []column{columnID, columnTeam} {
		if !h.has(c) {
			return nil, survey.Errorf(survey.CodeBadRequest, "%s has no column %s; its first row is %s: name the columns there, %s and %s are required.", file, c, h.list(), columnID, columnTeam)
		}
	}
	return h, nil
}

// list shows the headings, shortened.
func (h *header) list() string {
	return quote(strings.Join(h.headings, ", "))
}

// unknown returns the headings of the columns that are ignored.
func (h *header) unknown() []string {
	var names []string
	for i, heading := range h.headings {
		if _, known := columnOf(heading); !known && heading != "" {
			names = append(names, h.name(i))
		}
	}
	return names
}
