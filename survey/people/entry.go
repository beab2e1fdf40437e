package people

import (
	"slices"
	"strings"
)

// row is one row of a file before it is understood.
type row struct {
	number  int // the header is 1
	cells   []string
	problem string // the row could not be taken apart into cells
	flaws   []flaw // cells that hold something else than a value
}

// flaw is a cell of a workbook that holds a formula or an error value.
type flaw struct {
	at      int // position, from 0
	value   string
	problem string
}

func (r *row) blank() bool {
	if r.problem != "" || len(r.flaws) > 0 {
		return false
	}
	return !slices.ContainsFunc(r.cells, filled)
}

// entry is a row that was understood, as far as it was.
type entry struct {
	row    int
	person Person
	bad    [columns]bool // cells that are refused; their value is empty
}

func filled(s string) bool { return strings.TrimSpace(s) != "" }
