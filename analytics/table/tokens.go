package table

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// What no spreadsheet needs more of. The decoder keeps a whole token, and
// every element that is open, in memory.
const (
	maxToken = 2 << 20 // bytes: a cell has at most 32,767 characters, written as up to 10 bytes each
	maxDepth = 64
)

// unpacked is a part of an archive that is being read. What it may still give
// is limited for the whole archive, for this part, and for each token.
type unpacked struct {
	in    io.ReadCloser
	all   *int64 // shared by all parts
	part  int64
	token int64
}

// Errors of files that unpack to more than they should.
var (
	errUnpacked = errors.New("the workbook is too large unpacked")
	errLonger   = errors.New("a part is longer than it may be")
	errToken    = fmt.Errorf("a text or a tag is longer than %d bytes", maxToken)
	errDepth    = fmt.Errorf("elements are nested more than %d deep", maxDepth)
)

func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.in.Read(p)
	*u.all -= int64(n)
	u.part -= int64(n)
	u.token -= int64(n)
	switch {
	case *u.all < 0:
		return 0, errUnpacked
	case u.part < 0:
		return 0, errLonger
	case u.token < 0:
		return 0, errToken
	}
	return n, err
}

// tokens reads XML whose author may mean harm. It is an xml.TokenReader.
type tokens struct {
	in      *unpacked
	decoder *xml.Decoder
	depth   int
}

func newTokens(u *unpacked) *tokens { return &tokens{in: u, decoder: xml.NewDecoder(u)} }

func (t *tokens) Close() error { return t.in.in.Close() }

// Token is the next token, as xml.Decoder.Token gives it.
func (t *tokens) Token() (xml.Token, error) {
	t.in.token = maxToken
	token, err := t.decoder.Token()
	switch token.(type) {
	case xml.StartElement:
		if t.depth++; t.depth > maxDepth {
			return nil, errDepth
		}
	case xml.EndElement:
		t.depth--
	}
	return token, err
}

// skip reads to the end of the element that has started.
func (t *tokens) skip() error {
	for end := t.depth - 1; t.depth > end; {
		if _, err := t.Token(); err != nil {
			return err
		}
	}
	return nil
}
