package people

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

const (
	maxColumns   = 1000          // columns of a file
	maxCellBytes = 4*maxCell + 1 // kept of a cell, enough to see that it is too long
	peeked       = 64 << 10      // how far the separator is looked for
)

// csvReader takes a CSV file apart as spreadsheets do (RFC 4180, rows ended by
// CRLF, LF or CR, quotes inside an unquoted cell taken as they are). Unlike
// encoding/csv it counts blank rows, bounds what it keeps of a cell and of a
// row, and goes on after a row that cannot be taken apart.
type csvReader struct {
	in    *bufio.Reader
	comma byte
	row   int
	buf   []byte
	err   error // of the reader below, but io.EOF
}

// readCSV decodes a CSV file and returns its rows and its separator.
func readCSV(r io.Reader, e Encoding) (rows iter.Seq2[row, error], comma byte, err error) {
	in := bufio.NewReaderSize(e.decode(r), peeked)
	start, err := in.Peek(peeked)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, 0, fmt.Errorf("read the first row: %w", err)
	}
	c := &csvReader{in: in, comma: separator(start)}
	return c.rows, c.comma, nil
}

// separator chooses the one of comma, semicolon and tab under which the first
// row names the most known columns.
func separator(start []byte) byte {
	best, most := byte(','), 0
	for _, comma := range []byte(",;\t") {
		c := &csvReader{in: bufio.NewReader(strings.NewReader(string(start))), comma: comma}
		known := 0
		first, _ := c.next()
		for _, cell := range first.cells {
			if _, ok := columnOf(cell); ok {
				known++
			}
		}
		if known > most {
			best, most = comma, known
		}
	}
	return best
}

func (c *csvReader) rows(yield func(row, error) bool) {
	for {
		r, ok := c.next()
		if c.err != nil {
			yield(row{}, fmt.Errorf("read row %d: %w", c.row, c.err))
			return
		}
		if !ok || !yield(r, nil) {
			return
		}
	}
}

// end says what ended a cell.
type end int

const (
	endCell end = iota // the separator
	endRow
	endFile
)

// next reads a row; false at the end of the file.
func (c *csvReader) next() (row, bool) {
	if _, err := c.in.Peek(1); err != nil {
		c.fail(err)
		return row{}, false
	}
	c.row++
	r := row{number: c.row}
	for {
		cell, problem, end := c.cell()
		if r.problem == "" {
			r.problem = problem
		}
		if len(r.cells) < maxColumns {
			r.cells = append(r.cells, cell)
		} else {
			r.problem = fmt.Sprintf("it has more than %d cells; look for a quote that is opened and not closed", maxColumns)
		}
		if end != endCell {
			return r, true
		}
	}
}

// cell reads one cell and what ended it.
func (c *csvReader) cell() (value, problem string, end end) {
	c.buf = c.buf[:0]
	b, ok := c.byte()
	if ok && b == '"' {
		problem, end = c.quoted()
		return c.text(), problem, end
	}
	if !ok {
		return "", "", endFile
	}
	end = c.plain(b)
	value = c.text()
	if strings.HasPrefix(strings.TrimSpace(value), `"`) {
		problem = "a quote stands after a space; delete the space before the quote"
	}
	return value, problem, end
}

// plain reads on from the first byte of a cell without quotes.
func (c *csvReader) plain(b byte) end {
	for ok := true; ; b, ok = c.byte() {
		if e, ended := c.ends(b, ok); ended {
			return e
		}
		c.keep(b)
	}
}

// quoted reads on after the opening quote.
func (c *csvReader) quoted() (problem string, end end) {
	for {
		b, ok := c.byte()
		if !ok {
			return "a quote is opened in this row and never closed; close it, or write it twice where it belongs to the text", endFile
		}
		if b != '"' {
			c.keep(b)
			continue
		}
		b, ok = c.byte()
		if ok && b == '"' {
			c.keep('"')
			continue
		}
		if e, ended := c.ends(b, ok); ended {
			return "", e
		}
		return "text stands after a closing quote; write a quote that belongs to the text twice", c.plain(b)
	}
}

// ends reports whether what was read, a byte or the end of the file, ends a
// cell without open quotes.
func (c *csvReader) ends(b byte, ok bool) (end, bool) {
	switch {
	case !ok:
		return endFile, true
	case b == c.comma:
		return endCell, true
	case b == '\n':
		return endRow, true
	case b == '\r':
		if next, err := c.in.Peek(1); err == nil && next[0] == '\n' {
			c.byte()
		}
		return endRow, true
	}
	return endCell, false
}

func (c *csvReader) byte() (byte, bool) {
	b, err := c.in.ReadByte()
	if err != nil {
		c.fail(err)
		return 0, false
	}
	return b, true
}

// fail keeps the first error that is not the end of the file.
func (c *csvReader) fail(err error) {
	if c.err == nil && !errors.Is(err, io.EOF) {
		c.err = err
	}
}

func (c *csvReader) keep(b byte) {
	if len(c.buf) < maxCellBytes {
		c.buf = append(c.buf, b)
	}
}

// text returns the cell with U+FFFD for what is not UTF-8.
func (c *csvReader) text() string { return strings.ToValidUTF8(string(c.buf), "�") }
