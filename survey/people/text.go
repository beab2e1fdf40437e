package people

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// quoted is the most characters of a value that a message repeats.
const quoted = 60

// quote makes a value safe to print: shortened, in quotes, with everything
// escaped that does not show or that would change how the line shows.
func quote(s string) string {
	return strconv.Quote(shorten(s))
}

func shorten(s string) string {
	n := 0
	for i := range s {
		if n == quoted {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// tidy returns s in NFC with every run of blanks made one space and none at
// the ends. Line breaks and tabs inside stay, so that badText finds them.
func tidy(s string) string {
	s = norm.NFC.String(strings.TrimSpace(s))
	if !strings.ContainsFunc(s, unusualSpace) && !strings.Contains(s, "  ") {
		return s
	}
	s = strings.Map(func(r rune) rune {
		if unusualSpace(r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
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

// fold maps spellings that differ only in case or composition to one key.
func fold(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return norm.NFC.String(cases.Fold().String(norm.NFD.String(s)))
		}
	}
	return strings.ToLower(s)
}

// looksLikeFormula reports a cell that a spreadsheet would evaluate.
func looksLikeFormula(s string) bool { return strings.HasPrefix(strings.TrimSpace(s), "=") }
