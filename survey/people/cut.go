package people

import (
	"fmt"
	"io"
	"unicode/utf8"

	"teamtrust/survey"
)

// cutTeam is the column of a file of cuts that names teams.
const cutTeam = "team"

// ReadCuts reads which value each team has of every cut, from a CSV or XLSX
// file of the given size: a column "team", and one column for each cut, which
// bears its name. A team without a row, or with an empty cell, has the value of
// the nearest team above it. The first thing that is wrong is a *survey.Error
// that names row and cell: a team that the tree does not have or that is there
// twice, a formula, a column without any value, or more than
// survey.MaxCutValues of them.
func ReadCuts(file string, r io.ReaderAt, size int64, tree survey.Tree) ([]survey.Cut, error) {
	l := &List{File: fileName(file)}
	if size > MaxFileSize {
		return nil, survey.Errorf(survey.CodeTooLarge, "%s is larger than %d MB; it needs one row for each team.", l.File, MaxFileSize>>20)
	}
	rows, err := l.open(r, size)
	if err != nil {
		return nil, err
	}
	c := &cutFile{known: map[survey.Path]bool{}, seen: map[survey.Path]bool{}}
	for _, t := range tree {
		c.known[t] = true
	}
	for row, err := range rows {
		switch {
		case err != nil:
			return nil, err
		case c.cuts == nil:
			err = c.header(row)
		case !row.blank():
			err = c.add(row)
		}
		if err != nil {
			return nil, survey.Errorf(survey.CodeBadRequest, "%s, row %d%v.", l.File, row.number, err)
		}
	}
	if err := c.check(); err != nil {
		return nil, survey.Errorf(survey.CodeBadRequest, "%s%v.", l.File, err)
	}
	return c.cuts, nil
}

// cutFile is what was read so far. Its errors go on where the name of the file
// and the row stop.
type cutFile struct {
	known, seen map[survey.Path]bool
	team        int // its column
	cuts        []survey.Cut
	columns     []int // of the cuts
}

func (c *cutFile) header(r row) error {
	if r.problem != "" {
		return fmt.Errorf(": %s", r.problem)
	}
	c.team = -1
	for i, cell := range r.cells {
		switch name := tidy(cell); {
		case name == "":
		case fold(name) == cutTeam && c.team < 0:
			c.team = i
		default:
			if problem := badCutText(name); problem != "" {
				return fmt.Errorf(": the column %s %s", quote(cell), problem)
			}
			c.cuts, c.columns = append(c.cuts, survey.Cut{Name: name, Teams: map[survey.Path]string{}}), append(c.columns, i)
		}
	}
	if c.team < 0 || len(c.cuts) == 0 {
		return fmt.Errorf(": it needs the column %s and one more for each cut, with the cut's name above it", cutTeam)
	}
	return nil
}

func (c *cutFile) add(r row) error {
	if r.problem != "" {
		return fmt.Errorf(": %s", r.problem)
	}
	for _, f := range r.flaws {
		return fmt.Errorf(": %s %s", quote(f.value), f.problem)
	}
	cell := func(at int) string {
		if at < len(r.cells) {
			return r.cells[at]
		}
		return ""
	}
	team, problem := teamPath(cell(c.team))
	switch {
	case problem != "":
	case !c.known[team]:
		problem = "is no team of the staff list; write its full path as there"
	case c.seen[team]:
		problem = "is there twice; leave one row of it"
	}
	if problem != "" {
		return fmt.Errorf(", %s: %s %s", cutTeam, quote(cell(c.team)), problem)
	}
	c.seen[team] = true
	for i := range c.cuts {
		value := tidy(cell(c.columns[i]))
		if value == "" {
			continue
		}
		if problem := badCutText(value); problem != "" {
			return fmt.Errorf(", %s: %s %s", c.cuts[i].Name, quote(cell(c.columns[i])), problem)
		}
		c.cuts[i].Teams[team] = value
	}
	return nil
}

func (c *cutFile) check() error {
	if c.cuts == nil || len(c.seen) == 0 {
		return fmt.Errorf(" names no team; it needs the column %s, one more for each cut, and one row for each team", cutTeam)
	}
	for i := range c.cuts {
		switch n := len(c.cuts[i].Values()); {
		case n == 0:
			return fmt.Errorf(", column %s, has no value; fill it or leave it out", quote(c.cuts[i].Name))
		case n > survey.MaxCutValues:
			return fmt.Errorf(", column %s, has %d different values; at most %d are possible", quote(c.cuts[i].Name), n, survey.MaxCutValues)
		}
	}
	return nil
}

func badCutText(s string) string {
	if utf8.RuneCountInString(s) > survey.MaxCutTextSize {
		return fmt.Sprintf("has more than %d characters; shorten it", survey.MaxCutTextSize)
	}
	return badText(s)
}
