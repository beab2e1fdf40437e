package ballot

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/cloudflare/circl/oprf"

	"teamtrust/survey"
)

// crossVector is one credential with a ballot and its receipt, made by one of
// the two libraries for the other to check: testdata/cross-server.json is made
// here with -update, testdata/cross-browser.json by node web/test/cross.mjs, and
// web/test/poprf.test.mjs checks both there.
type crossVector struct {
	Survey     string         `json:"survey"`
	Unit       string         `json:"unit"`
	PrivateKey string         `json:"private_key"`
	PublicKey  string         `json:"public_key"`
	Nonce      string         `json:"nonce"`
	Blind      string         `json:"blind"`
	Blinded    string         `json:"blinded"`
	Evaluated  string         `json:"evaluated"`
	Proof      string         `json:"proof"`
	Token      string         `json:"token"`
	Items      []string       `json:"items"`
	Answers    survey.Answers `json:"answers"`
	Salt       string         `json:"salt"`
	Commitment string         `json:"commitment"`
	ReceiptKey string         `json:"receipt_key"`
	Receipt    string         `json:"receipt"`
}

func TestWhatTheLibrariesOfServerAndBrowserMakeIsTheSame(t *testing.T) {
	if *update {
		var made []crossVector
		for i := range 8 {
			made = append(made, newCrossVector(t, i))
		}
		raw := must(json.MarshalIndent(made, "", "  "))(t)
		if err := os.WriteFile(filepath.Join("testdata", "cross-server.json"), append(raw, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, maker := range []string{"server", "browser"} {
		var vectors []crossVector
		readVectors(t, "cross-"+maker, &vectors)
		if len(vectors) != 8 {
			t.Errorf("%d vectors of the %s", len(vectors), maker)
		}
		for i, v := range vectors {
			t.Run(fmt.Sprint(maker, " ", i+1), v.check)
		}
	}
}

// manifest has what a credential and a receipt are checked against.
func (v crossVector) manifest() *Manifest {
	return &Manifest{Survey: v.Survey, PublicKey: v.PublicKey, ReceiptKey: v.ReceiptKey, Units: []ManifestUnit{{ID: v.Unit}, {ID: "another"}}}
}

func (v crossVector) questionnaire() *survey.Questionnaire {
	q := &survey.Questionnaire{}
	for _, id := range v.Items {
		q.Items = append(q.Items, survey.Item{ID: id})
	}
	return q
}

func (v crossVector) check(t *testing.T) {
	m, b := v.manifest(), Blinding{Nonce: must(wire.DecodeString(v.Nonce))(t), Blind: must(wire.DecodeString(v.Blind))(t)}
	if got := encode(must(m.Blinded(b))(t)); got != v.Blinded {
		t.Errorf("blinded %s, want %s", got, v.Blinded)
	}
	c := must(m.Finalize(b, Evaluation{Unit: v.Unit, Evaluated: v.Evaluated, Proof: v.Proof}))(t)
	if got := encode(c.Token); got != v.Token {
		t.Errorf("token %s, want %s", got, v.Token)
	}
	if _, err := m.Finalize(b, Evaluation{Unit: "another", Evaluated: v.Evaluated, Proof: v.Proof}); err == nil {
		t.Error("the proof holds for another unit")
	}
	record := &ClosingRecord{Survey: v.Survey, PrivateKey: v.PrivateKey}
	if got := must(must(record.Evaluator())(t).Token(v.Unit, v.Nonce))(t); got != v.Token {
		t.Errorf("evaluated anew it is %s, want %s", got, v.Token)
	}
	if got := encode(publicHalf(must(poprfKey(v.PrivateKey))(t))); got != v.PublicKey {
		t.Errorf("public key %s, want %s", got, v.PublicKey)
	}
	if got := Commitment(v.Survey, v.questionnaire(), v.Answers, v.Salt); got != v.Commitment {
		t.Errorf("commitment %s, want %s", got, v.Commitment)
	}
	if err := m.CheckReceipt(v.Commitment, v.Receipt); err != nil {
		t.Error(err)
	}
}

// newCrossVector draws what is drawn from the number, but for the proof.
func newCrossVector(t *testing.T, n int) crossVector {
	draw := func(what string) []byte {
		sum := sha256.Sum256(fmt.Appendf(nil, "cross %s %d", what, n))
		return sum[:]
	}
	key := must(oprf.DeriveKey(suite, oprf.PartialObliviousMode, draw("key"), []byte("cross")))(t)
	keys := &Keys{}
	if err := keys.setPOPRF(must(key.MarshalBinary())(t)); err != nil {
		t.Fatal(err)
	}
	v := crossVector{Survey: fmt.Sprint("survey-", n), Unit: []string{"sales", "Plant_1", "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu", "-"}[n%4],
		PrivateKey: encode(keys.PrivateKey()), PublicKey: encode(keys.PublicKey()), Nonce: encode(draw("nonce")), Salt: encode(draw("salt")), Items: []string{"A", "B-2", "C_3"}}
	keys.survey = v.Survey
	b := must(NewBlinding(rand.Reader))(t)
	b.Nonce = draw("nonce")
	v.Blind, v.Blinded = encode(b.Blind), encode(must(v.manifest().Blinded(b))(t))
	desk := &Desk{keys: keys, infos: map[string][]byte{v.Unit: info(v.Survey, v.Unit)}}
	e := must(desk.Issue(v.Unit, must(ParseElement(must(v.manifest().Blinded(b))(t)))(t)))(t)
	v.Evaluated, v.Proof = e.Evaluated, e.Proof
	v.Token = encode(must(v.manifest().Finalize(b, e))(t).Token)
	v.Answers = []survey.Answers{{"A": {Value: n}, "B-2": {Code: "NA"}}, {"C_3": {Value: -2}}, {}, {"A": {Value: 0}, "B-2": {Value: 7}, "C_3": {Code: "X"}}}[n%4]
	v.Commitment = Commitment(v.Survey, v.questionnaire(), v.Answers, v.Salt)
	receipt := ed25519.NewKeyFromSeed(draw("receipt"))
	v.ReceiptKey = encode(receipt.Public().(ed25519.PublicKey))
	v.Receipt = encode(ed25519.Sign(receipt, receiptText(v.Survey, v.Commitment)))
	return v
}
