package people

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Limits of single cells, in characters.
const (
	MaxID   = 64
	MaxName = 200
	maxCell = 32767 // what a cell of a spreadsheet can hold
	maxTag  = 35    // RFC 5646 §4.4.1
)

// Formula cells are never evaluated: what they would show is not in the file.
const formulaProblem = "is a formula and is not evaluated; copy the cells and paste them as values"

// mangled matches a number that a spreadsheet has shortened: two ids can have
// become one.
var mangled = regexp.MustCompile(`^[0-9]([.,][0-9]+)?[Ee]\+[0-9]+$`)

// startsFormula reports a first character that makes spreadsheets evaluate a
// cell. It is refused in ids and addresses, and only there: they go unchanged
// into the lists that are opened for mail merge, where nothing may be put before
// them. Names, teams and everything inside an id or address are free of it.
func startsFormula(s string) (first rune, evaluated bool) {
	first, _ = utf8.DecodeRuneInString(s)
	return first, strings.ContainsRune("=+-@＝＋－＠", first)
}

// employeeID checks an employee_id.
func employeeID(s string) (id, problem string) {
	id = norm.NFC.String(strings.TrimSpace(s))
	first, evaluated := startsFormula(id)
	switch {
	case id == "":
		return "", "is empty; give every person an employee_id of their own"
	case utf8.RuneCountInString(id) > MaxID:
		return "", fmt.Sprintf("has more than %d characters; use the id that the personnel system uses", MaxID)
	case evaluated:
		return "", fmt.Sprintf("starts with %q, and spreadsheets would take it for a formula in the invitation list; write it without", first)
	case mangled.MatchString(id):
		return "", "is a number that a spreadsheet has shortened; format the column as text and fill it again"
	case strings.ContainsFunc(id, invisible):
		return "", "holds an invisible character; type the id anew"
	}
	return id, badText(id)
}

func invisible(r rune) bool { return unicode.Is(unicode.Cf, r) }

// personName checks a name, which may be empty.
func personName(s string) (name, problem string) {
	name = tidy(s)
	if utf8.RuneCountInString(name) > MaxName {
		return "", fmt.Sprintf("has more than %d characters; shorten it", MaxName)
	}
	return name, badText(name)
}

// languageTag checks a language, which may be empty, and returns it in the
// canonical case: pt-BR.
func languageTag(s string) (tag, problem string) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", ""
	}
	parsed, err := language.Raw.Parse(s)
	if len(s) > maxTag || err != nil {
		return "", "is not a language code; write one such as de, en or pt-BR, or leave the cell empty"
	}
	return parsed.String(), ""
}
