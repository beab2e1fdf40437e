package people

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"teamtrust/survey"
)

// Limits of a team path.
const (
	MaxLevels   = 10  // parts of a path
	MaxTeamName = 200 // characters of a part
	// MaxPath is the most bytes that a whole path may have, in UTF-8. Paths are
	// in the indexes of the database, and PostgreSQL's hold 2,704 bytes.
	MaxPath = 1000
)

// ParseTeam reads a team path as people write it: split at " / " (the spaces
// are required), each part NFC with single inner spaces, case kept. Empty or
// repeated parts, more than MaxLevels levels, names longer than MaxTeamName, a
// path longer than MaxPath and control characters are a *survey.Error with CodeBadRequest.
func ParseTeam(s string) (survey.Path, error) {
	path, problem := teamPath(s)
	if problem != "" {
		return "", survey.Errorf(survey.CodeBadRequest, "The team %s %s.", quote(s), problem)
	}
	return path, nil
}

// teamPath returns the path or what is wrong with it.
func teamPath(s string) (path survey.Path, problem string) {
	if !filled(s) {
		return "", "is empty; write the path of a team, such as Operations / Plant Bremen"
	}
	parts := splitPath(s)
	if len(parts) > MaxLevels {
		return "", fmt.Sprintf("has %d levels; at most %d are possible", len(parts), MaxLevels)
	}
	seen := make(map[string]bool, len(parts))
	for i, part := range parts {
		if problem := badPart(part, seen); problem != "" {
			return "", problem
		}
		seen[fold(part)] = true
		parts[i] = part
	}
	whole := strings.Join(parts, survey.Separator)
	if len(whole) > MaxPath {
		return "", fmt.Sprintf("is too long as a whole: it takes %d bytes and at most %d are possible (a letter of English takes one, most letters of other scripts two to four); shorten the names of its levels", len(whole), MaxPath)
	}
	return survey.Path(whole), ""
}

// splitPath doubles every space first, so that separators which share a space
// ("A / / B") or touch an end ("A / ") leave the empty part that they show.
func splitPath(s string) []string {
	s = norm.NFC.String(plainSpaces(strings.TrimSpace(s)))
	s = strings.ReplaceAll(" "+s+" ", " ", "  ")
	parts := strings.Split(s, survey.Separator)
	for i, part := range parts {
		// Tabs at the ends stay for badPart: without them "\t/ B" would begin
		// with a separator.
		parts[i] = oneSpace(strings.Trim(part, " "))
	}
	return parts
}

// badPart says what is wrong with one part after those in seen, or "".
func badPart(part string, seen map[string]bool) string {
	switch {
	case fold(part) == "":
		return `has an empty part; write each level once, separated by " / "`
	case utf8.RuneCountInString(part) > MaxTeamName:
		return fmt.Sprintf("has a part with more than %d characters; shorten it", MaxTeamName)
	case seen[fold(part)]:
		return fmt.Sprintf("has the part %s twice; every level needs its own name", quote(part))
	}
	return badText(part)
}
