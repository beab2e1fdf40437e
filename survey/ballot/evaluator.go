package ballot

import (
	"crypto"
	"crypto/sha512"
	"encoding/binary"
	"fmt"

	"github.com/bwesterb/go-ristretto"
	"github.com/cloudflare/circl/expander"
)

// Evaluator recomputes credentials with the private key that a closing record
// publishes: Evaluate of RFC 9497, §3.3.3, as the library does it whose server
// handed them out, which a test compares with it. It is faster for two reasons
// that hold only here: what depends on the unit alone is computed once for all its
// credentials, and a published key needs no constant time. It is safe for
// concurrent use.
type Evaluator struct {
	key    ristretto.Scalar
	survey string
}

// Evaluator returns the one of a closed survey.
func (r *ClosingRecord) Evaluator() (*Evaluator, error) {
	key, err := poprfKey(r.PrivateKey)
	if err != nil {
		return nil, err
	}
	b, err := key.MarshalBinary()
	if err != nil {
		return nil, err
	}
	e := &Evaluator{survey: r.Survey}
	return e, e.key.UnmarshalBinary(b)
}

// Token is the POPRF output of a nonce for a unit.
func (e *Evaluator) Token(unit, nonce string) (string, error) {
	input, err := decode("nonce", nonce, NonceSize)
	if err != nil {
		return "", err
	}
	u, err := e.unit(unit)
	if err != nil {
		return "", err
	}
	return u.token(input, hashToGroup(input)), nil
}

// unitEvaluator is an Evaluator of one unit.
type unitEvaluator struct {
	info    string
	inverse ristretto.Scalar // of the key and the tweak of the unit, added
}

func (e *Evaluator) unit(id string) (*unitEvaluator, error) {
	return e.with(string(info(e.survey, id)))
}

// with fails for the one info in 2^252 that the key cannot be used with.
func (e *Evaluator) with(info string) (*unitEvaluator, error) {
	u, tweaked := &unitEvaluator{info: info}, tweak(info)
	if tweaked.Add(&tweaked, &e.key); tweaked.IsNonZeroI() == 0 {
		return nil, fmt.Errorf("the key cannot be used with %q", info)
	}
	u.inverse.Inverse(&tweaked)
	return u, nil
}

// The domains of RFC 9497, §4.1, for the suite in its partially oblivious mode.
const (
	poprfContext   = "OPRFV1-\x02-" + Suite
	toGroupDomain  = "HashToGroup-" + poprfContext
	toScalarDomain = "HashToScalar-" + poprfContext
)

// tweak is what an info adds to the key.
func tweak(info string) (m ristretto.Scalar) {
	wide := [64]byte(expander.NewExpanderMD(crypto.SHA512, []byte(toScalarDomain)).Expand(framed([]byte("Info"), info), 64))
	m.SetReduced(&wide)
	return m
}

// hashToGroup is the element of a nonce (RFC 9380, appendix B), which is the same
// for every unit.
func hashToGroup(nonce []byte) *ristretto.Point {
	wide := expander.NewExpanderMD(crypto.SHA512, []byte(toGroupDomain)).Expand(nonce, 64)
	low, high := [32]byte(wide[:32]), [32]byte(wide[32:])
	p, q := new(ristretto.Point).SetElligator(&low), new(ristretto.Point).SetElligator(&high)
	return p.Add(p, q)
}

// token is the output for a nonce whose element is given.
func (u *unitEvaluator) token(nonce []byte, element *ristretto.Point) string {
	var issued ristretto.Point
	issued.PublicScalarMult(element, &u.inverse)
	sum := sha512.Sum512(append(framed(nil, string(nonce), u.info, string(issued.Bytes())), "Finalize"...))
	return encode(sum[:])
}

// framed appends texts, each after its length in two bytes.
func framed(b []byte, texts ...string) []byte {
	for _, s := range texts {
		b = append(binary.BigEndian.AppendUint16(b, uint16(len(s))), s...)
	}
	return b
}
