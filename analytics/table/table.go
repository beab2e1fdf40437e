// Package table reads files of answers, CSV and XLSX, row by row: one row a
// respondent, a team column, perhaps a wave column, one column an item.
//
// Here: taking files apart, checking every cell, and errors that say where
// and what to do. Memory does not grow with the rows of a CSV file. Not here:
// what answers mean (package analytics), staff lists, and writing.
package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"teamtrust/survey"
)

// Row is one respondent.
type Row struct {
	Number  int    // as a spreadsheet counts, the header row is usually 1
	Team    string // empty: in no team
	Wave    string // empty where the questionnaire names no wave column
	Answers []int8 // by item: value above the scale's lower end, −1 for none; only until the next row
}

// Table is an open file whose header has been read.
type Table struct {
	Ignored []string // columns that the questionnaire does not name

	where  string // file, and sheet where there is one
	source source
	places places
	scale  survey.Scale
	digits [256]int8         // by byte: the answer that it is alone, or −1
	codes  []map[string]bool // by item: answers outside the scale
	known  map[string]string // texts of team and wave cells
	teams  spellings
	waves  spellings
	last   []string // by column: the one before
	plain  bool     // the source is never flawed
	row    Row
}

// source takes a file apart. next returns the next row that is not blank, or
// io.EOF; cells hold until the next call. flaw says what is wrong with a cell
// beyond its text.
type source interface {
	next() (number int, cells [][]byte, err error)
	flaw(column int) string
}

// Open reads the header of an answers file. The kind of the file is seen from
// its content. Everything wrong with the file is a *survey.Error.
func Open(name string, r io.ReaderAt, size int64, q *survey.Questionnaire) (*Table, error) {
	start := make([]byte, 8)
	n, err := r.ReadAt(start, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	t := &Table{where: name, scale: q.Scale, known: map[string]string{}, teams: spellings{}, waves: spellings{}}
	switch start = start[:n]; {
	case n == 0:
		return nil, survey.Errorf(survey.CodeBadRequest, "%s is empty; it needs a header row and one row for each respondent.", name)
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		var sheet string
		if t.source, sheet, err = openXLSX(name, r, size); err != nil {
			return nil, err
		}
		t.where = fmt.Sprintf("%s, sheet %s", name, sheet)
	case bytes.HasPrefix(start, []byte("\xd0\xcf\x11\xe0")):
		return nil, survey.Errorf(survey.CodeBadRequest, "%s is a workbook of the old kind, or one with a password; save it as XLSX without a password, or as CSV.", name)
	default:
		t.plain = true
		if t.source, err = openCSV(name, io.NewSectionReader(r, 0, size), wanted(q)); err != nil {
			return nil, err
		}
	}
	for _, it := range q.Items {
		codes := map[string]bool{}
		for _, x := range it.Extra {
			codes[x.Code] = true
		}
		t.codes = append(t.codes, codes)
	}
	t.row.Answers = make([]int8, len(q.Items))
	t.digits = digits(q.Scale)
	if err := t.readHeader(q); err != nil {
		return nil, err
	}
	t.last = make([]string, len(t.places.names))
	return t, nil
}

// Next returns the next row, io.EOF after the last.
func (t *Table) Next() (*Row, error) {
	number, cells, err := t.source.next()
	if err != nil {
		return nil, err
	}
	t.row.Number = number
	if err := t.excess(cells); err != nil {
		return nil, err
	}
	if t.row.Team, err = t.text(cells, t.places.team); err != nil {
		return nil, err
	}
	if t.places.wave >= 0 {
		if t.row.Wave, err = t.wave(cells); err != nil {
			return nil, err
		}
	}
	if err := t.answers(cells); err != nil {
		return nil, err
	}
	return &t.row, nil
}

// excess refuses a row with something in a cell that has no column.
func (t *Table) excess(cells [][]byte) error {
	for c := len(t.places.names); c < len(cells); c++ {
		if len(bytes.TrimSpace(cells[c])) > 0 {
			return survey.Errorf(survey.CodeBadRequest, "%s, row %d: the cell %s stands after the last column of the header; look for a separator too many or a text that needs quotes.",
				t.where, t.row.Number, quoted(cells[c]))
		}
	}
	return nil
}

// cell returns a cell without the spaces around it; cells that a row lacks are
// blank.
func (t *Table) cell(cells [][]byte, column int) ([]byte, error) {
	if !t.plain {
		if flaw := t.source.flaw(column); flaw != "" {
			return nil, t.bad(column, "%s", flaw)
		}
	}
	if column >= len(cells) {
		return nil, nil
	}
	return trim(cells[column]), nil
}

func trim(cell []byte) []byte {
	if n := len(cell); n == 0 || cell[0] > ' ' && cell[0] < 0x7f && cell[n-1] > ' ' && cell[n-1] < 0x7f {
		return cell
	}
	return bytes.TrimSpace(cell)
}

// bad is an error about one cell of the row.
func (t *Table) bad(column int, format string, args ...any) error {
	return survey.Errorf(survey.CodeBadRequest, "%s, row %d, column %s: %s", t.where, t.row.Number, t.places.names[column], fmt.Sprintf(format, args...))
}
