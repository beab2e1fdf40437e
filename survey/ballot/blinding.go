package ballot

import (
	"errors"
	"fmt"
	"io"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/oprf"
	"github.com/cloudflare/circl/zk/dleq"
)

// Blinding is what a client draws, and must keep before it collects: with it
// the same request can be sent again after any failure.
type Blinding struct {
	Nonce []byte `json:"nonce"` // 32 bytes
	Blind []byte `json:"blind"` // a scalar of 32 bytes
}

// Credential is the right to one ballot. Nothing ties it to the invitation that
// it was collected with.
type Credential struct {
	Unit  string `json:"unit"`
	Nonce []byte `json:"nonce"` // 32 bytes
	Token []byte `json:"token"` // 64 bytes
}

// NewBlinding draws a nonce and a blind from random.
func NewBlinding(random io.Reader) (Blinding, error) {
	nonce := make([]byte, NonceSize)
	if _, err := io.ReadFull(random, nonce); err != nil {
		return Blinding{}, err
	}
	scalar, err := randomScalar(random)
	if err != nil {
		return Blinding{}, err
	}
	blind, err := scalar.MarshalBinary()
	return Blinding{Nonce: nonce, Blind: blind}, err
}

// Blinded is the element to send for a survey.
func (m *Manifest) Blinded(b Blinding) ([]byte, error) {
	_, _, request, err := m.blind(b)
	if err != nil {
		return nil, err
	}
	return request.Elements[0].MarshalBinaryCompress()
}

// Finalize turns the answer to a collect request into a credential. It fails
// unless the proof shows that the key of the manifest was used for a unit of the
// manifest: a key or a unit made for one person is noticed here.
func (m *Manifest) Finalize(b Blinding, e Evaluation) (Credential, error) {
	if _, ok := m.Unit(e.Unit); !ok {
		return Credential{}, fmt.Errorf("the server answered with unit %q, which the manifest does not have; do not answer, and tell your works council", e.Unit)
	}
	client, state, _, err := m.blind(b)
	if err != nil {
		return Credential{}, err
	}
	evaluation, err := readEvaluation(e)
	if err != nil {
		return Credential{}, err
	}
	out, err := client.Finalize(state, evaluation, info(m.Survey, e.Unit))
	if err != nil {
		return Credential{}, fmt.Errorf("the server did not use the published key of this survey (%w); do not answer, and tell your works council", err)
	}
	return Credential{Unit: e.Unit, Nonce: b.Nonce, Token: out[0]}, nil
}

func (m *Manifest) blind(b Blinding) (*oprf.PartialObliviousClient, *oprf.FinalizeData, *oprf.EvaluationRequest, error) {
	key, err := m.publicKey()
	if err != nil {
		return nil, nil, nil, err
	}
	scalar := newScalar()
	if len(b.Nonce) != NonceSize || scalar.UnmarshalBinary(b.Blind) != nil {
		return nil, nil, nil, errors.New("the nonce and the blind that were kept are damaged")
	}
	client := oprf.NewPartialObliviousClient(suite, key)
	state, request, err := client.DeterministicBlind([][]byte{b.Nonce}, []group.Scalar{scalar})
	return &client, state, request, err
}

func readEvaluation(e Evaluation) (*oprf.Evaluation, error) {
	b, err := decode("evaluated", e.Evaluated, ElementSize)
	if err != nil {
		return nil, err
	}
	element, ok := canonicalPoint(b)
	if !ok || element.IsIdentity() {
		return nil, errors.New("evaluated is no element, or the identity; do not answer, and tell your works council")
	}
	if b, err = decode("proof", e.Proof, ProofSize); err != nil {
		return nil, err
	}
	proof := new(dleq.Proof)
	if err := proof.UnmarshalBinary(suite.Group(), b); err != nil {
		return nil, fmt.Errorf("proof: %w", err)
	}
	return &oprf.Evaluation{Elements: []oprf.Evaluated{element}, Proof: proof}, nil
}
