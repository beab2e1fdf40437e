package ballot

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/secretsharing"

	"teamtrust/survey"
)

// Holder is who holds one of the two shares of a split sealing key.
type Holder string

// The holders, in the order of their shares.
const (
	HeldByHR      Holder = "hr"
	HeldByAuditor Holder = "auditor"
)

// Holders are all of them; every share is needed.
func Holders() []Holder { return []Holder{HeldByHR, HeldByAuditor} }

// number is the place at which a holder's share is a value of the polynomial.
func (h Holder) number() byte { return byte(slices.Index(Holders(), h) + 1) }

// Share is one share of the sealing key of one survey. Alone it says nothing
// about the key. It never prints itself; Text does.
type Share struct {
	Holder Holder
	survey string
	value  group.Scalar
}

// A share as people keep it is base32 (RFC 4648, §6) in groups of four of
//
//	1   number of the holder
//	32  the share, a little-endian scalar
//	4   the begin of a SHA-256 over the survey and the above
//
// so that a mistyped share, or one of another survey, is told apart from a
// wrong one.
const (
	shareCheck = 4
	shareSize  = 1 + scalarSize + shareCheck
	shareGroup = 4
)

func shareEncoding() *base32.Encoding { return base32.StdEncoding.WithPadding(base32.NoPadding) }

func checkOfShare(survey string, body []byte) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s share\n%s\n%x", Protocol, survey, body))
	return sum[:shareCheck]
}

// Text is the share as it is shown and printed, once.
func (s Share) Text() string {
	value, err := s.value.MarshalBinary()
	if err != nil {
		panic(err) // a scalar in memory always has an encoding
	}
	body := append([]byte{s.Holder.number()}, value...)
	text := shareEncoding().EncodeToString(append(body, checkOfShare(s.survey, body)...))
	var groups []string
	for g := range slices.Chunk([]byte(text), shareGroup) {
		groups = append(groups, string(g))
	}
	return strings.Join(groups, "-")
}

// Format prints whose share it is whatever the verb, and never the share.
func (s Share) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "the share of "+string(s.Holder)) // the printer keeps the error
}

// ParseShare reads a share of a survey as people type it: small letters, spaces
// and dashes anywhere, and digits that look like letters are fine. CodeBadRequest
// for what is none, and for one of another survey.
func ParseShare(id, text string) (Share, error) {
	letters := strings.Map(shareLetter, text)
	raw, err := shareEncoding().DecodeString(letters)
	if err != nil || len(raw) != shareSize || shareEncoding().EncodeToString(raw) != letters {
		return Share{}, badShare(ShareNone, "This is no share: a share has 60 letters and digits in groups of four. Type it again, or scan it from the paper.")
	}
	body, check := raw[:1+scalarSize], raw[1+scalarSize:]
	s := Share{survey: id, value: newScalar()}
	if !bytes.Equal(check, checkOfShare(id, body)) || body[0] < 1 || int(body[0]) > len(Holders()) || s.value.UnmarshalBinary(body[1:]) != nil {
		return Share{}, badShare(ShareOther, "This is no share of this survey: either a letter is wrong, or it belongs to another survey. Compare it with the paper.")
	}
	s.Holder = Holders()[body[0]-1]
	return s, nil
}

func shareLetter(r rune) rune {
	switch r = unicode.ToUpper(r); {
	case r == '0':
		return 'O'
	case r == '1':
		return 'I'
	case r == '8':
		return 'B'
	case unicode.IsSpace(r) || r == '-' || r == '–':
		return -1
	}
	return r
}

// ShareError is a share that was refused; nothing was lost. It is a
// *survey.Error with CodeBadRequest and the item "share".
type ShareError struct {
	Why  ShareFault
	text string
}

// ShareFault is why a share is refused.
type ShareFault string

// The reasons.
const (
	ShareNone    ShareFault = "none"    // it is no share at all
	ShareOther   ShareFault = "other"   // a letter is wrong, or it belongs to another survey
	ShareRenewed ShareFault = "renewed" // it does not fit the key: there are newer shares
	ShareForeign ShareFault = "foreign" // it is the share of the other holder
)

func (e *ShareError) Error() string { return e.text }

// Unwrap makes it something that people can mend.
func (e *ShareError) Unwrap() error {
	return &survey.Error{Code: survey.CodeBadRequest, Message: e.text, Item: "share"}
}

func badShare(why ShareFault, text string) error { return &ShareError{Why: why, text: text} }

// MustBeOf refuses a share of another holder.
func (s Share) MustBeOf(h Holder) error {
	if s.Holder != h {
		return badShare(ShareForeign, "This is the share of "+s.Holder.name()+", who has to give it.")
	}
	return nil
}

func (h Holder) name() string {
	if h == HeldByHR {
		return "HR"
	}
	return "the auditor"
}

// HolderNames lists holders in words.
func HolderNames(holders []Holder) string {
	var names []string
	for _, h := range holders {
		names = append(names, h.name())
	}
	return strings.Join(names, " and ")
}

// needed is how many shares say nothing about the key: one fewer than there are.
const needed = 1

func (s Share) shamir() secretsharing.Share {
	id := newScalar()
	id.SetUint64(uint64(s.Holder.number()))
	return secretsharing.Share{ID: id, Value: s.value}
}
