package table

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"teamtrust/survey"
)

const (
	maxName  = 200 // bytes of a team, a wave or a column's name
	maxShown = 60  // code points of a value in an error
)

// digits are the answers of one digit, by byte.
func digits(scale survey.Scale) [256]int8 {
	var d [256]int8
	for b := range d {
		d[b] = -1
		if v := b - '0' - scale.Lo; b >= '0' && b <= '9' && v >= 0 && v < scale.Points() {
			d[b] = int8(v)
		}
	}
	return d
}

// answers reads all answers of a row.
func (t *Table) answers(cells [][]byte) error {
	for i, column := range t.places.items {
		if t.plain && column < len(cells) && len(cells[column]) == 1 { // nearly all
			if v := t.digits[cells[column][0]]; v >= 0 {
				t.row.Answers[i] = v
				continue
			}
		}
		var err error
		if t.row.Answers[i], err = t.answer(i, column, cells); err != nil {
			return err
		}
	}
	return nil
}

// answer reads an answer: a whole number on the scale, one of the item's
// codes, or nothing. 3.0 is the whole number 3, as some programs write it.
func (t *Table) answer(item, column int, cells [][]byte) (int8, error) {
	cell, err := t.cell(cells, column)
	if err != nil || len(cell) == 0 {
		return -1, err
	}
	if t.codes[item][string(cell)] {
		return -1, nil
	}
	v, err := strconv.Atoi(whole(string(cell)))
	if err != nil {
		return 0, t.bad(column, "%s is not a whole number; write an answer from %d to %d, or leave the cell blank.", quoted(cell), t.scale.Lo, t.scale.Hi)
	}
	if v < t.scale.Lo || v > t.scale.Hi {
		return 0, t.bad(column, "%s is not on the scale from %d to %d; correct it, or leave the cell blank.", quoted(cell), t.scale.Lo, t.scale.Hi)
	}
	return int8(v - t.scale.Lo), nil
}

// whole cuts zeros after a decimal point off.
func whole(s string) string {
	if i := strings.IndexByte(s, '.'); i > 0 && strings.Trim(s[i+1:], "0") == "" && i+1 < len(s) {
		return s[:i]
	}
	return s
}

// text reads a team or a wave. Equal texts share their memory.
func (t *Table) text(cells [][]byte, column int) (string, error) {
	cell, err := t.cell(cells, column)
	if err != nil || len(cell) == 0 {
		return "", err
	}
	last := &t.last[column]
	if *last == string(cell) { // files are often sorted
		return *last, nil
	}
	if s, ok := t.known[string(cell)]; ok {
		*last = s
		return s, nil
	}
	if len(cell) > maxName {
		return "", t.bad(column, "%s has more than %d bytes; shorten it.", quoted(cell), maxName)
	}
	s := decoded(cell)
	if strings.IndexByte(s, 0) >= 0 {
		return "", t.bad(column, "%s holds a NUL character, which no text has; export the file again.", quoted(cell))
	}
	if err := t.spelled(column, s); err != nil {
		return "", err
	}
	t.known[string(cell)] = s
	return s, nil
}

func (t *Table) wave(cells [][]byte) (string, error) {
	s, err := t.text(cells, t.places.wave)
	if err == nil && s == "" {
		err = t.bad(t.places.wave, "the cell is blank; write the wave that the row belongs to, or delete the row.")
	}
	return whole(s), err
}

// decoded is a cell's text. What is not UTF-8 was written as Windows-1252,
// which spreadsheets in Western Europe call CSV.
func decoded(cell []byte) string {
	if utf8.Valid(cell) {
		return string(cell)
	}
	s, err := charmap.Windows1252.NewDecoder().Bytes(cell)
	if err != nil {
		return string(bytes.ToValidUTF8(cell, []byte("�")))
	}
	return string(s)
}

// quoted shows a value in an error, on one line and not too long.
func quoted(cell []byte) string {
	r := []rune(decoded(cell))
	if len(r) > maxShown {
		r = append(r[:maxShown], '…')
	}
	return strconv.Quote(string(r))
}
