package ballot

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"teamtrust/survey"
)

var someAnswers = survey.Answers{"COM1": {Value: 4}, "COM2": {Value: 1}, "OWN1": {Code: "NEW"}}

func TestABallotIsAcceptedAndItsReceiptHolds(t *testing.T) {
	w := newWorld(t)
	box, body := w.box(t, w.credential(t, "unit-a"), someAnswers, map[string]string{"C0": "Well."})
	row, receipt, err := w.desk.Accept(body)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.manifest.CheckReceipt(box.Commitment, receipt); err != nil {
		t.Error(err)
	}
	if err := w.manifest.CheckReceipt(strings.Repeat("0", 64), receipt); err == nil {
		t.Error("the receipt holds for another commitment")
	}
	again, same, err := w.desk.Accept(body)
	if err != nil || again.Key != row.Key || same != receipt {
		t.Errorf("the same body got another answer (%v)", err)
	}
	if bytes.Equal(again.Sealed, row.Sealed) {
		t.Error("equal ballots have equal rows: the database would show that nothing was changed")
	}
}

func TestATokenIsRefused(t *testing.T) {
	w, other := newWorld(t), newWorld(t)
	good := w.credential(t, "unit-a")
	for name, spoil := range map[string]func() Credential{
		"when a bit of the token is flipped": func() Credential { c := good; c.Token = flip(c.Token); return c },
		"when a bit of the nonce is flipped": func() Credential { c := good; c.Nonce = flip(c.Nonce); return c },
		"when it is zero":                    func() Credential { c := good; c.Token = make([]byte, TokenSize); return c },
		"when it is of another unit":         func() Credential { c := good; c.Unit = "unit-b"; return c },
		"when its unit does not exist":       func() Credential { c := good; c.Unit = "unit-c"; return c },
		"when it is of another survey":       func() Credential { return other.credential(t, "unit-a") },
	} {
		t.Run(name, func(t *testing.T) {
			c := spoil()
			_, body := w.box(t, c, someAnswers, nil)
			_, _, err := w.desk.Accept(body)
			wantCode(t, err, survey.CodeForbidden)
			_, err = w.desk.Withdraw(withdrawal(t, c))
			wantCode(t, err, survey.CodeForbidden)
		})
	}
}

func flip(b []byte) []byte {
	b = bytes.Clone(b)
	b[len(b)/2] ^= 1
	return b
}

func withdrawal(t testing.TB, c Credential) []byte {
	return must(json.Marshal(map[string]string{"unit": c.Unit, "nonce": encode(c.Nonce), "token": encode(c.Token)}))(t)
}

func TestAnswersAreRefused(t *testing.T) {
	w := newWorld(t)
	c := w.credential(t, "unit-a")
	for name, change := range map[string]struct {
		change func(b *Box)
		item   string
	}{
		"with a foreign item":               {func(b *Box) { b.Answers = survey.Answers{"XX": {Value: 1}} }, "XX"},
		"above the scale":                   {func(b *Box) { b.Answers = survey.Answers{"COM1": {Value: 6}} }, "COM1"},
		"below the scale":                   {func(b *Box) { b.Answers = survey.Answers{"COM1": {Value: 0}} }, "COM1"},
		"with a code of another item":       {func(b *Box) { b.Answers = survey.Answers{"COM1": {Code: "NEW"}} }, "COM1"},
		"with a foreign comment":            {func(b *Box) { b.Comments = map[string]string{"C9": "x"} }, "C9"},
		"with a comment too long":           {func(b *Box) { b.Comments = map[string]string{"C0": strings.Repeat("é", 1001)} }, "C0"},
		"with a NUL character":              {func(b *Box) { b.Comments = map[string]string{"C0": "a\x00b"} }, "C0"},
		"with a changed answer":             {func(b *Box) { b.Answers = survey.Answers{"COM1": {Value: 3}} }, "commitment"},
		"with an answer more":               {func(b *Box) { b.Answers = survey.Answers{"COM1": {Value: 4}, "COM2": {Value: 1}} }, "commitment"},
		"with another salt":                 {func(b *Box) { b.Salt = encode(make([]byte, 32)) }, "commitment"},
		"with a commitment for this survey": {func(b *Box) { b.Commitment = strings.Repeat("00", 32) }, "commitment"},
	} {
		t.Run(name, func(t *testing.T) {
			box, _ := w.box(t, c, survey.Answers{"COM1": {Value: 4}}, nil)
			change.change(&box)
			_, _, err := w.desk.Accept(must(json.Marshal(box))(t))
			wantCode(t, err, survey.CodeBadAnswer)
			if e := err.(*survey.Error); e.Item != change.item {
				t.Errorf("it blames %q: %v", e.Item, err)
			}
		})
	}
}

// Nobody can tell what is wrong with a value before the rest was found right.
func TestValuesThatDoNotFitAreRefused(t *testing.T) {
	w := newWorld(t)
	_, good := w.box(t, w.credential(t, "unit-a"), survey.Answers{"COM1": {Value: 4}}, map[string]string{"C0": "Well."})
	many := make([]string, 200)
	for i := range many {
		many[i] = fmt.Sprintf(`"I%d":1`, i)
	}
	for name, c := range map[string]struct{ old, new, item string }{
		"null":                       {`"COM1":4`, `"COM1":null`, "COM1"},
		"a fraction":                 {`"COM1":4`, `"COM1":4.0`, "COM1"},
		"an exponent":                {`"COM1":4`, `"COM1":4e0`, "COM1"},
		"minus zero":                 {`"COM1":4`, `"COM1":-0`, "COM1"},
		"an integer as a text":       {`"COM1":4`, `"COM1":"4"`, "COM1"},
		"a truth":                    {`"COM1":4`, `"COM1":true`, "COM1"},
		"a list":                     {`"COM1":4`, `"COM1":[]`, "COM1"},
		"an object":                  {`"COM1":4`, `"COM1":{}`, "COM1"},
		"an empty code":              {`"COM1":4`, `"COM1":""`, "COM1"},
		"the word null as a code":    {`"COM1":4`, `"COM1":"null"`, "COM1"},
		"200 items":                  {`"COM1":4`, strings.Join(many, ","), "I0"},
		"what can be no item":        {`"COM1":4`, `"COM 1":4`, "COM 1"},
		"null for an unknown item":   {`"COM1":4`, `"COM1":4,"X":null`, "X"},
		"null for a comment":         {`"C0":"Well."`, `"C0":null`, "C0"},
		"a number for a comment":     {`"C0":"Well."`, `"C0":1`, "C0"},
		"U+0000 in a comment":        {`"C0":"Well."`, `"C0":"\u0000"`, "C0"},
		"space for a foreign prompt": {`"C0":"Well."`, `"C9":" "`, "C9"},
	} {
		t.Run(name, func(t *testing.T) {
			body := strings.Replace(string(good), c.old, c.new, 1)
			if body == string(good) {
				t.Fatal("the case changes nothing")
			}
			_, _, err := w.desk.Accept([]byte(body))
			wantCode(t, err, survey.CodeBadAnswer)
			if e := err.(*survey.Error); e.Item != c.item {
				t.Errorf("it blames %q: %v", e.Item, err)
			}
		})
	}
}

func TestAllSealedRowsHaveOneSize(t *testing.T) {
	w := newWorld(t)
	c := w.credential(t, "unit-a")
	longest := map[string]string{}
	for i := range survey.MaxPrompts {
		longest[fmt.Sprintf("C%d", i)] = strings.Repeat("😀", survey.MaxCommentRunes)
	}
	check := func(t interface{ Fatalf(string, ...any) }, row Staged, err error) {
		if err != nil || len(row.Sealed) != w.desk.SealedSize() {
			t.Fatalf("%d bytes instead of %d (%v)", len(row.Sealed), w.desk.SealedSize(), err)
		}
	}
	_, body := w.box(t, c, someAnswers, longest)
	row, _, err := w.desk.Accept(body)
	check(t, row, err)
	row, err = w.desk.Withdraw(withdrawal(t, c))
	check(t, row, err)
	rapid.Check(t, func(rt *rapid.T) {
		b := anyBallot(rt, testQuestionnaire())
		b.answers = survey.Answers{}
		for _, it := range testQuestionnaire().Items {
			if rapid.Bool().Draw(rt, "answered") {
				b.answers[it.ID] = survey.Answer{Value: rapid.IntRange(1, 5).Draw(rt, "value")}
			}
		}
		_, body := w.box(t, c, b.answers, b.comments)
		row, _, err := w.desk.Accept(body)
		check(rt, row, err)
	})
}

func TestNothingCanBeReadInASealedRow(t *testing.T) {
	w := newWorld(t)
	c := w.credential(t, "unit-a")
	box, body := w.box(t, c, someAnswers, map[string]string{"C0": strings.Repeat("needle", 100)})
	row, _, err := w.desk.Accept(body)
	if err != nil {
		t.Fatal(err)
	}
	for name, needle := range map[string][]byte{
		"comment": []byte("needle"), "unit": []byte("unit-a"), "nonce": c.Nonce, "token": c.Token,
		"salt": []byte(box.Salt), "commitment": []byte(box.Commitment), "zeros": make([]byte, 16),
	} {
		if bytes.Contains(row.Sealed, needle) || strings.Contains(row.Key, fmt.Sprintf("%x", needle)) {
			t.Errorf("the %s can be read in the row", name)
		}
	}
	if _, err := w.keys.open(row.Key, row.Sealed); err == nil {
		t.Error("the process that takes ballots can open them")
	}
}

// BenchmarkAccept is verify, seal and sign of one ballot on every core: the
// limit that no server can pass.
func BenchmarkAccept(b *testing.B) {
	w := newWorld(b)
	_, body := w.box(b, w.credential(b, "unit-a"), someAnswers, map[string]string{"C0": "A remark of usual length, I suppose."})
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, _, err := w.desk.Accept(body); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkIssue is the evaluation of one element and its proof.
func BenchmarkIssue(b *testing.B) {
	w := newWorld(b)
	blinding := must(NewBlinding(rand.Reader))(b)
	element := must(ParseElement(must(w.manifest.Blinded(blinding))(b)))(b)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := w.desk.Issue("unit-a", element); err != nil {
				b.Fatal(err)
			}
		}
	})
}
