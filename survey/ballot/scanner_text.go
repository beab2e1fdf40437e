package ballot

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

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
