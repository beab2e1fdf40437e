package reports

import (
	"strconv"
	"strings"
	"unicode"
)

// Withheld is what stands for a value that a release does not give.
const Withheld = "[c]"

// Value is one cell: a text, a number with its decimals, or withheld.
type Value struct {
	Text     string
	Number   *float64 // nil for a text, and where it is withheld
	Decimals int
	Withheld bool
}

// String is the cell as the CSV has it. A text that a spreadsheet would take
// for a formula gets an apostrophe in front.
func (v Value) String() string {
	switch {
	case v.Withheld:
		return Withheld
	case v.Number != nil:
		return strconv.FormatFloat(*v.Number, 'f', v.Decimals, 64)
	}
	return Safe(v.Text)
}

// Safe keeps a spreadsheet from taking a person's text for a formula: where it
// begins with a sign or control character that begins one, an apostrophe comes
// first (OWASP ASVS 1.2.10). Spaces and invisible characters before the sign
// do not hide it.
func Safe(s string) string {
	for _, r := range s {
		switch {
		case strings.ContainsRune("=+-@＝＋－＠", r) || unicode.IsControl(r):
			return "'" + s
		case !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r):
			return s
		}
	}
	return s
}

func text(s string) Value { return Value{Text: s} }

func truth(b bool) Value { return Value{Text: strconv.FormatBool(b)} }

func number(v *float64, decimals int) Value {
	return Value{Number: v, Decimals: decimals, Withheld: v == nil}
}

func count(n *int) Value {
	if n == nil {
		return Value{Withheld: true}
	}
	v := float64(*n)
	return Value{Number: &v}
}
