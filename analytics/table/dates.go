package table

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
)

// dates tells which numbers of a workbook people read as dates: there a date is
// a number of days with a format. The zero dates tells of none.
type dates struct {
	formats []bool // by format of a cell: it shows a date
	first   time.Time
}

// Limits of a workbook that spreadsheets write.
const (
	maxFormats = 1 << 16
	lastDay    = 2_958_465 // 9999-12-31
)

// readDates reads the formats of cells. since1904 is how old Macs counted days.
func (b *book) readDates(since1904 bool) (dates, error) {
	d := dates{first: time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)}
	if since1904 {
		d.first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	in, err := b.part("xl/styles.xml")
	if errors.Is(err, errMissing) {
		return d, nil
	}
	if err != nil {
		return d, err
	}
	defer in.Close()
	if err := d.read(in); err != nil {
		return d, fmt.Errorf("the formats: %w", err)
	}
	return d, nil
}

// read takes the workbook's own formats, which come first, and then what each
// cell's format refers to.
func (d *dates) read(in *tokens) error {
	own, ofCells := map[int]bool{}, false
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch name := e.Name.Local; {
			case name == "numFmt" && len(own) < maxFormats:
				own[formatID(e)] = showsDate(attribute(e, "formatCode"))
			case name == "cellXfs":
				ofCells = true
			case name == "xf" && ofCells && len(d.formats) < maxFormats:
				id := formatID(e)
				date, known := own[id]
				d.formats = append(d.formats, date || !known && builtInDate(id))
			}
		case xml.EndElement:
			ofCells = ofCells && e.Name.Local != "cellXfs"
		}
	}
}

// builtInDate are the formats with a day that every workbook has (ECMA-376
// part 1, 18.8.30).
func builtInDate(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id == 57 || id == 58
}

// formatID is that of a number format, 0 (plain) where it is no number.
func formatID(e xml.StartElement) int {
	id, _ := strconv.Atoi(attribute(e, "numFmtId"))
	return id
}

// showsDate reports whether a format shows a day or a year, but for what is
// quoted, escaped or in brackets.
func showsDate(format string) bool {
	quoted, bracket, escaped := false, false, false
	for _, c := range strings.ToLower(format) {
		switch {
		case escaped:
			escaped = false
		case quoted:
			quoted = c != '"'
		case bracket:
			bracket = c != ']'
		case c == '\\' || c == '_' || c == '*':
			escaped = true
		case c == '"':
			quoted = true
		case c == '[':
			bracket = true
		case c == ';':
			return false // what follows is for other numbers
		case c == 'd' || c == 'y':
			return true
		}
	}
	return false
}

// text is the date that a number in a format is, and false where it is none.
func (d *dates) text(format string, number []byte) (string, bool) {
	i, err := strconv.Atoi(format)
	if err != nil || i < 0 || i >= len(d.formats) || !d.formats[i] {
		return "", false
	}
	days, err := strconv.ParseFloat(string(number), 64)
	if err != nil || !(days >= 1 && days < lastDay+1) {
		return "", false
	}
	whole, part := math.Modf(days)
	if whole < 60 && d.first.Year() < 1904 {
		whole++ // 1900 had no 29 February, though spreadsheets count one
	}
	return dateText(d.first.AddDate(0, 0, int(whole)).Add(time.Duration(math.Round(part*86400)) * time.Second)), true
}

// isoText is a date cell that is written as one (t="d").
func isoText(value []byte) []byte {
	t, err := time.Parse("2006-01-02T15:04:05", strings.TrimSuffix(string(value), "Z"))
	if err != nil {
		return value
	}
	return []byte(dateText(t))
}

// dateText is a day, and the time of day where it is not midnight.
func dateText(t time.Time) string {
	if t.Hour()+t.Minute()+t.Second() == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02T15:04:05")
}
