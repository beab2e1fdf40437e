package table

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"teamtrust/survey"
)

// maxRow bounds a row of a CSV file and with it the memory that reading takes.
const maxRow = 1 << 20

// csvSource takes a CSV file apart as spreadsheets do (RFC 4180). It is no
// encoding/csv because that allocates for every row, does not count blank
// rows and forgets where a quote was opened.
type csvSource struct {
	name  string
	in    *bufio.Reader
	comma byte
	row   int
	cells [][]byte
	long  []byte // a row that goes over several lines
	buf   []byte // cells without their quotes
}

func openCSV(name string, r io.Reader, known []string) (*csvSource, error) {
	in := bufio.NewReaderSize(r, maxRow)
	start, err := in.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	switch {
	case bytes.HasPrefix(start, []byte("\xef\xbb\xbf")):
		_, _ = in.Discard(3) // was just peeked
	case bytes.Equal(start, []byte("\xff\xfe\x00\x00")), bytes.Equal(start, []byte("\x00\x00\xfe\xff")):
		return nil, survey.Errorf(survey.CodeBadRequest, "%s is text in UTF-32; save it as CSV in UTF-8.", name)
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		in = bufio.NewReaderSize(transform.NewReader(in, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()), maxRow)
	case bytes.IndexByte(start, 0) >= 0:
		return nil, survey.Errorf(survey.CodeBadRequest, "%s is neither text nor a workbook; save it as CSV in UTF-8, or as XLSX.", name)
	}
	in, first, err := withLineFeeds(in)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return &csvSource{name: name, in: in, comma: separator(first, known)}, nil
}

// withLineFeeds also returns the start of the file. Programs of old Macs end
// lines with a carriage return alone.
func withLineFeeds(in *bufio.Reader) (*bufio.Reader, []byte, error) {
	first, err := in.Peek(maxRow)
	if bytes.IndexByte(first, '\r') < 0 || bytes.IndexByte(first, '\n') >= 0 {
		return in, first, err
	}
	in = bufio.NewReaderSize(lineFeeds{in}, maxRow)
	first, err = in.Peek(maxRow)
	return in, first, err
}

// lineFeeds reads each carriage return as a line feed.
type lineFeeds struct{ in io.Reader }

func (l lineFeeds) Read(p []byte) (int, error) {
	n, err := l.in.Read(p)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// separator is the one of comma, semicolon and tab under which the header
// names the most columns of the questionnaire.
func separator(start []byte, known []string) byte {
	best, most := byte(','), 0
	for _, comma := range []byte(",;\t") {
		c := &csvSource{in: bufio.NewReaderSize(bytes.NewReader(start), maxRow), comma: comma}
		_, cells, err := c.next()
		if err != nil {
			continue
		}
		found := 0
		for _, cell := range cells {
			for _, name := range known {
				if decoded(trim(cell)) == name {
					found++
				}
			}
		}
		if found > most {
			best, most = comma, found
		}
	}
	return best
}

func (c *csvSource) flaw(int) string { return "" }

func (c *csvSource) next() (int, [][]byte, error) {
	for {
		line, err := c.line()
		if err != nil {
			return 0, nil, err
		}
		c.row++
		start := c.row
		if bytes.IndexByte(line, '"') < 0 {
			c.split(line)
		} else if err := c.unquote(line); err != nil {
			return 0, nil, err
		}
		if !c.blank() {
			return start, c.cells, nil
		}
	}
}

// blank reports whether no cell holds anything but spaces.
func (c *csvSource) blank() bool {
	for _, cell := range c.cells {
		if len(trim(cell)) > 0 {
			return false
		}
	}
	return true
}

// line reads to the end of a line and cuts the end off. The last line may
// lack it.
func (c *csvSource) line() ([]byte, error) {
	line, err := c.in.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return nil, c.bad(c.row+1, "it is longer than a million bytes; look for a quote that is opened and not closed, or for line ends that are missing.")
	case errors.Is(err, io.EOF) && len(line) == 0:
		return nil, io.EOF
	case err != nil && !errors.Is(err, io.EOF):
		return nil, fmt.Errorf("read %s after row %d: %w", c.name, c.row, err)
	}
	line = bytes.TrimSuffix(line, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r")), nil
}

func (c *csvSource) bad(row int, problem string) error {
	return survey.Errorf(survey.CodeBadRequest, "%s, row %d: %s", c.name, row, problem)
}

// split takes a line without quotes apart. Most cells are so short that it
// takes longer to call bytes.IndexByte than to look at every byte.
func (c *csvSource) split(line []byte) {
	cells, from := c.cells[:0], 0
	for i, b := range line {
		if b == c.comma {
			cells = append(cells, line[from:i])
			from = i + 1
		}
	}
	c.cells = append(cells, line[from:])
}

// unquote takes a row with quotes apart, over as many lines as they hold
// together. It counts as one row, as a spreadsheet shows it.
func (c *csvSource) unquote(line []byte) error {
	c.long = append(c.long[:0], line...)
	c.cells, c.buf = c.cells[:0], c.buf[:0]
	for at := 0; ; at++ { // past the separator
		from := len(c.buf)
		if at < len(c.long) && c.long[at] == '"' {
			var err error
			if at, err = c.quotedCell(at + 1); err != nil {
				return err
			}
			if at < len(c.long) && c.long[at] != c.comma {
				return c.bad(c.row, "text stands after a closing quote; write a quote that belongs to the text twice.")
			}
		} else {
			end := bytes.IndexByte(c.long[at:], c.comma)
			if end < 0 {
				end = len(c.long) - at
			}
			c.buf = append(c.buf, c.long[at:at+end]...)
			at += end
		}
		c.cells = append(c.cells, c.buf[from:])
		if at >= len(c.long) {
			return nil
		}
	}
}

// quotedCell reads on after an opening quote and returns the place after the
// closing one.
func (c *csvSource) quotedCell(at int) (int, error) {
	for {
		quote := bytes.IndexByte(c.long[at:], '"')
		if quote < 0 {
			c.buf = append(c.buf, c.long[at:]...)
			at = len(c.long)
			if err := c.extend(); err != nil {
				return 0, err
			}
			continue
		}
		c.buf = append(c.buf, c.long[at:at+quote]...)
		at += quote + 1
		if at == len(c.long) || c.long[at] != '"' {
			return at, nil
		}
		c.buf = append(c.buf, '"')
		at++
	}
}

// extend adds the next line to a row whose quote is still open.
func (c *csvSource) extend() error {
	more, err := c.line()
	if errors.Is(err, io.EOF) || err == nil && len(c.long)+len(more) > maxRow {
		return c.bad(c.row, "a quote is opened and not closed; close it, or write it twice where it belongs to the text.")
	}
	if err != nil {
		return err
	}
	c.long = append(append(c.long, '\n'), more...)
	return nil
}
