package ballot

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"teamtrust/survey"
)

// anyQuestionnaire draws one within the limits of survey.
func anyQuestionnaire(t *rapid.T) *survey.Questionnaire {
	q := &survey.Questionnaire{}
	q.Scale.Lo = rapid.IntRange(-5, 5).Draw(t, "lo")
	q.Scale.Hi = q.Scale.Lo + rapid.IntRange(1, survey.MaxScalePoints-1).Draw(t, "points")
	for i := range rapid.IntRange(1, survey.MaxItems).Draw(t, "items") {
		it := survey.Item{ID: fmt.Sprintf("I%d", i)}
		for j := range rapid.IntRange(1, 6).Draw(t, "codes") {
			it.Extra = append(it.Extra, survey.Extra{Code: fmt.Sprintf("X%d", j)})
		}
		q.Items = append(q.Items, it)
	}
	for i := range rapid.IntRange(0, survey.MaxPrompts).Draw(t, "prompts") {
		q.Comments = append(q.Comments, survey.Prompt{ID: fmt.Sprintf("C%d", i)})
	}
	return q
}

// anyBallot draws one that q allows, the longest included.
func anyBallot(t *rapid.T, q *survey.Questionnaire) *boxBody {
	b := &boxBody{
		unit:  rapid.StringMatching(`[A-Za-z0-9_-]{1,32}`).Draw(t, "unit"),
		nonce: anyBytes(t, NonceSize), token: anyBytes(t, TokenSize), salt: encode(anyBytes(t, SaltSize)),
		commitment: anyBytes(t, 32), answers: survey.Answers{}, comments: map[string]string{},
	}
	for _, it := range q.Items {
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 1:
			b.answers[it.ID] = survey.Answer{Value: rapid.IntRange(q.Scale.Lo, q.Scale.Hi).Draw(t, "value")}
		case 2:
			b.answers[it.ID] = survey.Answer{Code: it.Extra[rapid.IntRange(0, len(it.Extra)-1).Draw(t, "code")].Code}
		}
	}
	for _, p := range q.Comments {
		switch rapid.IntRange(0, 2).Draw(t, "comment") {
		case 1:
			b.comments[p.ID] = "x" + strings.ReplaceAll(rapid.StringN(0, 50, -1).Draw(t, "text"), "\x00", "")
		case 2:
			b.comments[p.ID] = strings.Repeat("😀", survey.MaxCommentRunes)
		}
	}
	return b
}

func anyBytes(t *rapid.T, n int) []byte {
	return rapid.SliceOfN(rapid.Byte(), n, n).Draw(t, "bytes")
}

func TestEveryAllowedBallotHasTheLengthOfItsQuestionnaireAndComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := anyQuestionnaire(t)
		b := anyBallot(t, q)
		l := newLayout(q)
		plain, err := l.append(nil, b)
		if err != nil {
			t.Fatal(err)
		}
		withdrawn, err := l.appendWithdrawn(nil, b.nonce)
		if err != nil {
			t.Fatal(err)
		}
		if len(plain) != l.size || len(withdrawn) != l.size || l.size%paddingTo != 0 {
			t.Fatalf("%d, %d and %d bytes", len(plain), len(withdrawn), l.size)
		}
		o, gone, err := l.read(plain)
		if err != nil || gone {
			t.Fatalf("read: %v", err)
		}
		if o.Unit != b.unit || !bytes.Equal(o.Nonce, b.nonce) || !bytes.Equal(o.Token, b.token) || o.Salt != b.salt ||
			o.Commitment != fmt.Sprintf("%x", b.commitment) || !maps.Equal(o.Answers, b.answers) || !maps.Equal(o.Comments, b.comments) {
			t.Fatalf("%+v came back as %+v", b, o)
		}
		if o, gone, err = l.read(withdrawn); err != nil || !gone || !bytes.Equal(o.Nonce, b.nonce) {
			t.Fatalf("withdrawn: %+v, %v", o, err)
		}
	})
}

func TestTheLongestBallotOfTheLongestQuestionnaireFits(t *testing.T) {
	q := &survey.Questionnaire{Scale: survey.Scale{Lo: 1, Hi: 5}}
	b := &boxBody{unit: strings.Repeat("u", 32), nonce: make([]byte, 32), token: make([]byte, 64), salt: encode(make([]byte, 32)),
		commitment: make([]byte, 32), answers: survey.Answers{}, comments: map[string]string{}}
	for i := range survey.MaxItems {
		id := fmt.Sprintf("I%d", i)
		q.Items = append(q.Items, survey.Item{ID: id})
		b.answers[id] = survey.Answer{Value: 5}
	}
	for i := range survey.MaxPrompts {
		id := fmt.Sprintf("C%d", i)
		q.Comments = append(q.Comments, survey.Prompt{ID: id})
		b.comments[id] = strings.Repeat("😀", survey.MaxCommentRunes)
	}
	l := newLayout(q)
	plain := must(l.append(nil, b))(t)
	if len(plain) != l.size || l.size-paddingTo >= headerSize+1+32+32+64+32+32+survey.MaxItems+survey.MaxPrompts*4002 {
		t.Fatalf("%d of %d bytes", len(plain), l.size)
	}
	b.comments["C0"] += strings.Repeat("😀", paddingTo/4)
	if _, err := l.append(nil, b); err == nil {
		t.Fatal("a ballot that does not fit was not refused")
	}
}

func TestACommentWithoutAWordIsNoComment(t *testing.T) {
	l := newLayout(testQuestionnaire())
	b := &boxBody{unit: "u", nonce: make([]byte, 32), token: make([]byte, 64), salt: encode(make([]byte, 32)),
		commitment: make([]byte, 32), comments: map[string]string{"C0": " \n\t", "C1": "", "C2": " word "}}
	o, _, err := l.read(must(l.append(nil, b))(t))
	if err != nil || !maps.Equal(o.Comments, map[string]string{"C2": " word "}) {
		t.Fatalf("%v, %v", o.Comments, err)
	}
}

func TestAPlaintextOfAnotherLayoutIsRefused(t *testing.T) {
	q := testQuestionnaire()
	l := newLayout(q)
	b := &boxBody{unit: "u", nonce: make([]byte, 32), token: make([]byte, 64), salt: encode(make([]byte, 32)),
		commitment: make([]byte, 32), answers: survey.Answers{"OWN1": {Code: "NEW"}}, comments: map[string]string{"C0": "é"}}
	good := must(l.append(nil, b))(t)
	answers := headerSize + 2 + 32 + 64 + 32 + 32
	for name, spoil := range map[string]func(p []byte) []byte{
		"shorter":                           func(p []byte) []byte { return p[:len(p)-1] },
		"longer":                            func(p []byte) []byte { return append(p, 0) },
		"empty":                             func([]byte) []byte { return nil },
		"of another version":                func(p []byte) []byte { p[0]++; return p },
		"of another kind":                   func(p []byte) []byte { p[1] = 3; return p },
		"of a withdrawal's kind":            func(p []byte) []byte { p[1] = kindWithdrawn; return p },
		"with a length beyond its end":      func(p []byte) []byte { p[2] = 255; return p },
		"with a length that cuts a comment": func(p []byte) []byte { p[3]--; return p },
		"with padding that is not zero":     func(p []byte) []byte { p[len(p)-1] = 1; return p },
		"with a value beyond the scale":     func(p []byte) []byte { p[answers] = 7; return p },
		"with a code beyond the item's":     func(p []byte) []byte { p[answers+2] = 8; return p },
		"with a comment that is not UTF-8":  func(p []byte) []byte { p[answers+5] = 0xff; return p },
		"with a unit that is no id":         func(p []byte) []byte { p[headerSize+1] = '|'; return p },
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := l.read(bytes.Clone(good)); err != nil {
				t.Fatal(err)
			}
			if o, _, err := l.read(spoil(bytes.Clone(good))); err == nil {
				t.Fatalf("read as %+v", o)
			}
		})
	}
}

// FuzzOpen never panics on any plaintext or row, and what it accepts is within
// the questionnaire.
func FuzzOpen(f *testing.F) {
	w := newWorld(f)
	q := testQuestionnaire()
	keys := must(w.dir.LoadToOpen(w.keys.Survey(), FirstEpoch))(f)
	l := newLayout(q)
	b := &boxBody{unit: "u", nonce: make([]byte, 32), token: make([]byte, 64), salt: encode(make([]byte, 32)),
		commitment: make([]byte, 32), answers: survey.Answers{"OWN1": {Code: "NEW"}}, comments: map[string]string{"C0": "é"}}
	f.Add(must(l.append(nil, b))(f)[:400])
	f.Add(must(l.appendWithdrawn(nil, b.nonce))(f)[:40])
	f.Add(must(keys.seal("00", make([]byte, l.size)))(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := keys.open("00", data); err == nil && len(data) < sealedExtra {
			t.Fatal("opened what is too short")
		}
		plain := make([]byte, l.size)
		copy(plain, data)
		o, withdrawn, err := l.read(plain)
		if err != nil || withdrawn {
			return
		}
		if err := q.Check(o.Answers); err != nil {
			t.Fatal(err)
		}
		if !survey.ValidID(o.Unit) || len(o.Nonce) != NonceSize || len(o.Token) != TokenSize {
			t.Fatalf("read %+v", o)
		}
	})
}
