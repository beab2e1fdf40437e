package ballot

import (
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

// readAnswers takes integers and codes. Whether the questionnaire has them is
// for survey.Questionnaire.Check to say.
func (b *boxBody) readAnswers(s *scanner) error {
	if s.next() != '{' {
		return badRequest("answers", "answers must be an object of answers by item.")
	}
	return s.object(func(item string) error {
		if s.next() == '"' {
			code, err := s.text()
			b.setCode(item, code)
			return err
		}
		value, err := s.raw()
		if err == nil {
			b.setValue(item, value)
		}
		return err
	})
}

func (b *boxBody) setCode(item, code string) {
	if code == "" {
		b.misfits(item, "The code of %.40q is empty; leave the item out where there is no answer.", item)
		return
	}
	b.answers[item] = survey.Answer{Code: code}
}

// setValue takes integers in their one form, so that the commitment has one too.
func (b *boxBody) setValue(item, value string) {
	v, err := strconv.Atoi(value)
	if err != nil || strconv.Itoa(v) != value {
		b.misfits(item, "The answer of %.40q is neither an integer without fraction or exponent nor a code; leave the item out where there is none.", item)
		return
	}
	b.answers[item] = survey.Answer{Value: v}
}

func (b *boxBody) readComments(s *scanner) error {
	if s.next() != '{' {
		return badRequest("comments", "comments must be an object of texts by comment id.")
	}
	return s.object(func(id string) error {
		if s.next() == '"' {
			text, err := s.text()
			b.comments[id] = text
			return err
		}
		if _, err := s.raw(); err != nil {
			return err
		}
		b.misfits(id, "The comment %.40q is not a text; leave it out where there is none.", id)
		return nil
	})
}

// misfits remembers the first value that does not fit. Its name is the sender's
// own words, so no more than an id's length of it is repeated.
func (b *boxBody) misfits(name, format string, args ...any) {
	if b.misfit != nil {
		return
	}
	if !survey.ValidID(name) {
		name = ""
	}
	b.misfit = badAnswer(name, format, args...)
}
