package reports

import (
	"strings"
	"unicode/utf8"
)

// isEscape reports whether s begins with _xHHHH_.
func isEscape(s string) bool {
	if len(s) < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_' {
		return false
	}
	return strings.Trim(s[2:6], "0123456789abcdefABCDEF") == ""
}

// escapeX keeps a text from being read as an escape where the library writes
// it as it is.
func escapeX(s string) string { return eachEscape(s, "_x005F_") }

// breakX puts a space into what would be read as an escape, for the places
// where not every program takes the escaped form: headings, which must equal
// the names of a table's columns, and headers on paper.
func breakX(s string) string { return eachEscape(s, "_ ") }

func eachEscape(s, instead string) string {
	done := ""
	for i := strings.Index(s, "_x"); i >= 0; i = strings.Index(s, "_x") {
		if isEscape(s[i:]) {
			done += s[:i] + instead
		} else {
			done += s[:i] + "_"
		}
		s = s[i+1:]
	}
	return done + s
}

// clipUnits cuts a text to at most limit UTF-16 units, the last of them an
// ellipsis where something was cut.
func clipUnits(s string, limit int) string {
	units, keep := 0, 0
	for i, c := range s {
		width := 1
		if c > 0xFFFF {
			width = 2
		}
		if units+width > limit {
			return s[:keep] + "…"
		}
		units += width
		if units < limit {
			keep = i + utf8.RuneLen(c)
		}
	}
	return s
}
