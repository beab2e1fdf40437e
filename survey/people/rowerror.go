package people

import (
	"fmt"
	"slices"
	"strconv"

	"teamtrust/survey"
)

// RowError is one thing that is wrong with one row of a staff list.
type RowError struct {
	Row     int    // as a spreadsheet numbers it: the header is row 1, blank rows count, a cell with line breaks is still one row
	Column  string // as in the header; empty where the row as a whole is wrong
	Value   string // the cell, shortened; empty where the cell is
	Problem string // what is wrong and what to do, to be read after the value
}

// Error is one line that is safe to print on a terminal:
//
//	row 8, email: "anna@" is not an e-mail address; write …
func (e RowError) Error() string {
	if e.Column == "" {
		return fmt.Sprintf("row %d: %s", e.Row, e.Problem)
	}
	value := "the cell"
	if e.Value != "" {
		value = strconv.Quote(e.Value)
	}
	return fmt.Sprintf("row %d, %s: %s %s", e.Row, e.Column, value, e.Problem)
}

// BadRows refuses a staff list: one bad row is enough, so that nobody has to
// find out which half of a file was imported. It unwraps to a *survey.Error
// with CodeBadRequest.
type BadRows struct {
	File string
	Rows []RowError // every error of the file, by row and column; never empty
}

// Error says how many errors there are and quotes none of them.
func (e *BadRows) Error() string {
	if len(e.Rows) == 1 {
		return fmt.Sprintf("%s has one error and nothing was imported; correct the row and import the file again.", e.File)
	}
	return fmt.Sprintf("%s has %d errors and nothing was imported; correct the rows and import the file again.", e.File, len(e.Rows))
}

func (e *BadRows) Unwrap() error { return survey.Errorf(survey.CodeBadRequest, "%s", e.Error()) }

// byRow sorts errors by row and keeps the order within a row.
func byRow(rows []RowError) {
	slices.SortStableFunc(rows, func(a, b RowError) int { return a.Row - b.Row })
}
