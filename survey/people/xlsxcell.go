package people

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"teamtrust/survey"
)

// scanned is one cell as it stands in the file.
type scanned struct {
	at      int    // position, from 0
	kind    string // the attribute t
	formula bool
	source  strings.Builder // of the formula
	value   strings.Builder
	filled  bool
}

// flaw reports a formula or an error value.
func (c *scanned) flaw() (flaw, bool) {
	switch {
	case c.formula:
		return flaw{c.at, "=" + c.source.String(), formulaProblem}, true
	case c.kind == "e":
		return flaw{c.at, c.value.String(), "is an error value; correct the cell or empty it"}, true
	}
	return flaw{}, false
}

// cell reads one cell to its end.
func (s *sheetScan) cell(start xml.StartElement, last int) (*scanned, error) {
	c := &scanned{at: last + 1, kind: attribute(start, "t")}
	if err := s.place(c, attribute(start, "r"), last); err != nil {
		return nil, err
	}
	inside := ""
	for {
		token, err := s.token()
		if err != nil {
			return nil, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			inside = e.Name.Local
			c.formula = c.formula || inside == "f"
			c.filled = true
		case xml.CharData:
			c.add(inside, e)
		case xml.EndElement:
			if e.Name.Local == "c" {
				return c, s.check(c)
			}
			inside = ""
		}
	}
}

func (c *scanned) add(inside string, text []byte) {
	switch {
	case inside == "f" && c.source.Len() < maxCellBytes:
		c.source.Write(text)
	case inside == "v" && c.value.Len() < maxCellBytes:
		c.value.Write(text)
	}
}

// place sets the position that the attribute r names.
func (s *sheetScan) place(c *scanned, name string, last int) error {
	if name == "" {
		return nil
	}
	col, row, err := excelize.CellNameToCoordinates(name)
	if err != nil || row != s.at || col-1 <= last {
		return fmt.Errorf("the cell %q in row %d is out of place", shorten(name), s.at)
	}
	c.at = col - 1
	return nil
}

// check refuses a cell that excelize would show as empty.
func (s *sheetScan) check(c *scanned) error {
	if c.filled && c.at >= maxColumns {
		return survey.Errorf(survey.CodeTooLarge, "has more than %d columns", maxColumns)
	}
	if c.kind != "s" || !c.filled {
		return nil
	}
	i, err := strconv.Atoi(strings.TrimSpace(c.value.String()))
	if err != nil || i < 0 || i >= s.texts {
		return fmt.Errorf("the text of cell %s%d is missing", letters(c.at), s.at)
	}
	return nil
}
