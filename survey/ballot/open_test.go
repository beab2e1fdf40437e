package ballot

import (
	"bytes"
	"crypto/rand"
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"teamtrust/survey"
)

// fill casts n ballots of a unit; answer i mod 5 + 1.
func (w *world) fill(t testing.TB, unit string, n int) []Box {
	t.Helper()
	boxes := make([]Box, n)
	for i := range boxes {
		var body []byte
		boxes[i], body = w.box(t, w.credential(t, unit), survey.Answers{"COM1": {Value: i%5 + 1}}, nil)
		row, _, err := w.desk.Accept(body)
		if err != nil {
			t.Fatal(err)
		}
		w.store.staged[row.Key] = row
	}
	return boxes
}

func TestEveryBallotComesOutOfTheBoxAsItWentIn(t *testing.T) {
	w := newWorld(t)
	c := w.credential(t, "unit-b")
	box, body := w.box(t, c, someAnswers, map[string]string{"C0": "Gut <so>."})
	must(w.office.Cast(t.Context(), "spring-2026", body))(t)
	o := w.open(t)[0]
	if o.Unit != "unit-b" || !bytes.Equal(o.Nonce, c.Nonce) || !bytes.Equal(o.Token, c.Token) || !maps.Equal(o.Answers, someAnswers) ||
		o.Comments["C0"] != "Gut <so>." || o.Salt != box.Salt || o.Commitment != box.Commitment {
		t.Fatalf("got %+v", o)
	}
}

func TestTheOrderComesFromTheSourceOfRandomnessAlone(t *testing.T) {
	w := newWorld(t)
	w.fill(t, "unit-a", 12)
	keys := must(w.dir.LoadToOpen("spring-2026", FirstEpoch))(t)
	order := func(seed byte) string {
		opened := must(OpenAll(keys, testQuestionnaire(), w.store.rows, bytes.NewReader(bytes.Repeat([]byte{seed}, 32))))(t)
		var nonces []string
		for _, o := range opened {
			nonces = append(nonces, string(o.Nonce))
		}
		if slices.IsSorted(nonces) {
			t.Error("the ballots are not shuffled")
		}
		return strings.Join(nonces, " ")
	}
	if order(1) != order(1) {
		t.Error("the order depends on more than the source")
	}
	if order(1) == order(2) {
		t.Error("the order does not depend on the source")
	}
	if _, err := OpenAll(keys, testQuestionnaire(), w.store.rows, bytes.NewReader(nil)); err == nil {
		t.Fatal("opened without randomness")
	}
}

func TestARowThatWasTouchedStopsTheCloseAndIsNamed(t *testing.T) {
	for name, touch := range map[string]func(w *world, rows []Staged){
		"changed":                  func(_ *world, r []Staged) { r[3].Sealed = flip(r[3].Sealed) },
		"cut":                      func(_ *world, r []Staged) { r[3].Sealed = r[3].Sealed[:40] },
		"emptied":                  func(_ *world, r []Staged) { r[3].Sealed = nil },
		"of another format":        func(_ *world, r []Staged) { r[3].Sealed = append([]byte{2}, r[3].Sealed[1:]...) },
		"renamed":                  func(_ *world, r []Staged) { r[3].Key = strings.Repeat("0", 64) },
		"exchanged with another":   func(_ *world, r []Staged) { r[3].Sealed, r[4].Sealed = r[4].Sealed, r[3].Sealed },
		"sealed under a wrong key": func(w *world, r []Staged) { r[3] = w.misplaced(r[3].Key) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.fill(t, "unit-a", 8)
			rows := slices.SortedFunc(maps.Values(w.store.staged), func(a, b Staged) int { return strings.Compare(a.Key, b.Key) })
			touch(w, rows)
			keys := must(w.dir.LoadToOpen("spring-2026", FirstEpoch))(t)
			_, err := OpenAll(keys, testQuestionnaire(), each(rows), rand.Reader)
			if err == nil || !strings.Contains(err.Error(), "row ") {
				t.Fatalf("got %v", err)
			}
		})
	}
}

// misplaced is a row of this survey whose ballot belongs under another key.
func (w *world) misplaced(key string) Staged {
	plain, err := w.desk.layout.appendWithdrawn(nil, make([]byte, NonceSize))
	if err != nil {
		panic(err)
	}
	sealed, err := w.keys.seal(key, plain)
	if err != nil {
		panic(err)
	}
	return Staged{Key: key, Sealed: sealed}
}

func each(rows []Staged) iter.Seq2[Staged, error] {
	return func(yield func(Staged, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func TestRowsOfAnotherSurveyDoNotOpen(t *testing.T) {
	a, b := newWorld(t), newWorld(t)
	a.fill(t, "unit-a", 2)
	keys := must(b.dir.LoadToOpen("spring-2026", FirstEpoch))(t)
	if _, err := OpenAll(keys, testQuestionnaire(), a.store.rows, rand.Reader); !errors.Is(err, errSealed) {
		t.Fatalf("got %v", err)
	}
	if _, err := OpenAll(a.keys, testQuestionnaire(), a.store.rows, rand.Reader); !errors.Is(err, errNoSealing) {
		t.Fatalf("without the private key: %v", err)
	}
}

func TestAnotherQuestionnaireThanTheOneThatWasAskedIsNoticed(t *testing.T) {
	w := newWorld(t)
	w.fill(t, "unit-a", 2)
	keys := must(w.dir.LoadToOpen("spring-2026", FirstEpoch))(t)
	for name, change := range map[string]func(q *survey.Questionnaire){
		"items in another order":       func(q *survey.Questionnaire) { slices.Reverse(q.Items) },
		"another scale":                func(q *survey.Questionnaire) { q.Scale.Lo, q.Scale.Hi = 0, 4 },
		"one comment less":             func(q *survey.Questionnaire) { q.Comments = q.Comments[1:] },
		"another id in the same place": func(q *survey.Questionnaire) { q.Items[1].ID = "COM9" },
	} {
		t.Run(name, func(t *testing.T) {
			q := testQuestionnaire()
			change(q)
			if _, err := OpenAll(keys, q, w.store.rows, rand.Reader); err == nil {
				t.Fatal("ballots were counted by other questions than people answered")
			}
		})
	}
}

func TestAFailureOfTheStoreIsNotMistakenForTheEnd(t *testing.T) {
	w := newWorld(t)
	w.fill(t, "unit-a", 3)
	keys := must(w.dir.LoadToOpen("spring-2026", FirstEpoch))(t)
	lost := errors.New("connection lost")
	rows := func(yield func(Staged, error) bool) {
		for r := range w.store.rows {
			if !yield(r, nil) {
				return
			}
		}
		yield(Staged{}, lost)
	}
	if _, err := OpenAll(keys, testQuestionnaire(), rows, rand.Reader); !errors.Is(err, lost) {
		t.Fatalf("got %v", err)
	}
}

// BenchmarkOpenAll is what a close does before it counts, per ballot.
func BenchmarkOpenAll(b *testing.B) {
	w := newWorld(b)
	w.fill(b, "unit-a", 1)
	keys := must(w.dir.LoadToOpen("spring-2026", FirstEpoch))(b)
	var row Staged
	for r := range w.store.rows {
		row = r
	}
	b.ReportAllocs()
	b.ResetTimer()
	rows := func(yield func(Staged, error) bool) {
		for range b.N {
			if !yield(row, nil) {
				return
			}
		}
	}
	if _, err := OpenAll(keys, testQuestionnaire(), rows, rand.Reader); err != nil {
		b.Fatal(err)
	}
}
