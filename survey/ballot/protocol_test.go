package ballot

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"teamtrust/survey"
)

var update = flag.Bool("update", false, "write the worked example into docs/protocol.md")

const (
	protocolFile = "../../docs/protocol.md"
	vectorsBegin = "<!-- vectors: written by go test ./survey/ballot -update -->\n```json\n"
	manifestMark = "<!-- manifest: written by go test ./survey/ballot -update -->\n```json\n"
	blockEnd     = "\n```\n"
)

// vectors is the worked example of docs/protocol.md. Everything follows from
// the first group of members, but for the proof, which is random.
type vectors struct {
	PrivateKey  string `json:"poprf_private_key"`
	ReceiptSeed string `json:"receipt_private_key"`
	Secret      string `json:"secret"`
	Nonce       string `json:"nonce"`
	Blind       string `json:"blind"`
	Salt        string `json:"salt"`

	PublicKey      string         `json:"public_key"`
	ReceiptKey     string         `json:"receipt_key"`
	ManifestHash   string         `json:"manifest_hash"`
	Link           string         `json:"link"`
	Info           string         `json:"info"`
	Collect        map[string]any `json:"collect_request"`
	BlindedHash    string         `json:"blinded_hash"`
	Collected      Evaluation     `json:"collect_answer"`
	Token          string         `json:"token"`
	CommitmentText string         `json:"commitment_text"`
	Box            Box            `json:"box_request"`
	ReceiptText    string         `json:"receipt_text"`
	BoxAnswer      Receipt        `json:"box_answer"`
	Withdraw       map[string]any `json:"withdraw_request"`
	Commitments    []string       `json:"commitments"`
	MerkleRoot     string         `json:"merkle_root"`
	InclusionProof []string       `json:"inclusion_proof"`
}

// secrets are the inputs of the example.
func (v *vectors) secrets() {
	fill := func(b byte, n int) string { return encode(bytes.Repeat([]byte{b}, n)) }
	scalar := func(b byte) string { return encode(append(bytes.Repeat([]byte{b}, 31), 0)) }
	v.PrivateKey, v.ReceiptSeed = scalar(1), fill(2, 32)
	v.Secret, v.Nonce, v.Blind, v.Salt = fill(3, 32), fill(4, 32), scalar(5), fill(6, 32)
}

func exampleManifest(t *testing.T, v *vectors) (*Manifest, *Keys) {
	t.Helper()
	keys := &Keys{survey: "spring-2026"}
	if err := keys.setPOPRF(must(wire.DecodeString(v.PrivateKey))(t)); err != nil {
		t.Fatal(err)
	}
	if err := keys.setReceipt(must(wire.DecodeString(v.ReceiptSeed))(t)); err != nil {
		t.Fatal(err)
	}
	na := survey.Extra{Code: survey.OptOut, Text: survey.Text{"en": "Can’t say"}}
	q := &survey.Questionnaire{
		ID: "EX", Version: "1", Languages: []string{"en"},
		Scale: survey.Scale{Lo: 1, Hi: 5, Labels: map[string][]string{"en": {"Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"}}},
		Items: []survey.Item{
			{ID: "COM1", Dimension: "COM", Text: survey.Text{"en": "I hear news in good time."}, Extra: []survey.Extra{na}},
			{ID: "COM2", Dimension: "COM", Reverse: true, Text: survey.Text{"en": "Problems are hidden."}, Extra: []survey.Extra{na}},
			{
				ID: "PRO1", Text: survey.Text{"en": "The promise was kept."}, Labels: map[string][]string{"en": {"Not at all", "Hardly", "Partly", "Mostly", "Fully"}},
				Extra: []survey.Extra{na, {Code: "NEW", Text: survey.Text{"en": "I was not here then"}}},
			},
		},
		Comments: []survey.Prompt{{ID: "C1", Text: survey.Text{"en": "What should change?"}}},
	}
	opens := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	sv := survey.Survey{ID: keys.survey, Name: "Spring 2026", MinimumGroup: 5, Opens: opens, Closes: opens.AddDate(0, 0, 7)}
	units := []survey.Unit{
		{ID: "sales", Name: "Sales", Teams: []survey.Path{"Sales", "Sales / North"}, Eligible: 11},
		{ID: "plant", Name: "Operations / Plant", Teams: []survey.Path{"Operations / Plant"}, Eligible: 24},
	}
	return must(NewManifest(sv, q, units, keys))(t), keys
}

// compute follows the protocol from the secrets to the inclusion proof.
func (v *vectors) compute(t *testing.T) *Manifest {
	t.Helper()
	m, keys := exampleManifest(t, v)
	v.PublicKey, v.ReceiptKey, v.ManifestHash = m.PublicKey, m.ReceiptKey, m.Hash
	v.Link = Link{Survey: m.Survey, Secret: must(wire.DecodeString(v.Secret))(t), Hash: m.Hash}.URL("https://trust.example.org")
	v.Info = string(info(m.Survey, "sales"))

	blinding := Blinding{Nonce: must(wire.DecodeString(v.Nonce))(t), Blind: must(wire.DecodeString(v.Blind))(t)}
	blinded := must(m.Blinded(blinding))(t)
	element := must(ParseElement(blinded))(t)
	v.Collect = map[string]any{"invitation": v.Secret, "blinded": encode(blinded)}
	v.BlindedHash = element.Hash()
	desk := must(NewDesk(keys, m.Bytes()))(t)
	v.Collected = must(desk.Issue("sales", element))(t)
	credential := must(m.Finalize(blinding, v.Collected))(t)
	v.Token = encode(credential.Token)

	q := m.Questionnaire.Survey()
	answers := survey.Answers{"COM1": {Value: 4}, "PRO1": {Code: "NEW"}}
	v.CommitmentText = "teamtrust/1 ballot\nspring-2026\n" + v.Salt + "\nCOM1=4\nCOM2=\nPRO1=NEW\n"
	if got, want := Commitment(m.Survey, q, answers, v.Salt), hexHash([]byte(v.CommitmentText)); got != want {
		t.Fatalf("commitment %s, want %s", got, want)
	}
	salt := bytes.NewReader(must(wire.DecodeString(v.Salt))(t))
	v.Box = must(m.NewBox(credential, answers, map[string]string{"C1": "More daylight – bitte! ☀"}, salt))(t)
	v.ReceiptText = "teamtrust/1 receipt\nspring-2026\n" + v.Box.Commitment
	v.BoxAnswer.Receipt = encode(ed25519.Sign(keys.receipt, []byte(v.ReceiptText)))
	v.Withdraw = map[string]any{"unit": "sales", "nonce": v.Nonce, "token": v.Token}
	v.merkle(t)
	return m
}

func (v *vectors) merkle(t *testing.T) {
	t.Helper()
	v.Commitments = []string{strings.Repeat("11", 32), v.Box.Commitment, strings.Repeat("ff", 32)}
	v.MerkleRoot = MerkleRoot(v.Commitments)
	v.InclusionProof = nil
	for _, h := range must(tlog.ProveRecord(3, 1, plant(v.Commitments)))(t) {
		v.InclusionProof = append(v.InclusionProof, fmt.Sprintf("%x", h[:]))
	}
}

func block(t *testing.T, doc, begin string) (before, content, after string) {
	t.Helper()
	before, rest, found := strings.Cut(doc, begin)
	content, after, ended := strings.Cut(rest, blockEnd)
	if !found || !ended {
		t.Fatalf("%s has no block after %q", protocolFile, begin)
	}
	return before + begin, content, blockEnd + after
}

func TestTheWorkedExampleOfTheProtocolDocumentHolds(t *testing.T) {
	doc := string(must(os.ReadFile(protocolFile))(t))
	var want, got vectors
	want.secrets()
	m := want.compute(t)
	if *update {
		before, _, after := block(t, doc, vectorsBegin)
		doc = before + string(must(json.MarshalIndent(want, "", "  "))(t)) + after
		before, _, after = block(t, doc, manifestMark)
		doc = before + string(m.Bytes()) + after
		if err := os.WriteFile(protocolFile, []byte(doc), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, content, _ := block(t, doc, vectorsBegin)
	if err := json.Unmarshal([]byte(content), &got); err != nil {
		t.Fatal(err)
	}
	_, published, _ := block(t, doc, manifestMark)
	if published != string(m.Bytes()) {
		t.Errorf("the manifest is %s", m.Bytes())
	}
	checkProof(t, m, &want, &got)
	got.Collected.Proof = want.Collected.Proof
	a, b := must(json.MarshalIndent(got, "", " "))(t), must(json.MarshalIndent(want, "", " "))(t)
	if !bytes.Equal(a, b) {
		t.Errorf("the document says\n%s\nthe code says\n%s", a, b)
	}
	if !maps.Equal(got.Box.Answers, survey.Answers{"COM1": {Value: 4}, "PRO1": {Code: "NEW"}}) {
		t.Errorf("answers %v", got.Box.Answers)
	}
}

// checkProof verifies the document's proof, which differs from run to run.
func checkProof(t *testing.T, m *Manifest, want, got *vectors) {
	t.Helper()
	blinding := Blinding{Nonce: must(wire.DecodeString(want.Nonce))(t), Blind: must(wire.DecodeString(want.Blind))(t)}
	c := must(m.Finalize(blinding, got.Collected))(t)
	if encode(c.Token) != got.Token {
		t.Errorf("the token is %s", encode(c.Token))
	}
}

// The bodies of the example are accepted by a real desk as they stand.
func TestTheBodiesOfTheWorkedExampleAreAccepted(t *testing.T) {
	var v vectors
	v.secrets()
	m := v.compute(t)
	_, keys := exampleManifest(t, &v)
	full := must(must(OpenDirectory(t.TempDir()))(t).Create("spring-2026", bytes.NewReader(bytes.Repeat([]byte{9}, 1<<10))))(t)
	keys.sealTo, keys.spent = full.sealTo, full.spent
	desk := must(NewDesk(keys, m.Bytes()))(t)
	if _, receipt, err := desk.Accept(must(json.Marshal(v.Box))(t)); err != nil || receipt != v.BoxAnswer.Receipt {
		t.Errorf("box: %v", err)
	}
	if _, err := desk.Withdraw(must(json.Marshal(v.Withdraw))(t)); err != nil {
		t.Errorf("withdraw: %v", err)
	}
	if _, err := parseCollect(must(json.Marshal(v.Collect))(t)); err != nil {
		t.Errorf("collect: %v", err)
	}
}
