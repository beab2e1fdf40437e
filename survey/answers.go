package survey

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Answer is a value on the scale, or the code of an extra answer. The zero
// Answer is the value 0.
type Answer struct {
	Value int
	Code  string // not empty: an extra answer, and Value is meaningless
}

// String is the form that a commitment holds: the decimal value, or the code.
func (a Answer) String() string {
	if a.Code != "" {
		return a.Code
	}
	return strconv.Itoa(a.Value)
}

// MarshalJSON writes an integer or a code.
func (a Answer) MarshalJSON() ([]byte, error) {
	if a.Code != "" {
		return json.Marshal(a.Code)
	}
	return json.Marshal(a.Value)
}

// UnmarshalJSON reads an integer or a code. A fraction, an exponent, null and
// every other type are errors.
func (a *Answer) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		*a = Answer{}
		if err := json.Unmarshal(b, &a.Code); err != nil {
			return err
		}
		if a.Code == "" {
			return errors.New("an empty code is no answer")
		}
		return nil
	}
	v, err := strconv.Atoi(string(b))
	if err != nil || strconv.Itoa(v) != string(b) {
		return errors.New("an answer is an integer or a code")
	}
	*a = Answer{Value: v}
	return nil
}

// Answers are the answers of one ballot by item id. An absent item is not
// answered.
type Answers map[string]Answer

// Check reports the first answer, in questionnaire order, that does not fit q:
// a value outside the scale, or a code that the item does not have; and where
// there is none, the first unknown item in the order of its id. The error is
// an *Error with code CodeBadAnswer that names the item.
func (q *Questionnaire) Check(answers Answers) error {
	known := 0
	for i := range q.Items {
		it := &q.Items[i]
		a, ok := answers[it.ID]
		if !ok {
			continue
		}
		known++
		if !q.accepts(it, a) {
			return badAnswer(it.ID, "%s: %s is not an answer of this item; send an integer from %d to %d or one of its codes.",
				it.ID, quoted(a.String()), q.Scale.Lo, q.Scale.Hi)
		}
	}
	if known == len(answers) {
		return nil
	}
	return q.unknownItem(answers)
}

func (q *Questionnaire) unknownItem(answers Answers) error {
	for _, id := range slices.Sorted(maps.Keys(answers)) {
		if _, ok := q.Item(id); !ok {
			return badAnswer(clip(id, 40), "The questionnaire has no item %s; remove it.", quoted(id))
		}
	}
	return nil
}

func (q *Questionnaire) accepts(it *Item, a Answer) bool {
	if a.Code == "" {
		return a.Value >= q.Scale.Lo && a.Value <= q.Scale.Hi
	}
	for _, x := range it.Extra {
		if x.Code == a.Code {
			return true
		}
	}
	return false
}

// CheckComments reports a comment that belongs to no prompt, or is longer than
// MaxCommentRunes, or is not UTF-8, or holds the character U+0000, which a
// database column cannot hold and which would stop the close. The comment is
// the first of those in the order of their ids. The error is an *Error with
// code CodeBadAnswer.
func (q *Questionnaire) CheckComments(comments map[string]string) error {
	if len(comments) > MaxPrompts {
		return badAnswer("", "A ballot has at most %d comments; this one has %d.", MaxPrompts, len(comments))
	}
	for _, id := range slices.Sorted(maps.Keys(comments)) {
		text := comments[id]
		switch {
		case !q.hasPrompt(id):
			return badAnswer(clip(id, 40), "The questionnaire has no comment %s; remove it.", quoted(id))
		case !utf8.ValidString(text):
			return badAnswer(id, "%s: the comment is not UTF-8 text; send it as UTF-8.", id)
		case strings.ContainsRune(text, 0):
			return badAnswer(id, "%s: the comment holds the character U+0000; remove it.", id)
		case utf8.RuneCountInString(text) > MaxCommentRunes:
			return badAnswer(id, "%s: a comment has at most %d characters; shorten it.", id, MaxCommentRunes)
		}
	}
	return nil
}

func (q *Questionnaire) hasPrompt(id string) bool {
	for _, p := range q.Comments {
		if p.ID == id {
			return true
		}
	}
	return false
}

func badAnswer(item, format string, args ...any) error {
	e := Errorf(CodeBadAnswer, format, args...)
	e.Item = item
	return e
}
