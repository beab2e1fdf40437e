package reports

import (
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// rowWriter writes the rows of one sheet as XML. A text is always an inline
// string, so nothing that a person wrote can become a formula.
type rowWriter struct {
	w       io.Writer
	row     int
	names   []string // of the columns: "A", "B", …
	columns []column
	buffer  []byte
}

// chunk is how much is gathered before it is handed on.
const chunk = 32 << 10

func newRowWriter(w io.Writer, first int, columns []column) (*rowWriter, error) {
	r := &rowWriter{w: w, row: first, columns: columns, buffer: make([]byte, 0, chunk+chunk/4)}
	for i := range columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return nil, err
		}
		r.names = append(r.names, name)
	}
	return r, nil
}

// put writes one row.
func (r *rowWriter) put(cells []cell) error {
	at := strconv.Itoa(r.row)
	b := append(r.buffer, `<row r="`...)
	b = append(append(b, at...), '"')
	if n := r.lines(cells); n > 1 {
		b = strconv.AppendFloat(append(b, ` ht="`...), lineHeights(n), 'f', -1, 64)
		b = append(b, '"')
	}
	b = append(b, '>')
	for i := range cells {
		c := &cells[i]
		if !c.numeric && c.text == "" && r.columns[i].oneLine {
			continue // nobody sees the style of an empty cell there
		}
		b = append(append(append(b, `<c r="`...), r.names[i]...), at...)
		b = strconv.AppendInt(append(b, `" s="`...), int64(c.style), 10)
		if c.numeric {
			b = strconv.AppendFloat(append(b, `"><v>`...), c.number, 'f', -1, 64)
			b = append(b, `</v></c>`...)
			continue
		}
		if c.text == "" {
			b = append(b, `"/>`...)
			continue
		}
		b = append(b, `" t="inlineStr"><is><t xml:space="preserve">`...)
		b = append(appendText(b, c.text), `</t></is></c>`...)
	}
	r.buffer = append(b, `</row>`...)
	r.row++
	if len(r.buffer) < chunk {
		return nil
	}
	return r.flush()
}

// lines is how many lines the longest text of a row takes. Not every program
// works that out when it opens a file.
func (r *rowWriter) lines(cells []cell) int {
	most := 1
	for i := range cells {
		if c := &cells[i]; len(c.text) > int(r.columns[i].width) && !r.columns[i].oneLine {
			most = max(most, lines(c.text, r.columns[i].width))
		}
	}
	return most
}

func (r *rowWriter) flush() error {
	_, err := r.w.Write(r.buffer)
	r.buffer = r.buffer[:0]
	return err
}

// cellLimit is what a spreadsheet takes in one cell, in UTF-16 units.
const cellLimit = 32767

// appendText appends a text as XML, at most as much as fits into a cell. What
// XML cannot hold becomes U+FFFD, and what a spreadsheet would read as an
// escape (_x000A_) is escaped (ECMA-376, ST_Xstring).
func appendText(b []byte, s string) []byte {
	if len(s) > cellLimit {
		s = clipUnits(s, cellLimit)
	}
	for i, c := range s {
		switch {
		case c == '&':
			b = append(b, "&amp;"...)
		case c == '<':
			b = append(b, "&lt;"...)
		case c == '>':
			b = append(b, "&gt;"...)
		case c == '_' && isEscape(s[i:]):
			b = append(b, "_x005F_"...)
		case c == '\r':
			b = append(b, "_x000D_"...) // XML would turn it into a line feed
		case c < ' ' && c != '\t' && c != '\n', c == '\uFFFE', c == '\uFFFF':
			b = utf8.AppendRune(b, utf8.RuneError)
		default:
			b = utf8.AppendRune(b, c)
		}
	}
	return b
}
