package ballot

import (
	"crypto/rand"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/cloudflare/circl/oprf"
)

func TestCredentialsEvaluatedAnewAreThoseOfTheLibraryThatHandsThemOut(t *testing.T) {
	for range 20 {
		key := must(oprf.GenerateKey(suite, rand.Reader))(t)
		server := oprf.NewPartialObliviousServer(suite, key)
		record := &ClosingRecord{Survey: "20261130-abcdef", PrivateKey: encode(must(key.MarshalBinary())(t))}
		e := must(record.Evaluator())(t)
		for i := range 10 {
			unit := strings.Repeat("u", 1+i)
			nonce := must(NewBlinding(rand.Reader))(t).Nonce
			want := must(server.FullEvaluate(nonce, info(record.Survey, unit)))(t)
			if got := must(e.Token(unit, encode(nonce)))(t); got != encode(want) {
				t.Fatalf("nonce %s for unit %s gives %s, the library %s", hex.EncodeToString(nonce), unit, got, encode(want))
			}
		}
	}
}

func TestTheEvaluatorReproducesTheOutputsOfRFC9497(t *testing.T) {
	var rfc rfc9497
	readVectors(t, "rfc9497", &rfc)
	e := new(Evaluator)
	if err := e.key.UnmarshalBinary(unhex(t, rfc.PrivateKey)); err != nil {
		t.Fatal(err)
	}
	for _, v := range rfc.Vectors {
		u := must(e.with(string(unhex(t, v.Info))))(t)
		for i := range v.Input {
			input := unhex(t, v.Input[i])
			if got, want := u.token(input, hashToGroup(input)), encode(unhex(t, v.Output[i])); got != want {
				t.Errorf("input %s gives %s, the RFC has %s", v.Input[i], got, want)
			}
		}
	}
}

// A key that is the opposite of what a unit adds to it has no inverse there
// (RFC 9497, §3.3.3, InverseError).
func TestAKeyThatCannotBeUsedForAUnitIsAnError(t *testing.T) {
	e := &Evaluator{survey: "S"}
	added := tweak(string(info("S", "u")))
	e.key.Neg(&added)
	if _, err := e.Token("u", strings.Repeat("A", 43)); err == nil {
		t.Error("a nonce is evaluated with a key of zero")
	}
	if _, err := e.Token("other", strings.Repeat("A", 43)); err != nil {
		t.Error(err)
	}
}
