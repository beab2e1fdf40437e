package life_test

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// byHand is the hash of a roster, written out from docs/protocol.md, §4.
func byHand(survey, unit, salt string, names ...string) string {
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return hex.EncodeToString(sum[:])
	}
	var lines []string
	for _, name := range names {
		lines = append(lines, hash(name)+"\n")
	}
	slices.Sort(lines)
	return hash("teamtrust/1 roster\n" + survey + "\n" + unit + "\n" + salt + "\n" + strings.Join(lines, ""))
}

func TestTheHashOfARosterIsTheOneOfTheDocument(t *testing.T) {
	salt := "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
	r := life.Roster{Unit: "sales", Salt: salt, Names: []string{"Zoë", "Amina", "", "Amina"}}
	want := byHand("s1", "sales", salt, "Amina", "Amina", "", "Zoë")
	if got := r.Hash("s1"); got != want || got != "cf257fa7bbd901d215113ff8a21b8b916b42fe67e7d7b52352e627b5568f52ef" {
		t.Errorf("the hash is %s, want %s", got, want)
	}
	for name, other := range map[string]string{
		"another survey": r.Hash("s2"),
		"another unit":   life.Roster{Unit: "plant", Salt: salt, Names: r.Names}.Hash("s1"),
		"another salt":   life.Roster{Unit: "sales", Salt: strings.Repeat("A", 43), Names: r.Names}.Hash("s1"),
		"a name less":    life.Roster{Unit: "sales", Salt: salt, Names: r.Names[1:]}.Hash("s1"),
		"two as one":     life.Roster{Unit: "sales", Salt: salt, Names: []string{"Zoë", "Amina", "\nAmina"}}.Hash("s1"),
	} {
		if other == want {
			t.Errorf("%s has the same hash", name)
		}
	}
}

func TestTheManifestHoldsTheNamesOfEveryUnitAsAHash(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Sales": 7, "Plant": 6, "Plant / Night": 3})
		sv := w.open("7d")
		m := w.manifest(sv.ID)
		rosters, err := w.store.Rosters(t.Context(), sv.ID)
		w.check(err)
		if len(rosters) != len(m.Units) {
			t.Fatalf("%d rosters for %d units", len(rosters), len(m.Units))
		}
		salts := map[string]bool{}
		for _, r := range rosters {
			u, ok := m.Unit(r.Unit)
			if !ok || len(r.Names) != u.Eligible || u.Roster != byHand(sv.ID, r.Unit, r.Salt, r.Names...) || !slices.IsSorted(r.Names) {
				t.Errorf("%+v has the roster %+v", u, r)
			}
			if strings.Contains(string(m.Bytes()), r.Salt) {
				t.Error("the manifest gives the salt away")
			}
			salts[r.Salt] = true
		}
		if len(salts) != len(rosters) {
			t.Error("two units share a salt")
		}
		if strings.Contains(string(m.Bytes()), "Person") {
			t.Error("the manifest holds a name")
		}
	})
}

func TestNamesAreFrozenAtTheOpeningAndGoneAfterTheClose(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Sales": 7})
		sv := w.open("7d")
		before, err := w.store.Rosters(t.Context(), sv.ID)
		w.check(err)
		w.staff(map[string]int{"Sales": 12})
		after, err := w.store.Rosters(t.Context(), sv.ID)
		w.check(err)
		if len(after) != 1 || !slices.Equal(after[0].Names, before[0].Names) {
			t.Errorf("the names have become %+v", after)
		}
		if _, err := w.life.Close(t.Context(), sv.ID, "enough", life.CommandLine); err != nil {
			t.Fatal(err)
		}
		if left, err := w.store.Rosters(t.Context(), sv.ID); err != nil || len(left) != 0 {
			t.Errorf("after the close there are %+v, %v", left, err)
		}
		if _, err := w.store.Roster(t.Context(), sv.ID, before[0].Unit); survey.CodeOf(err) != survey.CodeNotFound {
			t.Errorf("one roster: %v", err)
		}
	})
}

func TestTheFirstConfirmationOfNamesStays(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Sales": 7})
		sv := w.open("7d")
		if c, err := w.store.RostersConfirmed(t.Context(), sv.ID); err != nil || !c.At.IsZero() {
			t.Fatalf("nobody has confirmed: %+v, %v", c, err)
		}
		for _, by := range []string{"a@example.org", "b@example.org"} {
			w.check(w.life.ConfirmRosters(t.Context(), sv.ID, life.Actor{Name: by}))
			w.now = w.now.AddDate(0, 0, 1)
		}
		if c, err := w.store.RostersConfirmed(t.Context(), sv.ID); err != nil || c.By != "a@example.org" || !c.At.Equal(start) {
			t.Errorf("the confirmation is %+v, %v", c, err)
		}
		if _, err := w.life.Close(t.Context(), sv.ID, "enough", life.CommandLine); err != nil {
			t.Fatal(err)
		}
		if err := w.life.ConfirmRosters(t.Context(), sv.ID, life.Actor{Name: "c@example.org"}); survey.CodeOf(err) != survey.CodeClosed {
			t.Errorf("after the close: %v", err)
		}
	})
}

// manifest is what a survey published.
func (w *world) manifest(id string) *ballot.Manifest {
	w.t.Helper()
	raw, err := w.store.Manifest(w.t.Context(), id)
	w.check(err)
	m, err := ballot.ParseManifest(raw)
	w.check(err)
	return m
}
