package ballot

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"teamtrust/survey"
)

// maxMembers bounds the members of one JSON object: a questionnaire has at most
// survey.MaxItems items.
const maxMembers = survey.MaxItems + 4

// scanner reads the JSON of a request body and nothing more: objects of known
// members whose values are strings, integers or such objects. It is strict where
// encoding/json is lenient: member names are compared exactly and occur once,
// text is UTF-8 without lone surrogates, and nothing follows the value. It
// never recurses on what it did not ask for.
type scanner struct {
	data string
	pos  int
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
	if !s.take('{') {
		return s.syntax()
	}
	if s.take('}') {
		return nil
	}
	var seen [maxMembers]string
	for n := 0; ; n++ {
		name, err := s.name(seen[:n])
		if err != nil {
			return err
		}
		seen[n] = name
		if err := member(name); err != nil {
			return err
		}
		if s.take('}') {
			return nil
		}
		if !s.take(',') {
			return s.syntax()
		}
	}
}

func (s *scanner) name(seen []string) (string, error) {
	if len(seen) == maxMembers {
		return "", badRequest("", "An object in the body has more than %d members.", maxMembers)
	}
	name, err := s.text()
	if err != nil {
		return "", err
	}
	for _, other := range seen {
		if other == name {
			return "", badRequest("", "The member %.40q occurs twice; send it once.", name)
		}
	}
	if !s.take(':') {
		return "", s.syntax()
	}
	return name, nil
}

// text reads a string.
func (s *scanner) text() (string, error) {
	if !s.take('"') {
		return "", s.syntax()
	}
	rest := s.data[s.pos:]
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == '"':
			s.pos += i + 1
			return s.valid(rest[:i])
		case c == '\\':
			return s.escaped(rest[:i])
		case c < ' ':
			s.pos += i
			return "", s.syntax()
		}
	}
	s.pos = len(s.data)
	return "", s.syntax()
}

func (s *scanner) valid(text string) (string, error) {
	if !utf8.ValidString(text) {
		return "", badRequest("", "The body is not UTF-8 text; send it as UTF-8.")
	}
	return text, nil
}

// escaped goes on with a string after a beginning without escapes.
func (s *scanner) escaped(beginning string) (string, error) {
	var b strings.Builder
	b.WriteString(beginning)
	s.pos += len(beginning)
	for s.pos < len(s.data) {
		c := s.data[s.pos]
		s.pos++
		switch {
		case c == '"':
			return s.valid(b.String())
		case c == '\\':
			r, ok := s.escape()
			if !ok {
				return "", s.syntax()
			}
			b.WriteRune(r)
		case c < ' ':
			return "", s.syntax()
		default:
			b.WriteByte(c)
		}
	}
	return "", s.syntax()
}

func (s *scanner) escape() (rune, bool) {
	if s.pos == len(s.data) {
		return 0, false
	}
	c := s.data[s.pos]
	s.pos++
	if c == 'u' {
		return s.unicode()
	}
	i := strings.IndexByte(`"\/bfnrt`, c)
	if i < 0 {
		return 0, false
	}
	return rune("\"\\/\b\f\n\r\t"[i]), true
}

// unicode reads four hex digits, and the second half where they are the first
// of a surrogate pair. Half a pair is no character.
func (s *scanner) unicode() (rune, bool) {
	r, ok := s.hex4()
	if !ok || !utf16.IsSurrogate(r) {
		return r, ok
	}
	if !strings.HasPrefix(s.data[s.pos:], `\u`) {
		return 0, false
	}
	s.pos += 2
	low, ok := s.hex4()
	if !ok {
		return 0, false
	}
	pair := utf16.DecodeRune(r, low)
	return pair, pair != utf8.RuneError
}

func (s *scanner) hex4() (rune, bool) {
	if len(s.data)-s.pos < 4 {
		return 0, false
	}
	digits := s.data[s.pos : s.pos+4]
	v, err := strconv.ParseUint(digits, 16, 16)
	if err != nil || digits[0] == '+' {
		return 0, false
	}
	s.pos += 4
	return rune(v), true
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
