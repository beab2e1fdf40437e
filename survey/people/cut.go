package people

import (
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"teamtrust/survey"
)

// Columns of a cut's file.
const (
	cutTeam  = "team"
	cutValue = "value"
)

// ReadCut reads which value of a cut each team has, from a CSV or XLSX file of
// the given size with the columns team and value. A team without a row has the
// value of the nearest team above it. The first thing that is wrong is a
// *survey.Error with CodeBadRequest that names row and cell: a team that the
// tree does not have or that is there twice, an empty value, a formula, more
// than survey.MaxCutValues values.
func ReadCut(name, file string, r io.ReaderAt, size int64, tree survey.Tree) (survey.Cut, error) {
	c := survey.Cut{Name: tidy(name), Teams: map[survey.Path]string{}}
	if problem := badCutText(c.Name); problem != "" {
		return c, survey.Errorf(survey.CodeBadRequest, "The name of a cut, %s, %s.", quote(name), problem)
	}
	l := &List{File: fileName(file)}
	if size > MaxFileSize {
		return c, survey.Errorf(survey.CodeTooLarge, "%s is larger than %d MB; it needs one row for each team.", l.File, MaxFileSize>>20)
	}
	rows, err := l.open(r, size)
	if err != nil {
		return c, err
	}
	known := make(map[survey.Path]bool, len(tree))
	for _, t := range tree {
		known[t] = true
	}
	var columns *cutColumns
	for row, err := range rows {
		switch {
		case err != nil:
			return c, err
		case columns == nil:
			if columns, err = l.cutHeader(row); err != nil {
				return c, err
			}
		case !row.blank():
			if err := columns.add(&c, row, known); err != nil {
				return c, survey.Errorf(survey.CodeBadRequest, "%s, %v.", l.File, err)
			}
		}
	}
	if len(c.Teams) == 0 {
		return c, survey.Errorf(survey.CodeBadRequest, "%s names no team; it needs the columns %s and %s and one row for each team.", l.File, cutTeam, cutValue)
	}
	if n := len(c.Values()); n > survey.MaxCutValues {
		return c, survey.Errorf(survey.CodeBadRequest, "%s has %d different values; at most %d are possible.", l.File, n, survey.MaxCutValues)
	}
	return c, nil
}

func badCutText(s string) string {
	switch {
	case s == "":
		return "is empty"
	case utf8.RuneCountInString(s) > survey.MaxCutTextSize:
		return fmt.Sprintf("has more than %d characters; shorten it", survey.MaxCutTextSize)
	}
	return badText(s)
}

// cutColumns are the positions of the two columns.
type cutColumns struct{ team, value int }

func (l *List) cutHeader(r row) (*cutColumns, error) {
	at := func(column string) int {
		return slices.IndexFunc(r.cells, func(cell string) bool { return fold(tidy(cell)) == column })
	}
	c := &cutColumns{at(cutTeam), at(cutValue)}
	if r.problem != "" || c.team < 0 || c.value < 0 {
		return nil, survey.Errorf(survey.CodeBadRequest, "%s needs the columns %s and %s in its first row.", l.File, cutTeam, cutValue)
	}
	return c, nil
}

// add takes in a row; the error is what is wrong with it.
func (c *cutColumns) add(cut *survey.Cut, r row, known map[survey.Path]bool) error {
	if r.problem != "" {
		return fmt.Errorf("row %d: %s", r.number, r.problem)
	}
	for _, f := range r.flaws {
		if f.at == c.team || f.at == c.value {
			return fmt.Errorf("row %d: %s %s", r.number, quote(f.value), f.problem)
		}
	}
	cell := func(at int) string {
		if at < len(r.cells) {
			return r.cells[at]
		}
		return ""
	}
	team, problem := teamPath(cell(c.team))
	switch _, twice := cut.Teams[team]; {
	case problem != "":
	case !known[team]:
		problem = "is no team of the staff list; write its full path as there"
	case twice:
		problem = "is there twice; leave one row of it"
	}
	if problem != "" {
		return fmt.Errorf("row %d, %s: %s %s", r.number, cutTeam, quote(cell(c.team)), problem)
	}
	value := tidy(cell(c.value))
	if problem := badCutText(value); problem != "" {
		return fmt.Errorf("row %d, %s: %s %s", r.number, cutValue, quote(cell(c.value)), problem)
	}
	cut.Teams[team] = value
	return nil
}
