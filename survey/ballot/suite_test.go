package ballot

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/oprf"
	"github.com/cloudflare/circl/zk/dleq"
)

// RFC 9497, Appendix A.1.3: ristretto255-SHA512 in POPRF mode, and the first
// two vectors, which are the ones of batch size 1.
var (
	rfcSeed       = "a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3"
	rfcKeyInfo    = "74657374206b6579"
	rfcPrivateKey = "145c79c108538421ac164ecbe131942136d5570b16d8bf41a24d4337da981e07"
	rfcPublicKey  = "c647bef38497bc6ec077c22af65b696efa43bff3b4a1975a3e8e0a1c5a79d631"
	rfcBlind      = "64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706"
	rfcInfo       = "7465737420696e666f"
	rfcVectors    = []struct{ input, blinded, evaluated, proof, output string }{
		{
			input:     "00",
			blinded:   "c8713aa89241d6989ac142f22dba30596db635c772cbf25021fdd8f3d461f715",
			evaluated: "1a4b860d808ff19624731e67b5eff20ceb2df3c3c03b906f5693e2078450d874",
			proof:     "41ad1a291aa02c80b0915fbfbb0c0afa15a57e2970067a602ddb9e8fd6b7100de32e1ecff943a36f0b10e3dae6bd266cdeb8adf825d86ef27dbc6c0e30c52206",
			output:    "ca688351e88afb1d841fde4401c79efebb2eb75e7998fa9737bd5a82a152406d38bd29f680504e54fd4587eddcf2f37a2617ac2fbd2993f7bdf45442ace7d221",
		},
		{
			input:     "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a",
			blinded:   "f0f0b209dd4d5f1844dac679acc7761b91a2e704879656cb7c201e82a99ab07d",
			evaluated: "8c3c9d064c334c6991e99f286ea2301d1bde170b54003fb9c44c6d7bd6fc1540",
			proof:     "4c39992d55ffba38232cdac88fe583af8a85441fefd7d1d4a8d0394cd1de77018bf135c174f20281b3341ab1f453fe72b0293a7398703384bed822bfdeec8908",
			output:    "7c6557b276a137922a0bcfc2aa2b35dd78322bd500235eb6d6b6f91bc5b56a52de2d65612d503236b321f5d0bebcbc52b64b92e426f29c9b8b69f52de98ae507",
		},
	}
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	return must(hex.DecodeString(s))(t)
}

func TestTheSuiteReproducesTheVectorsOfRFC9497(t *testing.T) {
	derived := must(oprf.DeriveKey(suite, oprf.PartialObliviousMode, unhex(t, rfcSeed), unhex(t, rfcKeyInfo)))(t)
	if got := must(derived.MarshalBinary())(t); !bytes.Equal(got, unhex(t, rfcPrivateKey)) {
		t.Fatalf("derived private key %x", got)
	}
	keys := new(Keys)
	if err := keys.setPOPRF(unhex(t, rfcPrivateKey)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(keys.PublicKey(), unhex(t, rfcPublicKey)) || !bytes.Equal(keys.PrivateKey(), unhex(t, rfcPrivateKey)) {
		t.Fatalf("keys %x, %x", keys.PublicKey(), keys.PrivateKey())
	}
	for _, v := range rfcVectors {
		checkVector(t, keys, v.input, v.blinded, v.evaluated, v.proof, v.output)
	}
}

func checkVector(t *testing.T, keys *Keys, input, blinded, evaluated, proof, output string) {
	t.Helper()
	client := oprf.NewPartialObliviousClient(suite, keys.poprf.Public())
	blind := newScalar()
	if err := blind.UnmarshalBinary(unhex(t, rfcBlind)); err != nil {
		t.Fatal(err)
	}
	state, request, err := client.DeterministicBlind([][]byte{unhex(t, input)}, []group.Scalar{blind})
	if err != nil {
		t.Fatal(err)
	}
	if got := must(request.Elements[0].MarshalBinaryCompress())(t); !bytes.Equal(got, unhex(t, blinded)) {
		t.Errorf("input %s: blinded %x", input, got)
	}
	answer := must(keys.server.Evaluate(request, unhex(t, rfcInfo)))(t)
	if got := must(answer.Elements[0].MarshalBinaryCompress())(t); !bytes.Equal(got, unhex(t, evaluated)) {
		t.Errorf("input %s: evaluated %x", input, got)
	}
	// The RFC's proof was made with other randomness; it must verify all the same.
	published := new(dleq.Proof)
	if err := published.UnmarshalBinary(suite.Group(), unhex(t, proof)); err != nil {
		t.Fatal(err)
	}
	answer.Proof = published
	out, err := client.Finalize(state, answer, unhex(t, rfcInfo))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out[0], unhex(t, output)) {
		t.Errorf("input %s: output %x", input, out[0])
	}
	if !keys.server.VerifyFinalize(unhex(t, input), unhex(t, rfcInfo), unhex(t, output)) {
		t.Errorf("input %s: the server does not accept the output", input)
	}
}
