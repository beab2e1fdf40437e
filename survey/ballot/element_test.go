package ballot

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"testing"

	"teamtrust/survey"
)

func TestABlindedElementIsRefused(t *testing.T) {
	for name, encoding := range map[string]string{
		"when it is the identity":            "0000000000000000000000000000000000000000000000000000000000000000",
		"when it is empty":                   "",
		"when it is the short identity":      "00",
		"when it is one byte short":          "c8713aa89241d6989ac142f22dba30596db635c772cbf25021fdd8f3d461f7",
		"when there are two":                 rfcBlinded[0] + rfcBlinded[1],
		"when the field element is too big":  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"when the top bit is set":            "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"when the field element is negative": "0100000000000000000000000000000000000000000000000000000000000000",
		"when it is negative and not small":  "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20",
		"when there is no such square root":  "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
		"when the high bit repeats a point":  "c8713aa89241d6989ac142f22dba30596db635c772cbf25021fdd8f3d461f795",
		"when its y would be zero":           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseElement(unhex(t, encoding))
			wantCode(t, err, survey.CodeBadRequest)
		})
	}
}

func TestABlindedElementIsReadAndHashedCanonically(t *testing.T) {
	for _, v := range rfcBlinded {
		e := must(ParseElement(unhex(t, v)))(t)
		if e.Hash() != hexHash(unhex(t, v)) {
			t.Errorf("hash of %s is %s", v, e.Hash())
		}
	}
}

func TestARandomScalarDependsOnItsSourceAlone(t *testing.T) {
	seed := bytes.Repeat([]byte{7}, scalarSize)
	a := must(randomScalar(bytes.NewReader(seed)))(t)
	b := must(randomScalar(bytes.NewReader(seed)))(t)
	if !a.IsEqual(b) || a.IsZero() {
		t.Fatal("the same source gave different scalars, or zero")
	}
	if _, err := randomScalar(bytes.NewReader(seed[1:])); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("a short source gave %v", err)
	}
	// The order of the group, then one: the first is refused, the second taken.
	order := unhex(t, "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
	one := append([]byte{1}, make([]byte, scalarSize-1)...)
	s := must(randomScalar(io.MultiReader(bytes.NewReader(order), bytes.NewReader(make([]byte, scalarSize)), bytes.NewReader(one))))(t)
	if got := must(s.MarshalBinary())(t); !bytes.Equal(got, one) {
		t.Fatalf("got %x", got)
	}
	if must(randomScalar(rand.Reader))(t).IsEqual(must(randomScalar(rand.Reader))(t)) {
		t.Fatal("two random scalars are equal")
	}
}
