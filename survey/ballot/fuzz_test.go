package ballot

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teamtrust/survey"
)

// FuzzManifest never panics, and what it accepts is the one form of what it
// says.
func FuzzManifest(f *testing.F) {
	w := newWorld(f)
	f.Add(w.manifest.Bytes())
	f.Add(bytes.Replace(w.manifest.Bytes(), []byte(`"minimum_group":5`), []byte(`"minimum_group":4`), 1))
	f.Add([]byte(`{"hash":"","protocol":"teamtrust/1"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ParseManifest(data)
		if err != nil {
			return
		}
		if !bytes.Equal(m.Bytes(), data) || must(manifestHash(data))(t) != m.Hash || m.MinimumGroup < survey.MinimumGroup || len(m.Units) == 0 {
			t.Fatalf("accepted %s", data)
		}
		_ = m.Questionnaire.Survey()
	})
}

// FuzzClosingRecord never panics, and what it accepts has one form.
func FuzzClosingRecord(f *testing.F) {
	w := newWorld(f)
	f.Add([]byte(w.export(f).ClosingRecord))
	f.Add([]byte(`{"protocol":"teamtrust/1","blocks":[{"cast":-1}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := ParseClosingRecord(data)
		if err != nil {
			return
		}
		again := must(ParseClosingRecord(must(r.Bytes())(t)))(t)
		if !bytes.Equal(must(again.Bytes())(t), must(r.Bytes())(t)) {
			t.Fatalf("%s has two forms", data)
		}
		if _, err := r.Evaluator(); err == nil {
			_, _ = must(r.Evaluator())(t).Token("u", strings.Repeat("A", 43))
		}
	})
}

// FuzzExport never panics, on what is read and on what is verified.
func FuzzExport(f *testing.F) {
	x := newWorld(f).export(f)
	var file bytes.Buffer
	if err := x.Write(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	x.Spent, x.Commitments, x.KeysDestroyed = nil, nil, nil
	file.Reset()
	if err := x.Write(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Add([]byte(`{"format":"teamtrust/1 export","manifest":{},"closing_record":{},"spent":[{}],"log":["x"],"checkpoint":{"size":-1}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := ReadExport(bytes.NewReader(data))
		if err != nil {
			if survey.CodeOf(err) != survey.CodeBadRequest {
				t.Fatal(err)
			}
			return
		}
		if len(x.Spent) > 20 {
			return // each takes its time
		}
		for _, c := range must(x.Verify(t.Context(), x.Checkpoint, func() {}))(t).Checks {
			if (c.Result == Fails) != (len(c.Problems) > 0) {
				t.Fatalf("%+v does not say what is wrong", c)
			}
		}
	})
}

// FuzzCheckpoint never panics, and opens nothing but what was signed.
func FuzzCheckpoint(f *testing.F) {
	key := must(must(OpenDirectory(f.TempDir()))(f).LogKey("trust.example.org/verify", rand.Reader))(f)
	signed := map[string]bool{}
	for _, leaves := range [][]string{nil, {hexHash(nil)}, {hexHash(nil), hexHash([]byte{1})}} {
		c := must(key.Checkpoint(leaves))(f)
		signed[c.Note] = true
		f.Add(c.Note, c.VerifierKey)
	}
	f.Add("a\n1\nx\n\n— a x\n", "a+b+c")
	f.Fuzz(func(t *testing.T, text, verifier string) {
		c, err := OpenCheckpoint(text, verifier)
		if err != nil || verifier != key.Verifier() {
			return
		}
		// Lines of other signers may follow; the text is what was signed.
		if !signed[strings.SplitAfter(text, "\n\n")[0]+"— "+c.Origin+" "+c.Signature+"\n"] {
			t.Fatalf("%q was never signed", text)
		}
	})
}

// FuzzProof never panics on a proof from somebody else.
func FuzzProof(f *testing.F) {
	leaves := []string{hexHash([]byte("a")), hexHash([]byte("b")), hexHash([]byte("c"))}
	f.Add(must(json.Marshal(must(ProveInclusion(leaves, leaves[1], 3))(f)))(f), must(json.Marshal(must(ProveConsistency(leaves, 2, 3))(f)))(f))
	f.Add([]byte(`{"size":-1,"index":9223372036854775807}`), []byte(`{"from":-1,"size":9223372036854775807}`))
	root := plant(leaves).rootHash(3)
	f.Fuzz(func(t *testing.T, inclusion, consistency []byte) {
		var in InclusionProof
		if json.Unmarshal(inclusion, &in) == nil && in.Check() == nil && in.RootHash == root && in.Size == 3 && (in.Index > 2 || leaves[in.Index] != in.Leaf) {
			t.Fatalf("%s proves that %s is leaf %d", inclusion, in.Leaf, in.Index)
		}
		var grew ConsistencyProof
		if json.Unmarshal(consistency, &grew) == nil && grew.Check() == nil && grew.RootHash == root && grew.Size == 3 && grew.From > 0 && grew.FromRootHash != plant(leaves).rootHash(grew.From) {
			t.Fatalf("%s proves another log of %d leaves", consistency, grew.From)
		}
	})
}

// FuzzLink never panics, and reads back what it writes.
func FuzzLink(f *testing.F) {
	f.Add("https://trust.example.org/surveys/spring-2026#" + strings.Repeat("A", 43) + "." + hexHash(nil))
	f.Add("http://[::1]:8080/a/surveys/b/surveys/c#x.y")
	f.Add("%zz#")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := ParseLink(text)
		if err != nil {
			return
		}
		again := must(ParseLink(l.URL("https://trust.example.org/")))(t)
		if again.Survey != l.Survey || again.Hash != l.Hash || !bytes.Equal(again.Secret, l.Secret) || !survey.ValidID(l.Survey) || len(l.Secret) != SecretSize {
			t.Fatalf("%q was read as %+v and %+v", text, l, again)
		}
	})
}

// FuzzReceipt accepts no receipt but the one that was signed.
func FuzzReceipt(f *testing.F) {
	w := newWorld(f)
	_, body := w.box(f, w.credential(f, "unit-a"), nil, nil)
	_, receipt, err := w.desk.Accept(body)
	if err != nil {
		f.Fatal(err)
	}
	var sent struct{ Commitment string }
	if err := json.Unmarshal(body, &sent); err != nil {
		f.Fatal(err)
	}
	f.Add(sent.Commitment, receipt)
	f.Add(sent.Commitment, encode(make([]byte, 64)))
	f.Add("", "")
	f.Fuzz(func(t *testing.T, commitment, text string) {
		if w.manifest.CheckReceipt(commitment, text) == nil && (commitment != sent.Commitment || text != receipt) {
			t.Fatalf("%q is a receipt of %q", text, commitment)
		}
	})
}

// FuzzLogKey never panics, and a key that is read signs.
func FuzzLogKey(f *testing.F) {
	f.Add("PRIVATE+KEY+a/verify+c2b26a5d+AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB")
	f.Add("PRIVATE+KEY++00000000+")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := parseLogKey(text)
		if err != nil {
			return
		}
		must(k.Checkpoint([]string{hexHash(nil)}))(t)
	})
}

// FuzzEvaluation never panics on the answer to a collect, and makes a credential
// of nothing but what the survey's key gave.
func FuzzEvaluation(f *testing.F) {
	w := newWorld(f)
	b := must(NewBlinding(rand.Reader))(f)
	blinded := must(ParseElement(must(w.manifest.Blinded(b))(f)))(f)
	good := must(w.desk.Issue("unit-a", blinded))(f)
	credential := must(w.manifest.Finalize(b, good))(f)
	f.Add(must(json.Marshal(good))(f))
	f.Add(must(json.Marshal(Evaluation{Unit: "unit-b", Evaluated: good.Evaluated, Proof: good.Proof}))(f))
	f.Add([]byte(`{"unit":"unit-a","evaluated":"` + encode(make([]byte, ElementSize)) + `","proof":"` + encode(make([]byte, ProofSize)) + `"}`))
	f.Fuzz(func(t *testing.T, answer []byte) {
		var e Evaluation
		if json.Unmarshal(answer, &e) != nil {
			return
		}
		if got, err := w.manifest.Finalize(b, e); err == nil && (got.Unit != credential.Unit || !bytes.Equal(got.Token, credential.Token)) {
			t.Fatalf("%s makes a credential of %s", answer, got.Unit)
		}
	})
}

// FuzzKeyFile never panics on a damaged file, and a key that is read is written
// the same.
func FuzzKeyFile(f *testing.F) {
	f.Add([]byte(encode(make([]byte, keySize)) + "\n"))
	f.Add([]byte(encode(make([]byte, keySize))))
	f.Add([]byte("\x00\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "a.key")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		key, err := readKey("s1", path)
		if err == nil && encode(key) != string(bytes.TrimSuffix(content, []byte("\n"))) {
			t.Fatalf("%q is read as %q", content, encode(key))
		}
	})
}
