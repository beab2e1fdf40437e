package ballot

import (
	"encoding/json"
	"strconv"

	"teamtrust/survey"
)

func (s *scanner) textOf(name string, to *string) (err error) {
	if s.next() != '"' {
		return badRequest(name, "%s must be a string.", name)
	}
	*to, err = s.text()
	return err
}

func (s *scanner) answers(into survey.Answers) error {
	if s.next() != '{' {
		return badRequest("answers", "answers must be an object of answers by item.")
	}
	return s.object(func(item string) error {
		if !survey.ValidID(item) {
			return badAnswer("", "%.40q cannot be the id of an item; remove it.", item)
		}
		a, err := s.answer(item)
		if err != nil {
			return err
		}
		into[item] = a
		return nil
	})
}

// answer reads an integer or a code; null, fractions and every other value are
// bad answers.
func (s *scanner) answer(item string) (survey.Answer, error) {
	switch s.next() {
	case '"':
		code, err := s.text()
		if err == nil && code == "" {
			err = badAnswer(item, "%s: an empty code is no answer; leave the item out.", item)
		}
		return survey.Answer{Code: code}, err
	case '{', '[':
		return survey.Answer{}, badAnswer(item, "%s: an answer is an integer or a code.", item)
	}
	number := s.scalar()
	switch v, err := strconv.Atoi(number); {
	case number == "null":
		return survey.Answer{}, badAnswer(item, "%s: null is no answer; leave the item out.", item)
	case !json.Valid([]byte(number)):
		return survey.Answer{}, s.syntax()
	case err != nil || strconv.Itoa(v) != number:
		return survey.Answer{}, badAnswer(item, "%s: an answer is an integer or a code, without fraction or exponent.", item)
	default:
		return survey.Answer{Value: v}, nil
	}
}

func (s *scanner) comments(into map[string]string) error {
	if s.next() != '{' {
		return badRequest("comments", "comments must be an object of texts by comment id.")
	}
	return s.object(func(id string) error {
		if !survey.ValidID(id) {
			return badAnswer("", "%.40q cannot be the id of a comment; remove it.", id)
		}
		if s.next() != '"' {
			return badAnswer(id, "%s: a comment is a text; leave it out where there is none.", id)
		}
		text, err := s.text()
		into[id] = text
		return err
	})
}
