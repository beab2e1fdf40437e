package people

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// sheetScan reads a sheet for what excelize passes over: formulas and error
// values, texts that do not exist, cells out of order, broken XML.
type sheetScan struct {
	in    io.Closer
	d     *xml.Decoder
	texts int // strings that a cell can refer to
	at    int // the row that was read last
	next  int // the row whose start has been read; 0 before the first
	done  bool
}

func newSheetScan(in io.ReadCloser, texts int) *sheetScan {
	return &sheetScan{in: in, d: xml.NewDecoder(in), texts: texts}
}

func (s *sheetScan) close() { _ = s.in.Close() } // it was only read

// row returns the flaws of row n; rows are asked for in order, from 1.
func (s *sheetScan) row(n int) ([]flaw, error) {
	if s.next == 0 && !s.done {
		if err := s.start(); err != nil {
			return nil, err
		}
	}
	if s.done || s.next != n {
		return nil, nil
	}
	flaws, err := s.cells()
	if err != nil {
		return nil, err
	}
	return flaws, s.start()
}

// finish reads to the end, so that a file that was cut off is noticed. It
// refuses a sheet that has row n, where the values ended, or one after it.
func (s *sheetScan) finish(n int) error {
	if s.at >= n || !s.done && s.next != 0 {
		return errors.New("the rows of the sheet end too early")
	}
	for {
		if _, err := s.token(); err != nil || s.done {
			return err
		}
	}
}

// token returns nil and sets done at the end of a well-formed part.
func (s *sheetScan) token() (xml.Token, error) {
	token, err := s.d.Token()
	if errors.Is(err, io.EOF) {
		s.done = true
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the sheet after row %d: %w", s.at, err)
	}
	return token, nil
}

// start reads on to the start of the next row.
func (s *sheetScan) start() error {
	for {
		token, err := s.token()
		if err != nil || s.done {
			return err
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "row" {
			continue
		}
		s.next, err = s.number(e)
		return err
	}
}

func (s *sheetScan) number(e xml.StartElement) (int, error) {
	n := s.at + 1
	if r := attribute(e, "r"); r != "" {
		var err error
		if n, err = strconv.Atoi(r); err != nil {
			return 0, fmt.Errorf("row number %q", r)
		}
	}
	if n <= s.at || n > excelize.TotalRows {
		return 0, fmt.Errorf("row %d stands after row %d", n, s.at)
	}
	return n, nil
}

// cells reads the cells of the row that has started, to its end.
func (s *sheetScan) cells() ([]flaw, error) {
	s.at = s.next
	var flaws []flaw
	last := -1
	for {
		token, err := s.token()
		if err != nil {
			return nil, err
		}
		switch e := token.(type) {
		case xml.EndElement:
			if e.Name.Local == "row" {
				return flaws, nil
			}
		case xml.StartElement:
			if e.Name.Local != "c" {
				continue
			}
			c, err := s.cell(e, last)
			if err != nil {
				return nil, err
			}
			last = c.at
			if f, ok := c.flaw(); ok {
				flaws = append(flaws, f)
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
