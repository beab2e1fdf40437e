package table

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Largest sheet that a workbook can have.
const (
	maxRows    = 1 << 20
	maxColumns = 1 << 14
)

// sheetSource reads the rows of one sheet as a stream.
type sheetSource struct {
	name  string
	in    *tokens
	texts *texts
	dates dates
	row   int
	cells [][]byte
	after int            // the column after the last cell of this row, blank or not
	any   bool           // this row has something in a cell
	flaws map[int]string // by column, of this row
}

func (s *sheetSource) flaw(column int) string { return s.flaws[column] }

func (s *sheetSource) next() (int, [][]byte, error) {
	for {
		token, err := s.in.Token()
		if errors.Is(err, io.EOF) {
			return 0, nil, io.EOF
		}
		if err != nil {
			return 0, nil, s.broken(err)
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "row" {
			continue
		}
		if err := s.start(e); err != nil {
			return 0, nil, s.broken(err)
		}
		if err := s.readCells(); err != nil {
			return 0, nil, s.broken(err)
		}
		if s.any {
			return s.row, s.cells, nil
		}
	}
}

func (s *sheetSource) broken(err error) error {
	return broken(s.name, fmt.Errorf("after row %d: %w", s.row, err))
}

// start takes the number of a row that begins; rows without one follow each
// other.
func (s *sheetSource) start(e xml.StartElement) error {
	n := s.row + 1
	if r := attribute(e, "r"); r != "" {
		var err error
		if n, err = strconv.Atoi(r); err != nil {
			return fmt.Errorf("row number %q", r)
		}
	}
	if n <= s.row || n > maxRows {
		return fmt.Errorf("row %d stands after row %d", n, s.row)
	}
	s.row, s.cells, s.after, s.any = n, s.cells[:0], 0, false
	clear(s.flaws)
	return nil
}

// readCells reads the cells of the row that has started, to its end.
func (s *sheetSource) readCells() error {
	for {
		token, err := s.in.Token()
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.EndElement:
			if e.Name.Local == "row" {
				return nil
			}
		case xml.StartElement:
			if e.Name.Local != "c" {
				continue
			}
			if err := s.cell(e); err != nil {
				return err
			}
		}
	}
}

func (s *sheetSource) cell(e xml.StartElement) error {
	column := s.after
	if r := attribute(e, "r"); r != "" {
		var ok bool
		if column, ok = columnOf(r); !ok || column < s.after {
			return fmt.Errorf("the cell %q is out of order", r)
		}
	}
	if column >= maxColumns {
		return errors.New("a row has too many cells")
	}
	c, err := s.content()
	if err != nil {
		return err
	}
	value, flaw, err := s.value(attribute(e, "t"), attribute(e, "s"), c)
	if err != nil {
		return err
	}
	if flaw != "" {
		if s.flaws == nil {
			s.flaws = map[int]string{}
		}
		s.flaws[column] = flaw
	}
	s.after = column + 1
	if len(value) == 0 && flaw == "" {
		return nil
	}
	s.any = true
	for len(s.cells) < column {
		s.cells = append(s.cells, nil)
	}
	s.cells = append(s.cells, value)
	return nil
}

// content is what stands in a cell: its value, its own text, and whether it
// is computed.
type content struct {
	value, text string
	formula     bool
}

func (s *sheetSource) content() (content, error) {
	var c content
	for {
		token, err := s.in.Token()
		if err != nil {
			return c, err
		}
		switch e := token.(type) {
		case xml.EndElement:
			return c, nil
		case xml.StartElement:
			switch e.Name.Local {
			case "v":
				c.value, err = characters(s.in)
			case "is":
				c.text, err = text(s.in)
			default:
				c.formula = c.formula || e.Name.Local == "f"
				err = s.in.skip()
			}
			if err != nil {
				return c, err
			}
		}
	}
}

func characters(in *tokens) (string, error) {
	var s strings.Builder
	for {
		token, err := in.Token()
		if err != nil {
			return "", err
		}
		switch e := token.(type) {
		case xml.CharData:
			if s.Write(e); s.Len() > maxToken {
				return "", errToken
			}
		case xml.EndElement:
			return s.String(), nil
		case xml.StartElement:
			return "", fmt.Errorf("a value contains %s", e.Name.Local)
		}
	}
}

// value is the text of a cell and what is wrong with it.
func (s *sheetSource) value(kind, format string, c content) (value []byte, flaw string, err error) {
	own := trim([]byte(c.value))
	if c.formula {
		return own, "the cell holds a formula (its value is " + quoted([]byte(c.value)) + "); paste the values alone, or save the sheet as CSV.", nil
	}
	switch kind {
	case "e":
		return own, "the cell holds the error " + quoted([]byte(c.value)) + "; write an answer, or leave it blank.", nil
	case "s":
		if len(own) == 0 {
			return nil, "", nil
		}
		i, err := strconv.Atoi(c.value)
		shared, found := s.texts.at(i)
		if err != nil || !found {
			return nil, "", fmt.Errorf("there is no text %q", c.value)
		}
		return shared, "", nil
	case "inlineStr":
		return trim([]byte(c.text)), "", nil
	case "d":
		return isoText(own), "", nil
	case "", "n":
		if date, ok := s.dates.text(format, own); ok {
			return []byte(date), "", nil
		}
	case "b":
		return map[string][]byte{"0": []byte("FALSE"), "1": []byte("TRUE")}[c.value], "", nil
	}
	return own, "", nil
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// columnOf reads the letters of a reference such as AB12; A is 0.
func columnOf(reference string) (int, bool) {
	n := 0
	for i := range len(reference) {
		letter := reference[i]
		if letter < 'A' || letter > 'Z' {
			return n - 1, n > 0
		}
		if n = n*26 + int(letter-'A') + 1; n > maxColumns {
			return 0, false
		}
	}
	return 0, false
}
