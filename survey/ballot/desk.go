package ballot

import (
	"crypto/ed25519"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"sync"
	"time"

	"github.com/cloudflare/circl/oprf"

	"teamtrust/survey"
)

// Desk does the cryptography of one open survey: it hands out credentials and
// takes ballots. It does no I/O and holds no lock, cannot open what it sealed,
// and is safe for concurrent use.
type Desk struct {
	keys     *Keys
	manifest *Manifest
	form     *survey.Questionnaire
	closes   time.Time // planned; the Office takes nothing from then on
	layout   layout
	infos    map[string][]byte // by unit
	plain    sync.Pool         // of *[]byte with room for one plaintext, wiped
}

// Evaluation is the answer to a collect request.
type Evaluation struct {
	Unit      string `json:"unit"`
	Evaluated string `json:"evaluated"` // element, base64url
	Proof     string `json:"proof"`     // c then s, base64url
}

// NewDesk makes the desk of a survey from its keys and its published manifest,
// which must carry the public halves of these keys.
func NewDesk(keys *Keys, manifest []byte) (*Desk, error) {
	m, err := ParseManifest(manifest)
	if err != nil {
		return nil, err
	}
	if m.Survey != keys.survey || m.PublicKey != encode(keys.PublicKey()) || m.ReceiptKey != encode(keys.ReceiptKey()) {
		return nil, fmt.Errorf("the key directory holds other keys of survey %s than its manifest published; start with the right --keys", m.Survey)
	}
	form := m.Questionnaire.Survey()
	d := &Desk{keys: keys, manifest: m, form: form, closes: m.Closes, layout: newLayout(form), infos: map[string][]byte{}}
	d.plain.New = func() any { b := make([]byte, 0, d.layout.size); return &b }
	for _, u := range m.Units {
		d.infos[u.ID] = info(m.Survey, u.ID)
	}
	return d, nil
}

// SealedSize is the length of every sealed row of the survey.
func (d *Desk) SealedSize() int { return d.layout.size + sealedExtra }

// Issue evaluates a blinded element for a unit and proves that it used the key
// of the manifest. The evaluated element is a function of its arguments; the
// proof is fresh each time.
func (d *Desk) Issue(unit string, blinded Element) (Evaluation, error) {
	info, ok := d.infos[unit]
	if !ok {
		return Evaluation{}, fmt.Errorf("issue a credential: survey %s has no unit %s", d.keys.survey, unit)
	}
	e, err := d.keys.server.Evaluate(&oprf.EvaluationRequest{Elements: []oprf.Blinded{blinded.point}}, info)
	if err != nil {
		return Evaluation{}, fmt.Errorf("issue a credential: %w", err)
	}
	evaluated, err := e.Elements[0].MarshalBinaryCompress()
	if err != nil {
		return Evaluation{}, fmt.Errorf("issue a credential: %w", err)
	}
	proof, err := e.Proof.MarshalBinary()
	if err != nil {
		return Evaluation{}, fmt.Errorf("issue a credential: %w", err)
	}
	return Evaluation{Unit: unit, Evaluated: encode(evaluated), Proof: encode(proof)}, nil
}

// Accept checks the body of a box request and returns the row to keep and the
// receipt to answer with once it is kept. The same body gives the same row key
// and the same receipt. Errors are *survey.Error: CodeBadRequest,
// CodeTooLarge, CodeForbidden for a token that is not one of this unit, and
// CodeBadAnswer.
func (d *Desk) Accept(body []byte) (Staged, string, error) {
	b, err := parseBox(body)
	if err != nil {
		return Staged{}, "", err
	}
	return d.accept(&b)
}

func (d *Desk) accept(b *boxBody) (Staged, string, error) {
	if err := d.checkAnswers(b); err != nil {
		return Staged{}, "", err
	}
	if err := d.checkToken(b); err != nil {
		return Staged{}, "", err
	}
	row, err := d.row(b.nonce, func(dst []byte) ([]byte, error) { return d.layout.append(dst, b) })
	if err != nil {
		return Staged{}, "", err
	}
	return row, d.receipt(b.commitment), nil
}

// Withdraw checks the body of a withdrawal and returns the row to keep in the
// ballot's place: it looks like any other. Errors as of Accept.
func (d *Desk) Withdraw(body []byte) (Staged, error) {
	b, err := parseWithdraw(body)
	if err != nil {
		return Staged{}, err
	}
	return d.withdraw(&b)
}

func (d *Desk) withdraw(b *boxBody) (Staged, error) {
	if err := d.checkToken(b); err != nil {
		return Staged{}, err
	}
	return d.row(b.nonce, func(dst []byte) ([]byte, error) { return d.layout.appendWithdrawn(dst, b.nonce) })
}

// checkAnswers comes before checkToken because it costs almost nothing.
func (d *Desk) checkAnswers(b *boxBody) error {
	if b.misfit != nil {
		return b.misfit
	}
	if err := d.form.Check(b.answers); err != nil {
		return err
	}
	if err := d.form.CheckComments(b.comments); err != nil {
		return err
	}
	want := commitment(d.keys.survey, d.form, b.answers, b.salt)
	if subtle.ConstantTimeCompare(want[:], b.commitment) != 1 {
		return badAnswer("commitment", "The commitment does not fit the answers and the salt; compute it as docs/protocol.md says.")
	}
	return nil
}

// checkToken recomputes the POPRF output. A unit that does not exist has no
// tokens, so it gets the same answer as a forged token.
func (d *Desk) checkToken(b *boxBody) error {
	info, ok := d.infos[b.unit]
	if !ok || !d.keys.server.VerifyFinalize(b.nonce, info, b.token) {
		return survey.Errorf(survey.CodeForbidden, "The token is not valid for this survey and unit; collect a ballot with your invitation first.")
	}
	return nil
}

// row seals what write appends, in memory that is wiped and used again.
func (d *Desk) row(nonce []byte, write func(dst []byte) ([]byte, error)) (Staged, error) {
	buf := d.plain.Get().(*[]byte)
	defer func() {
		clear((*buf)[:cap(*buf)])
		d.plain.Put(buf)
	}()
	plain, err := write((*buf)[:0])
	if err != nil {
		return Staged{}, err
	}
	key := d.keys.rowKey(nonce)
	sealed, err := d.keys.seal(key, plain)
	if err != nil {
		return Staged{}, err
	}
	return Staged{Key: key, Sealed: sealed, Epoch: d.keys.epoch}, nil
}

func (d *Desk) receipt(commitment []byte) string {
	return encode(ed25519.Sign(d.keys.receipt, receiptText(d.keys.survey, hex.EncodeToString(commitment))))
}
