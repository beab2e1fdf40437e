package people

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"

	"teamtrust/survey"
)

// Limits of a staff list.
const (
	MaxPeople   = 200_000  // rows that are not blank, without the header
	MaxFileSize = 64 << 20 // bytes, of an XLSX packed
)

// List is a staff list as it was read: people, and what is wrong with single
// cells. NewPlan compares its people with each other and with the staff, and
// refuses it if anything is wrong.
type List struct {
	File      string   // name of the file, safe to print
	Format    string   // "CSV" or "XLSX"
	Encoding  Encoding // of a CSV
	Separator string   // of a CSV: one of ",", ";" and tab
	Sheet     string   // of an XLSX: the sheet that was read
	Ignored   []string // unknown columns, safe to print
	header    *header
	entries   []entry
	errors    []RowError
}

// Len is the number of people in the file.
func (l *List) Len() int { return len(l.entries) }

// Errors are the cells that are wrong by themselves, by row. There can be more
// when the people are compared: NewPlan returns them all.
func (l *List) Errors() []RowError { return l.errors }

// Notes are sentences about how the file was read that somebody should see
// before the import: another encoding than UTF-8, and what was ignored.
func (l *List) Notes() []string {
	var notes []string
	if l.Encoding == Windows1252 {
		notes = append(notes, "The file is not UTF-8 and was read as Windows-1252; check names with letters such as ä, é and ø.")
	}
	if len(l.Ignored) > 0 {
		notes = append(notes, fmt.Sprintf("Unknown columns are ignored: %s.", strings.Join(l.Ignored, ", ")))
	}
	return notes
}

// ReadList reads a staff list from a CSV or XLSX file of the given size; the
// content tells which, the name is for messages only. It reads a CSV twice and
// streams its rows; what it keeps is bounded by MaxPeople, MaxFileSize and the
// limits of the cells.
//
// It checks all rows. The errors of rows are in the List; a file that cannot
// be read as a staff list at all, or that is too large, is a *survey.Error
// with CodeBadRequest or CodeTooLarge. Any other error comes from r.
func ReadList(name string, r io.ReaderAt, size int64) (*List, error) {
	l := &List{File: fileName(name)}
	if size > MaxFileSize {
		return nil, survey.Errorf(survey.CodeTooLarge, "%s is larger than %d MB; delete columns that are not needed, or import it in parts.", l.File, MaxFileSize>>20)
	}
	rows, err := l.open(r, size)
	if err != nil {
		return nil, err
	}
	if err := l.read(rows); err != nil {
		return nil, err
	}
	byRow(l.errors)
	return l, nil
}

// fileName makes the last part of a name safe to print.
func fileName(name string) string {
	return escape(path.Base(strings.ReplaceAll(name, `\`, "/")))
}

// open tells the format by the first bytes.
func (l *List) open(r io.ReaderAt, size int64) (iter.Seq2[row, error], error) {
	start := make([]byte, min(size, 8))
	if _, err := r.ReadAt(start, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the start of the file: %w", err)
	}
	switch {
	case size == 0:
		return nil, survey.Errorf(survey.CodeBadRequest, "%s is empty; its first row must name the columns, %s and %s at least.", l.File, columnID, columnTeam)
	case strings.HasPrefix(string(start), "PK\x03\x04"):
		l.Format = "XLSX"
		rows, sheet, err := readXLSX(l.File, r, size)
		l.Sheet = sheet
		return rows, err
	case string(start) == "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
		return nil, survey.Errorf(survey.CodeBadRequest, "%s is an old Excel file (.xls) or has a password; save it as .xlsx without a password, or as CSV.", l.File)
	}
	l.Format = "CSV"
	encoding, mark, err := detect(r, size)
	if err != nil {
		return nil, err
	}
	rows, comma, err := readCSV(io.NewSectionReader(r, mark, size-mark), encoding)
	l.Encoding, l.Separator = encoding, string(comma)
	return rows, err
}

// read takes the header from row 1 and people from the rows after it.
func (l *List) read(rows iter.Seq2[row, error]) error {
	var c *checker
	read := 0
	for r, err := range rows {
		if err != nil {
			return err
		}
		if c == nil {
			if c, err = l.readFirst(r); err != nil {
				return err
			}
			continue
		}
		if r.blank() {
			continue
		}
		if read++; read > MaxPeople {
			return survey.Errorf(survey.CodeTooLarge, "%s has more than %d people; import it in parts.", l.File, MaxPeople)
		}
		if e, ok := c.entry(r); ok {
			l.entries = append(l.entries, e)
		}
	}
	return l.finish(c)
}

// readFirst reads the header.
func (l *List) readFirst(r row) (*checker, error) {
	if r.problem != "" {
		return nil, survey.Errorf(survey.CodeBadRequest, "%s cannot be read: in row 1, %s.", l.File, r.problem)
	}
	h, err := readHeader(l.File, r.cells)
	if err != nil {
		return nil, err
	}
	l.header = h
	c := newChecker(h)
	c.shifts = l.Format == "CSV"
	c.whole(r, &entry{})
	return c, nil
}

func (l *List) finish(c *checker) error {
	if c == nil {
		return survey.Errorf(survey.CodeBadRequest, "%s is empty; its first row must name the columns, %s and %s at least.", l.File, columnID, columnTeam)
	}
	l.errors = c.errors
	l.Ignored = append(l.header.unknown(), c.nameless()...)
	if len(l.entries) == 0 && len(l.errors) == 0 {
		return survey.Errorf(survey.CodeBadRequest, "%s has column names and no people; put one person into each row.", l.File)
	}
	return nil
}

// Columns are the known columns that the file has, in the order of the
// documentation. A person who is on the staff already keeps what stands in
// the others.
func (l *List) Columns() []string {
	var names []string
	for c := range columns {
		if l.header.has(c) {
			names = append(names, c.String())
		}
	}
	return slices.Clip(names)
}
