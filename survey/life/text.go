package life

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// readable refuses a text that somebody typed for others to read where it
// cannot be shown or has more than most characters. name is the field's, what
// begins the sentence.
func readable(name, what, text string, most int) error {
	switch n := utf8.RuneCountInString(text); {
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unshown):
		return field(name, "%s has characters that cannot be shown; remove them.", what)
	case n > most:
		return field(name, "%s has %d characters; shorten it to %d.", what, n, most)
	}
	return nil
}

// unshown reports a control character, or what is left of a letter that
// another encoding had.
func unshown(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }
