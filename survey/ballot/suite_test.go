package ballot

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/oprf"
	"github.com/cloudflare/circl/zk/dleq"
)

// rfc9497 are the vectors of RFC 9497, Appendix A.1.3: ristretto255-SHA512 in
// POPRF mode. The browser's tests read the same file.
type rfc9497 struct {
	Seed       string      `json:"seed"`
	KeyInfo    string      `json:"key_info"`
	PrivateKey string      `json:"private_key"`
	PublicKey  string      `json:"public_key"`
	Vectors    []rfcVector `json:"vectors"`
}

type rfcVector struct {
	Info      string   `json:"info"`
	Input     []string `json:"input"`
	Blind     []string `json:"blind"`
	Blinded   []string `json:"blinded"`
	Evaluated []string `json:"evaluated"`
	Proof     string   `json:"proof"`
	Output    []string `json:"output"`
}

// rfcBlinded are elements that are one: those of the RFC's first two vectors.
var rfcBlinded = []string{
	"c8713aa89241d6989ac142f22dba30596db635c772cbf25021fdd8f3d461f715",
	"f0f0b209dd4d5f1844dac679acc7761b91a2e704879656cb7c201e82a99ab07d",
}

func readVectors(t *testing.T, name string, into any) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	return must(hex.DecodeString(s))(t)
}

func TestTheSuiteReproducesTheVectorsOfRFC9497(t *testing.T) {
	var rfc rfc9497
	readVectors(t, "rfc9497", &rfc)
	derived := must(oprf.DeriveKey(suite, oprf.PartialObliviousMode, unhex(t, rfc.Seed), unhex(t, rfc.KeyInfo)))(t)
	if got := must(derived.MarshalBinary())(t); !bytes.Equal(got, unhex(t, rfc.PrivateKey)) {
		t.Fatalf("derived private key %x", got)
	}
	keys := new(Keys)
	if err := keys.setPOPRF(unhex(t, rfc.PrivateKey)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(keys.PublicKey(), unhex(t, rfc.PublicKey)) || !bytes.Equal(keys.PrivateKey(), unhex(t, rfc.PrivateKey)) {
		t.Fatalf("keys %x, %x", keys.PublicKey(), keys.PrivateKey())
	}
	if len(rfc.Vectors) != 3 {
		t.Fatalf("%d vectors, the RFC has 3", len(rfc.Vectors))
	}
	for _, v := range rfc.Vectors {
		v.check(t, keys)
	}
}

func (v rfcVector) check(t *testing.T, keys *Keys) {
	t.Helper()
	client := oprf.NewPartialObliviousClient(suite, keys.poprf.Public())
	inputs, blinds := make([][]byte, len(v.Input)), make([]group.Scalar, len(v.Input))
	for i := range v.Input {
		inputs[i], blinds[i] = unhex(t, v.Input[i]), newScalar()
		if err := blinds[i].UnmarshalBinary(unhex(t, v.Blind[i])); err != nil {
			t.Fatal(err)
		}
	}
	state, request, err := client.DeterministicBlind(inputs, blinds)
	if err != nil {
		t.Fatal(err)
	}
	answer := must(keys.server.Evaluate(request, unhex(t, v.Info)))(t)
	for i := range v.Input {
		if got := must(request.Elements[i].MarshalBinaryCompress())(t); !bytes.Equal(got, unhex(t, v.Blinded[i])) {
			t.Errorf("input %s: blinded %x", v.Input[i], got)
		}
		if got := must(answer.Elements[i].MarshalBinaryCompress())(t); !bytes.Equal(got, unhex(t, v.Evaluated[i])) {
			t.Errorf("input %s: evaluated %x", v.Input[i], got)
		}
	}
	// The RFC's proof was made with other randomness; it must verify all the same.
	answer.Proof = new(dleq.Proof)
	if err := answer.Proof.UnmarshalBinary(suite.Group(), unhex(t, v.Proof)); err != nil {
		t.Fatal(err)
	}
	out := must(client.Finalize(state, answer, unhex(t, v.Info)))(t)
	for i := range v.Input {
		if !bytes.Equal(out[i], unhex(t, v.Output[i])) {
			t.Errorf("input %s: output %x", v.Input[i], out[i])
		}
		if !keys.server.VerifyFinalize(inputs[i], unhex(t, v.Info), unhex(t, v.Output[i])) {
			t.Errorf("input %s: the server does not accept the output", v.Input[i])
		}
	}
}
