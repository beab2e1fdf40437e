package people

import (
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"teamtrust/survey"
)

// MaxEmail is the most bytes that an e-mail address may have (RFC 5321 §4.5.3.1,
// erratum 1690).
const MaxEmail = 254

// NormalEmail returns the one spelling in which an address is stored and
// looked up: trimmed, NFC, lower case. The part before the @ is lowered too:
// no provider in use tells addresses apart by case, and people type both.
// Anything that is not a bare address is a *survey.Error with
// CodeBadRequest.
func NormalEmail(s string) (string, error) {
	email, problem := normalEmail(s)
	if problem != "" {
		return "", survey.Errorf(survey.CodeBadRequest, "%s %s.", quote(s), problem)
	}
	return email, nil
}

// normalEmail returns the normal spelling or what is wrong with it.
func normalEmail(s string) (email, problem string) {
	email = norm.NFC.String(strings.ToLower(norm.NFC.String(strings.TrimSpace(s))))
	if len(email) > MaxEmail {
		return "", "is longer than 254 bytes and cannot be an e-mail address; check whether cells have run together"
	}
	if !isAddress(email) {
		return "", "is not an e-mail address; write one address such as name@example.org, without a name or spaces"
	}
	return email, ""
}

// isAddress reports whether s is a bare address: name@host, where the host
// need not have a dot.
func isAddress(s string) bool {
	if strings.ContainsFunc(s, blankOrInvisible) {
		return false
	}
	parsed, err := mail.ParseAddress(s)
	if err != nil || parsed.Name != "" || parsed.Address != s {
		return false
	}
	return isHost(s[strings.LastIndexByte(s, '@')+1:])
}

func blankOrInvisible(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar
}

// isHost reports whether every part between dots is made of letters, digits
// and inner hyphens, in any script.
func isHost(s string) bool {
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		if strings.ContainsFunc(label, notInHost) {
			return false
		}
	}
	return true
}

func notInHost(r rune) bool {
	return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
}
