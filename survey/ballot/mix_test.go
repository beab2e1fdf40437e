package ballot

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"teamtrust/survey"
)

// mix mixes the box of the world's store, as life does in its transaction.
func (w *world) mix(t testing.TB) (old, next *Keys) {
	t.Helper()
	id := w.store.survey.ID
	old = must(w.dir.LoadToOpen(id, w.store.survey.Epoch))(t)
	next = must(w.dir.Renew(id, old.Epoch(), rand.Reader))(t)
	box := must(Mix(old, next, w.store.rows))(t)
	w.store.mu.Lock()
	defer w.store.mu.Unlock()
	staged, before := map[string]Staged{}, ""
	for row, err := range box {
		if err != nil {
			t.Fatal(err)
		}
		if row.Key <= before {
			t.Fatal("the rows are not sorted by their new names: their order says something")
		}
		staged[row.Key], before = row, row.Key
	}
	w.store.staged, w.store.survey.Epoch = staged, next.Epoch()
	return old, next
}

func TestAMixKeepsEveryBallotAndNothingThatARowCanBeKnownBy(t *testing.T) {
	w := newWorld(t)
	boxes := w.fill(t, "unit-a", 20)
	withdrawn, _ := w.box(t, w.credential(t, "unit-b"), someAnswers, nil)
	if err := w.withdraw(t, withdrawn); err != nil {
		t.Fatal(err)
	}
	before := maps.Clone(w.store.staged)
	w.mix(t)
	if len(w.store.staged) != len(before) {
		t.Fatalf("%d rows became %d", len(before), len(w.store.staged))
	}
	for _, row := range before {
		if _, known := w.store.staged[row.Key]; known {
			t.Error("a row kept its name")
		}
		for _, now := range w.store.staged {
			if len(now.Sealed) != len(row.Sealed) || bytes.Contains(now.Sealed, row.Sealed[1:33]) || bytes.Equal(now.Sealed[40:72], row.Sealed[40:72]) {
				t.Fatal("a row kept something of its ciphertext, or has another size")
			}
		}
	}
	want := map[string]survey.Answers{}
	for _, b := range boxes {
		want[b.Nonce] = b.Answers
	}
	opened := w.open(t)
	for _, o := range opened {
		if !maps.Equal(want[encode(o.Nonce)], o.Answers) {
			t.Errorf("a ballot came out with %v", o.Answers)
		}
	}
	if len(opened) != len(boxes) {
		t.Errorf("%d ballots came out, want %d", len(opened), len(boxes))
	}
}

func (w *world) withdraw(t testing.TB, b Box) error {
	t.Helper()
	return w.office.Withdraw(t.Context(), w.store.survey.ID, must(json.Marshal(map[string]string{"unit": b.Unit, "nonce": b.Nonce, "token": b.Token}))(t))
}

// Forward secrecy: whoever has the keys of one epoch opens, and finds, nothing
// of another one.
func TestTheKeysOfOneEpochOpenAndFindNothingOfAnother(t *testing.T) {
	w := newWorld(t)
	boxes := w.fill(t, "unit-a", 6)
	before := maps.Clone(w.store.staged)
	old, next := w.mix(t)
	next = must(w.dir.LoadToOpen(next.Survey(), next.Epoch()))(t)
	for keys, rows := range map[*Keys]map[string]Staged{old: w.store.staged, next: before} {
		for _, row := range rows {
			if _, err := keys.open(row.Key, row.Sealed); !errors.Is(err, errSealed) {
				t.Errorf("the keys of epoch %s open a row of another: %v", keys.Epoch(), err)
			}
		}
		for _, b := range boxes {
			if _, found := rows[keys.rowKey(must(decode("nonce", b.Nonce, NonceSize))(t))]; found {
				t.Errorf("the spent key of epoch %s leads to a row of another", keys.Epoch())
			}
		}
	}
}

func TestAMixStopsAtARowThatDoesNotOpenAndNamesIt(t *testing.T) {
	for name, touch := range map[string]func(w *world, rows []Staged){
		"changed":                  func(_ *world, r []Staged) { r[3].Sealed = flip(r[3].Sealed) },
		"cut":                      func(_ *world, r []Staged) { r[3].Sealed = r[3].Sealed[:40] },
		"renamed":                  func(_ *world, r []Staged) { r[3].Key = strings.Repeat("0", 64) },
		"exchanged with another":   func(_ *world, r []Staged) { r[3].Sealed, r[4].Sealed = r[4].Sealed, r[3].Sealed },
		"sealed under a wrong key": func(w *world, r []Staged) { r[3] = w.misplaced(r[3].Key) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.fill(t, "unit-a", 8)
			rows := slices.SortedFunc(maps.Values(w.store.staged), func(a, b Staged) int { return strings.Compare(a.Key, b.Key) })
			touch(w, rows)
			old := must(w.dir.LoadToOpen("spring-2026", FirstEpoch))(t)
			next := must(w.dir.Renew("spring-2026", FirstEpoch, rand.Reader))(t)
			if _, err := Mix(old, next, each(rows)); err == nil || !strings.Contains(err.Error(), "row ") {
				t.Fatalf("got %v", err)
			}
		})
	}
}

func TestAMixNeedsThePrivateKeyAndTheWholeBox(t *testing.T) {
	w := newWorld(t)
	w.fill(t, "unit-a", 3)
	next := must(w.dir.Renew("spring-2026", FirstEpoch, rand.Reader))(t)
	if _, err := Mix(w.keys, next, w.store.rows); !errors.Is(err, errNoSealing) {
		t.Errorf("without the private key: %v", err)
	}
	lost := errors.New("connection lost")
	rows := func(yield func(Staged, error) bool) { yield(Staged{}, lost) }
	if _, err := Mix(must(w.dir.LoadToOpen("spring-2026", FirstEpoch))(t), next, rows); !errors.Is(err, lost) {
		t.Errorf("a box that broke off: %v", err)
	}
}

// An office that still seals to the old epoch loses nothing and tells nobody.
func TestABallotSealedToTheEpochThatJustEndedIsSealedAgain(t *testing.T) {
	w := newWorld(t)
	c := w.credential(t, "unit-a")
	_, first := w.box(t, c, someAnswers, nil)
	receipt := must(w.office.Cast(t.Context(), "spring-2026", first))(t)
	_, next := w.mix(t)
	if err := w.dir.Retire("spring-2026", FirstEpoch); err != nil {
		t.Fatal(err)
	}
	if again := must(w.office.Cast(t.Context(), "spring-2026", first))(t); again != receipt {
		t.Error("the same body got another receipt")
	}
	box, body := w.box(t, c, survey.Answers{"COM1": {Value: 5}}, nil)
	must(w.office.Cast(t.Context(), "spring-2026", body))(t)
	if opened := w.open(t); len(opened) != 1 || opened[0].Commitment != box.Commitment {
		t.Fatalf("after a mix and a change of mind the box holds %d ballots", len(opened))
	}
	w.mix(t)
	if err := w.dir.Retire("spring-2026", next.Epoch()); err != nil {
		t.Fatal(err)
	}
	if err := w.withdraw(t, box); err != nil {
		t.Fatal(err)
	}
	if opened := w.open(t); len(opened) != 0 || len(w.store.staged) != 1 {
		t.Fatalf("after the withdrawal there are %d ballots in %d rows", len(opened), len(w.store.staged))
	}
}

func TestAnOfficeForgetsTheKeysOfAnEpochThatAnotherProcessEnded(t *testing.T) {
	w := newWorld(t)
	w.invite("p1", "unit-a")
	must(w.office.Manifest(t.Context(), "spring-2026"))(t)
	w.mix(t)
	if err := w.office.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if w.office.cached("spring-2026") != nil {
		t.Error("the spent key of the ended epoch stays in memory")
	}
}

// renewing is a store whose box is mixed between the moment an office reads its
// epoch and the moment it reads the keys.
type renewing struct {
	*memory
	w    *world
	left int
}

func (r *renewing) Survey(ctx context.Context, id string) (survey.Survey, error) {
	sv, err := r.memory.Survey(ctx, id)
	if r.left--; r.left >= 0 && err == nil {
		old, failure := r.w.dir.LoadToOpen(id, sv.Epoch)
		if failure != nil {
			return sv, failure
		}
		next, failure := r.w.dir.Renew(id, old.Epoch(), rand.Reader)
		if failure != nil {
			return sv, failure
		}
		r.memory.survey.Epoch = next.Epoch()
		return sv, r.w.dir.Retire(id, old.Epoch())
	}
	return sv, err
}

func TestKeysThatWereDestroyedWhileTheyWereLookedForAreNotMissed(t *testing.T) {
	w := newWorld(t)
	store := &renewing{memory: w.store, w: w, left: 3}
	office := NewOffice(w.dir, store, store, store, w.clock)
	_, body := w.box(t, w.credential(t, "unit-a"), someAnswers, nil)
	must(office.Cast(t.Context(), "spring-2026", body))(t)
	if opened := w.open(t); len(opened) != 1 {
		t.Fatalf("%d ballots", len(opened))
	}
	var missing *MissingKeyError
	if err := w.dir.Retire("spring-2026", w.store.survey.Epoch); err != nil {
		t.Fatal(err)
	}
	office.Forget("spring-2026")
	if _, err := office.Cast(t.Context(), "spring-2026", body); !errors.As(err, &missing) {
		t.Fatalf("keys that are gone for good: %v", err)
	}
}

// Whatever people do, and whenever the box is mixed between, what comes out is
// everybody's last word.
func TestAnyCourseOfBallotsAndMixesEndsWithEverybodysLastWord(t *testing.T) {
	w := newWorld(t)
	var credentials []Credential
	for range 6 {
		credentials = append(credentials, w.credential(t, "unit-a"))
	}
	rapid.Check(t, func(rt *rapid.T) {
		w.store.staged = map[string]Staged{}
		last := map[string]string{} // commitment by nonce
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			c := credentials[rapid.IntRange(0, len(credentials)-1).Draw(rt, "who")]
			switch rapid.SampledFrom([]string{"cast", "cast", "withdraw", "mix", "forget"}).Draw(rt, "step") {
			case "cast":
				answers := survey.Answers{"COM1": {Value: rapid.IntRange(1, 5).Draw(rt, "answer")}}
				box, body := w.box(t, c, answers, nil)
				must(w.office.Cast(t.Context(), "spring-2026", body))(t)
				last[box.Nonce] = box.Commitment
			case "withdraw":
				box := Box{Unit: c.Unit, Nonce: encode(c.Nonce), Token: encode(c.Token)}
				if err := w.withdraw(t, box); err != nil {
					rt.Fatal(err)
				}
				delete(last, box.Nonce)
			case "mix":
				old, _ := w.mix(t)
				if err := w.dir.Retire("spring-2026", old.Epoch()); err != nil {
					rt.Fatal(err)
				}
			case "forget":
				w.office.Forget("spring-2026")
			}
		}
		got := map[string]string{}
		for _, o := range w.open(t) {
			got[encode(o.Nonce)] = o.Commitment
		}
		if !maps.Equal(got, last) {
			rt.Fatalf("the box holds %d ballots, want %d", len(got), len(last))
		}
	})
}

func FuzzOutline(f *testing.F) {
	l := newLayout(testQuestionnaire())
	withdrawn, err := l.appendWithdrawn(nil, bytes.Repeat([]byte{7}, NonceSize))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(withdrawn)
	f.Add([]byte{layoutVersion, kindBallot, 0, 40, 3, 'a', 'b', 'c'})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, plain []byte) {
		nonce, used, err := outline(plain)
		if err != nil {
			return
		}
		if len(nonce) != NonceSize || used > len(plain) {
			t.Fatalf("nonce of %d bytes, %d of %d used", len(nonce), used, len(plain))
		}
		if o, _, err := l.read(plain); err == nil && !bytes.Equal(o.Nonce, nonce) {
			t.Fatal("the two readers of a plaintext disagree about the nonce")
		}
	})
}

// BenchmarkMix is what a mix does to a row, all cores at work.
func BenchmarkMix(b *testing.B) {
	w := newWorld(b)
	w.fill(b, "unit-a", 1)
	old := must(w.dir.LoadToOpen("spring-2026", FirstEpoch))(b)
	next := must(w.dir.Renew("spring-2026", FirstEpoch, rand.Reader))(b)
	rows := make([]Staged, b.N)
	for row := range w.store.rows {
		for i := range rows {
			rows[i] = row
		}
	}
	b.ResetTimer()
	n := 0
	for _, err := range must(Mix(old, next, each(rows)))(b) {
		if err != nil {
			b.Fatal(err)
		}
		n++
	}
	if n != b.N {
		b.Fatal(fmt.Sprint(n, " rows"))
	}
}
