package ballot

import (
	"encoding/json"
	"strings"
)

// maxDepth bounds how deep objects and arrays may be nested in a body.
const maxDepth = 32

// scanner reads the JSON of a request body, strictly where encoding/json is
// lenient: member names are compared exactly, after unescaping, and occur once
// in their object at any depth; text is UTF-8 without lone surrogates; nothing
// but white space follows the value.
type scanner struct {
	data  string
	pos   int
	depth int
}

func (s *scanner) syntax() error {
	return badRequest("", "The body is not valid JSON at byte %d; send one object as docs/protocol.md says.", s.pos)
}

func (s *scanner) space() {
	for s.pos < len(s.data) {
		switch s.data[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

// next skips space and returns the next byte without taking it; 0 at the end.
func (s *scanner) next() byte {
	s.space()
	if s.pos == len(s.data) {
		return 0
	}
	return s.data[s.pos]
}

func (s *scanner) take(c byte) bool {
	if s.next() != c {
		return false
	}
	s.pos++
	return true
}

// document reads one object that is the whole input.
func (s *scanner) document(member func(name string) error) error {
	if err := s.object(member); err != nil {
		return err
	}
	if s.next() != 0 || s.pos != len(s.data) {
		return s.syntax()
	}
	return nil
}

// object calls member for every member, with the scanner before its value.
func (s *scanner) object(member func(name string) error) error {
	seen := map[string]bool{}
	return s.list('{', '}', func() error {
		name, err := s.name(seen)
		if err != nil {
			return err
		}
		return member(name)
	})
}

// list reads entries between brackets, with commas between them.
func (s *scanner) list(first, last byte, entry func() error) error {
	if !s.take(first) {
		return s.syntax()
	}
	if s.depth++; s.depth > maxDepth {
		return badRequest("", "The body is nested more than %d levels deep; send one object as docs/protocol.md says.", maxDepth)
	}
	defer func() { s.depth-- }()
	if s.take(last) {
		return nil
	}
	for {
		if err := entry(); err != nil {
			return err
		}
		if s.take(last) {
			return nil
		}
		if !s.take(',') {
			return s.syntax()
		}
	}
}

func (s *scanner) name(seen map[string]bool) (string, error) {
	name, err := s.text()
	if err != nil {
		return "", err
	}
	if seen[name] {
		return "", badRequest("", "The member %.40q occurs twice; send it once.", name)
	}
	seen[name] = true
	if !s.take(':') {
		return "", s.syntax()
	}
	return name, nil
}

// raw takes a value of any type and returns it as it is written.
func (s *scanner) raw() (string, error) {
	s.space()
	start := s.pos
	err := s.skip()
	return s.data[start:s.pos], err
}

func (s *scanner) skip() error {
	switch s.next() {
	case '"':
		_, err := s.text()
		return err
	case '{':
		return s.object(func(string) error { return s.skip() })
	case '[':
		return s.list('[', ']', s.skip)
	}
	if !json.Valid([]byte(s.scalar())) {
		return s.syntax()
	}
	return nil
}

// scalar takes a number or one of true, false and null as it is written.
func (s *scanner) scalar() string {
	s.space()
	start := s.pos
	for s.pos < len(s.data) {
		c := s.data[s.pos]
		if c <= ' ' || strings.IndexByte(`,:{}[]"`, c) >= 0 {
			break
		}
		s.pos++
	}
	return s.data[start:s.pos]
}
