package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
)

// needle is something that must not be found, in one of the forms in which it
// could lie somewhere.
type needle struct {
	kind string // what it is
	of   int    // whose it is: the place in the order of arrival, or -1
	text []byte
}

// needles finds thousands of them in one pass over a file.
type needles struct {
	by    map[uint64][]needle // by the first eight bytes
	heads []uint64            // a bit for every first three bytes
}

func newNeedles() *needles {
	return &needles{by: map[uint64][]needle{}, heads: make([]uint64, 1<<24/64)}
}

func (s *needles) add(kind string, of int, text []byte) {
	head := binary.BigEndian.Uint64(text) // at least eight bytes
	s.by[head] = append(s.by[head], needle{kind, of, text})
	s.heads[head>>40/64] |= 1 << (head >> 40 % 64)
}

// addBytes adds random bytes, raw and in every usual encoding. Base64 writes
// the same bytes in three ways, by what comes before them.
func (s *needles) addBytes(kind string, of int, b []byte) {
	s.add(kind, of, b)
	s.add(kind, of, []byte(hex.EncodeToString(b)))
	s.add(kind, of, bytes.ToUpper([]byte(hex.EncodeToString(b))))
	for shift := range 3 {
		part := b[shift : shift+(len(b)-shift)/3*3]
		s.add(kind, of, []byte(base64.RawURLEncoding.EncodeToString(part)))
		s.add(kind, of, []byte(base64.RawStdEncoding.EncodeToString(part)))
	}
}

// addText adds a text, as it is and as databases print bytes.
func (s *needles) addText(kind string, of int, text string) {
	s.add(kind, of, []byte(text))
	s.add(kind, of, []byte(hex.EncodeToString([]byte(text))))
}

// hit is a needle that was found.
type hit struct {
	needle
	offset int
}

// find returns every hit in content, in order of place.
func (s *needles) find(content []byte) (hits []hit) {
	for i := 0; i+8 <= len(content); i++ {
		start := uint32(content[i])<<16 | uint32(content[i+1])<<8 | uint32(content[i+2])
		if s.heads[start/64]&(1<<(start%64)) == 0 {
			continue
		}
		for _, n := range s.by[binary.BigEndian.Uint64(content[i:])] {
			if bytes.HasPrefix(content[i:], n.text) {
				hits = append(hits, hit{n, i})
			}
		}
	}
	return hits
}

// kinds lists what was found, each kind once.
func kinds(hits []hit) string {
	var out []string
	for _, h := range hits {
		out = append(out, h.kind)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ", ")
}

func TestNeedlesAreFoundInEveryForm(t *testing.T) {
	secret := []byte("0123456789abcdefghijklmnopqrstuv")
	s := newNeedles()
	s.addBytes("secret", 7, secret)
	s.addText("comment", 7, "a remark of some length")
	for name, content := range map[string]string{
		"raw":                        "xx" + string(secret) + "yy",
		"hex":                        `\x` + hex.EncodeToString(secret),
		"base64url":                  base64.RawURLEncoding.EncodeToString(secret),
		"base64 of more":             base64.StdEncoding.EncodeToString([]byte("12" + string(secret))),
		"base64url of something odd": base64.URLEncoding.EncodeToString([]byte("1234" + string(secret) + "5")),
		"a comment in a row":         "(1,a remark of some length,2)",
		"a comment as bytes":         hex.EncodeToString([]byte("<a remark of some length>")),
	} {
		if hits := s.find([]byte(content)); len(hits) == 0 || hits[0].of != 7 {
			t.Errorf("%s: nothing is found", name)
		}
	}
	if hits := s.find([]byte(strings.Repeat("0123456789abcdef", 20))); len(hits) > 0 {
		t.Errorf("found %v where there is nothing", kinds(hits))
	}
}
