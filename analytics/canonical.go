package analytics

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"

	"github.com/gowebpki/jcs"
)

// canonical is the RFC 8785 form of a value that encoding/json writes. A large
// release is sorted in one pass over its bytes, because there is nothing else to
// do for it: encoding/json writes numbers as RFC 8785 wants them, and texts too
// where nothing in them is escaped. Whatever is not as plain as that is left to
// the library, which reads and writes every number and letter anew.
func canonical(v any) ([]byte, error) {
	var raw bytes.Buffer
	e := json.NewEncoder(&raw)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	s := sorter{in: bytes.TrimSuffix(raw.Bytes(), []byte("\n"))}
	out, err := s.value(make([]byte, 0, len(s.in)))
	if err == nil && s.at == len(s.in) {
		return out, nil
	}
	return jcs.Transform(s.in)
}

// errNotPlain says that a value has to be read by the library.
var errNotPlain = errors.New("a number or text is not in its final form")

// sorter reads compact JSON and sorts the members of its objects.
type sorter struct {
	in      []byte
	at      int
	members []member // of all objects that are being read, the innermost last
	unlined []byte   // the members of one object before they are sorted
}

// member is one of an object: its name, and where it stands among the others as
// it was read.
type member struct {
	name     []byte
	from, to int
}

// value appends the next value.
func (s *sorter) value(out []byte) ([]byte, error) {
	if s.at == len(s.in) {
		return nil, errNotPlain
	}
	switch c := s.in[s.at]; {
	case c == '{':
		return s.object(out)
	case c == '[':
		return s.array(out)
	case c == '"':
		text, err := s.text()
		return append(out, text...), err
	case c == 't', c == 'f', c == 'n':
		from := s.at
		for s.at < len(s.in) && s.in[s.at] >= 'a' && s.in[s.at] <= 'z' {
			s.at++
		}
		return append(out, s.in[from:s.at]...), nil
	}
	number, err := s.number()
	return append(out, number...), err
}

// object appends the members as they come and then puts them in order.
func (s *sorter) object(out []byte) ([]byte, error) {
	out = append(out, '{')
	begin, first := len(out), len(s.members)
	for s.at++; !s.skip('}'); s.skip(',') {
		name, err := s.text()
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(name, func(b byte) bool { return b >= 0x80 }) || !s.skip(':') {
			return nil, errNotPlain // letters beyond ASCII are sorted by UTF-16
		}
		from := len(out) - begin
		if out, err = s.value(append(append(out, name...), ':')); err != nil {
			return nil, err
		}
		s.members = append(s.members, member{name[1 : len(name)-1], from, len(out) - begin})
	}
	out = s.line(out, begin, s.members[first:])
	s.members = s.members[:first]
	return append(out, '}'), nil
}

// line puts the members that stand in out from begin on into the order of their
// names, with commas.
func (s *sorter) line(out []byte, begin int, members []member) []byte {
	s.unlined = append(s.unlined[:0], out[begin:]...)
	out = out[:begin]
	slices.SortStableFunc(members, func(a, b member) int { return bytes.Compare(a.name, b.name) })
	for i, m := range members {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, s.unlined[m.from:m.to]...)
	}
	return out
}

func (s *sorter) array(out []byte) (_ []byte, err error) {
	out = append(out, '[')
	for s.at++; !s.skip(']'); {
		if out, err = s.value(out); err != nil {
			return nil, err
		}
		if s.skip(',') {
			out = append(out, ',')
		}
	}
	return append(out, ']'), nil
}

// skip passes a byte that is expected, and says whether it was there.
func (s *sorter) skip(b byte) bool {
	there := s.at < len(s.in) && s.in[s.at] == b
	if there {
		s.at++
	}
	return there
}

// text is the next text with its quotation marks, if nothing in it is escaped.
func (s *sorter) text() ([]byte, error) {
	from := s.at
	end := bytes.IndexAny(s.in[min(from+1, len(s.in)):], `"\`)
	if end < 0 || s.in[from] != '"' || s.in[from+1+end] != '"' {
		return nil, errNotPlain
	}
	s.at = from + 1 + end + 1
	return s.in[from:s.at], nil
}

// number is the next number, if it is a plain decimal that a float64 holds: the
// shortest such one is what encoding/json wrote.
func (s *sorter) number() ([]byte, error) {
	from, digits := s.at, 0
	for ; s.at < len(s.in) && bytes.IndexByte([]byte(",]}"), s.in[s.at]) < 0; s.at++ {
		switch c := s.in[s.at]; {
		case c >= '0' && c <= '9':
			digits++
		case c != '-' && c != '.':
			return nil, errNotPlain
		}
	}
	number := s.in[from:s.at]
	if digits == 0 || string(number) == "-0" || digits > 15 && !bytes.Contains(number, []byte(".")) {
		return nil, errNotPlain
	}
	return number, nil
}
