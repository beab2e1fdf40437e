package table

import (
	"strconv"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// More different names than these are a sign that the questionnaire names the
// wrong column, such as that of the respondents' numbers.
const (
	maxTeams = 100_000
	maxWaves = 1_000
)

// spelling is how a name was written first.
type spelling struct {
	name string
	row  int
}

// spellings are the names of teams, or those of waves, by what people read in
// them.
type spellings map[string]spelling

// spelled refuses a team or wave that was written in another way before:
// counted as two, it would have the figures of neither.
func (t *Table) spelled(column int, name string) error {
	what, seen, most, key := "team", t.teams, maxTeams, asRead(name)
	if column != t.places.team {
		name = whole(name)
		what, seen, most, key = "wave", t.waves, maxWaves, asNumber(name)
	}
	if first, ok := seen[key]; ok {
		if first.name == name {
			return nil
		}
		return t.bad(column, "%s and the %s %s of row %d differ only in the way they are written (case, spaces, zeros in front); write both alike.",
			quoted([]byte(name)), what, quoted([]byte(first.name)), first.row)
	}
	if len(seen) == most {
		return t.bad(column, "%s is the %s after the first %d; look whether the questionnaire names the right column as %s.", quoted([]byte(name)), what, most, what)
	}
	seen[key] = spelling{name, t.row.Number}
	return nil
}

// asRead is the same for names that people read as one.
func asRead(name string) string {
	return cases.Fold().String(norm.NFC.String(strings.Join(strings.Fields(name), " ")))
}

// asNumber is asRead, and the same for all ways to write a number: waves are
// put in order by it.
func asNumber(name string) string {
	if x, err := strconv.ParseFloat(name, 64); err == nil && strings.Trim(name, "0123456789.-") == "" {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	return asRead(name)
}
