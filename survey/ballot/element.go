package ballot

import (
	"bytes"
	"io"

	"github.com/cloudflare/circl/group"
)

// Element is one blinded element that passed every guard: 32 bytes, canonical,
// and not the identity.
type Element struct {
	point group.Element
	bytes []byte
}

// ParseElement reads a blinded element. The library that evaluates accepts the
// identity and any number of elements; either would hand out what nobody is
// entitled to, so both end here with CodeBadRequest, before an invitation is
// looked up.
func ParseElement(b []byte) (Element, error) {
	if len(b) != ElementSize {
		return Element{}, badRequest("blinded", "blinded must be exactly one element of %d bytes; it has %d.", ElementSize, len(b))
	}
	point, ok := canonicalPoint(b)
	if !ok {
		return Element{}, badRequest("blinded", "blinded is not a canonical ristretto255 element; blind the nonce again.")
	}
	if point.IsIdentity() {
		return Element{}, badRequest("blinded", "blinded is the identity element; blind the nonce again.")
	}
	return Element{point: point, bytes: bytes.Clone(b)}, nil
}

// canonicalPoint reads the one encoding of an element (RFC 9496, §4.3.1).
func canonicalPoint(b []byte) (group.Element, bool) {
	point := suite.Group().NewElement()
	if point.UnmarshalBinary(b) != nil {
		return nil, false
	}
	again, err := point.MarshalBinaryCompress()
	return point, err == nil && bytes.Equal(again, b)
}

// Hash is what an invitation remembers of the element: the lower-case hex
// SHA-256 of its canonical encoding.
func (e Element) Hash() string { return hexHash(e.bytes) }

// randomScalar draws a uniform non-zero scalar by rejection (RFC 9497, §4.7.1).
func randomScalar(rand io.Reader) (group.Scalar, error) {
	var b [scalarSize]byte
	for {
		if _, err := io.ReadFull(rand, b[:]); err != nil {
			return nil, err
		}
		b[scalarSize-1] &= 0x1f // the order is a little above 2^252
		s := newScalar()
		if s.UnmarshalBinary(b[:]) == nil && !s.IsZero() {
			return s, nil
		}
	}
}
