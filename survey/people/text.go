package people

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// The most characters of a value and of a technical reason that a message
// repeats.
const (
	shownValue  = 60
	shownReason = 200
)

// quote makes a value safe to print: shortened, in quotes, with everything
// escaped that does not show or that would change how the line shows.
func quote(s string) string { return strconv.Quote(shorten(s)) }

// escape is quote without the quotes.
func escape(s string) string { return escapeTo(s, shownValue) }

func escapeTo(s string, most int) string {
	q := strconv.Quote(shortenTo(s, most))
	return q[1 : len(q)-1]
}

func shorten(s string) string { return shortenTo(s, shownValue) }

func shortenTo(s string, most int) string {
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// tidy returns s in NFC with every run of blanks made one space and none at
// the ends. Line breaks and tabs inside stay, so that badText finds them.
func tidy(s string) string {
	return oneSpace(norm.NFC.String(strings.TrimSpace(s)))
}

// oneSpace makes every run of blanks one space.
func oneSpace(s string) string {
	s = plainSpaces(s)
	if !strings.Contains(s, "  ") {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
}

// plainSpaces makes every no-break space and the like a space.
func plainSpaces(s string) string {
	if !strings.ContainsFunc(s, unusualSpace) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unusualSpace(r) {
			return ' '
		}
		return r
	}, s)
}

// unusualSpace reports a blank other than U+0020: no-break space and the like.
func unusualSpace(r rune) bool { return r >= 0x80 && unicode.Is(unicode.Zs, r) }

// badText says what is wrong with a text that pages, mails and workbooks will
// show, or "". Joiners and direction marks stay: Persian, Hindi and Arabic
// names need them. What turns the rest of a line around, or is the trace of a
// wrong encoding, does not.
func badText(s string) string {
	for _, r := range s {
		switch {
		case r == unicode.ReplacementChar:
			return "has lost a letter to a wrong encoding (�); save the file as UTF-8 and check the cell"
		case unicode.IsControl(r), lineOrDirection(r):
			return "holds a line break, tab or other control character; delete it"
		}
	}
	return ""
}

// lineOrDirection reports line and paragraph separators, direction overrides,
// embeddings and isolates, and the byte order mark.
func lineOrDirection(r rune) bool {
	return r == 0x2028 || r == 0x2029 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff
}

// fold maps spellings that differ only in case, composition or marks that
// nobody sees to one key.
func fold(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return norm.NFC.String(cases.Fold().String(norm.NFD.String(strings.Map(seen, s))))
		}
	}
	return strings.ToLower(s)
}

// seen leaves out joiners, direction marks and the like: what Unicode calls
// format characters.
func seen(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

// looksLikeFormula reports a cell that a spreadsheet would evaluate.
func looksLikeFormula(s string) bool { return strings.HasPrefix(strings.TrimSpace(s), "=") }
