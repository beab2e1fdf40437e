package life_test

import (
	"bytes"
	"encoding/csv"
	"math/rand/v2"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
)

// incompressible is text of one script in which nothing repeats: the databases'
// indexes hold compressed values, and text that repeats would prove nothing.
func incompressible(random *rand.Rand, first, letters rune, n int) string {
	var b strings.Builder
	for range n {
		b.WriteRune(first + random.Int32N(letters))
	}
	return b.String()
}

// longest is a person with everything as long as the staff list takes it.
func longest(t *testing.T, random *rand.Rand, number int, team string) []string {
	t.Helper()
	id := incompressible(random, 0x20000, 40000, people.MaxID) // four bytes each
	host := "." + incompressible(random, 'a', 26, 60) + ".example"
	email := incompressible(random, 'a', 26, 60) + "@" + incompressible(random, 0x4e00, 8000, 40) + host
	email += strings.Repeat("x", people.MaxEmail-len(email))
	manages := ""
	if number == 0 {
		manages = team
	}
	return []string{id, incompressible(random, 0x4e00, 8000, people.MaxName), email, team, manages, "zh-Hant-TW"}
}

// From the import to the release, on both databases: an index of PostgreSQL
// holds 2,704 bytes, and the documented limits have to stay below.
func TestEverythingMayBeAsLongAsTheStaffListTakesIt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		random := rand.New(rand.NewPCG(1, 2))
		levels := make([]string, people.MaxLevels)
		for i := range levels {
			levels[i] = incompressible(random, 0x4e00, 8000, 32)
		}
		team := strings.Join(levels, survey.Separator)
		team += strings.Repeat("x", people.MaxPath-len(team))
		var file bytes.Buffer
		out := csv.NewWriter(&file)
		out.Write([]string{"employee_id", "name", "email", "team", "manages", "language"})
		for i := range 6 {
			out.Write(longest(t, random, i, team))
		}
		out.Flush()
		list, err := people.ReadList("staff.csv", bytes.NewReader(file.Bytes()), int64(file.Len()))
		w.check(err)
		plan, err := people.NewPlan(nil, list, true)
		w.check(err)
		w.check(w.life.ImportPeople(t.Context(), plan, life.CommandLine))
		if tree, err := w.store.Tree(t.Context()); err != nil || len(tree) != people.MaxLevels || len(tree[len(tree)-1]) != people.MaxPath {
			t.Fatalf("the tree has %d teams (%v)", len(tree), err)
		}
		hr, err := w.life.AddAccount(t.Context(), "hr@example.org", people.Manager, []survey.Path{survey.Path(team)}, life.CommandLine)
		if err != nil || len(hr.Teams) != 1 {
			t.Errorf("a manager by hand: %+v, %v", hr, err)
		}
		sv := w.open("7d")
		links := w.links(sv.ID)
		for _, l := range links {
			w.check(w.answer(l.URL, 4))
		}
		w.now = sv.Closes
		w.check(w.life.CloseDue(t.Context()))
		if cast, err := w.life.Cast(t.Context(), sv.ID); err != nil || cast == nil || *cast != 6 {
			t.Errorf("cast %v (%v), want 6", cast, err)
		}
	})
}

// A mail merge sends to what stands in the file.
func TestAddressesInTheLinksStandAsTheyAre(t *testing.T) {
	var out bytes.Buffer
	err := life.WriteLinks(&out, []life.Link{{Person: "A1", Email: "+b@x.de", Team: "=Alpha", URL: "https://x/surveys/y#z"}})
	if want := "employee_id,email,team,link\nA1,+b@x.de,'=Alpha,https://x/surveys/y#z\n"; err != nil || out.String() != want {
		t.Errorf("got %q (%v), want %q", out.String(), err, want)
	}
}
