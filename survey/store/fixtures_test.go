package store_test

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

// each runs a sentence of the conformance suite on both databases.
func each(t *testing.T, do func(t *testing.T, s *store.Store)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ string) { do(t, s) })
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func value[T any](v T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		must(t, err)
		return v
	}
}

func wantCode(t *testing.T, err error, code survey.Code) {
	t.Helper()
	if got := survey.CodeOf(err); got != code {
		t.Fatalf("error %v has code %q, want %q", err, got, code)
	}
}

// start is the time at which everything in these tests begins.
func start() time.Time { return time.Date(2030, 3, 1, 9, 0, 0, 0, time.UTC) }

func hexHash(format string, args ...any) string {
	sum := sha256.Sum256(fmt.Appendf(nil, format, args...))
	return hex.EncodeToString(sum[:])
}

func person(n int) people.Person {
	team := survey.Path("Operations / Plant A")
	if n%2 == 1 {
		team = "Sales"
	}
	return people.Person{ID: fmt.Sprintf("N%05d", n), Name: fmt.Sprintf("Person %d", n), Email: fmt.Sprintf("p%d@example.org", n), Team: team, Language: "en"}
}

func hire(t testing.TB, s *store.Store, n int) []people.Person {
	t.Helper()
	staff := make([]people.Person, n)
	for i := range staff {
		staff[i] = person(i)
	}
	must(t, s.Import(t.Context(), people.Import{Put: staff, By: "test", At: start()}))
	return staff
}

func questionnaire() *survey.Questionnaire {
	return &survey.Questionnaire{
		ID: "Q2", Version: "1", Languages: []string{"en"}, Scale: survey.Scale{Lo: 1, Hi: 7, Labels: map[string][]string{"en": {"no", "yes"}}},
		Dimensions: []survey.Dimension{{ID: "COM", Name: survey.Text{"en": "Communication"}, Items: []string{"C1"}}},
		Items:      []survey.Item{{ID: "C1", Dimension: "COM", Text: survey.Text{"en": "We talk."}, Extra: []survey.Extra{{Code: survey.OptOut}}}},
		Comments:   []survey.Prompt{{ID: "T1", Text: survey.Text{"en": "Anything?"}}},
	}
}

func draft(t testing.TB, s *store.Store, id string) survey.Survey {
	t.Helper()
	must(t, s.PutQuestionnaire(t.Context(), questionnaire(), []byte("id: Q2")))
	sv := survey.Survey{
		ID: id, Name: "Pulse " + id, Questionnaire: "Q2", Version: "1", State: survey.Draft,
		MinimumGroup: 5, ClosesAfter: 7 * 24 * time.Hour, Created: start(),
	}
	must(t, s.CreateSurvey(t.Context(), sv, "hr@example.org"))
	return sv
}

// opening makes what life would make of the staff: one unit for each team.
func opening(sv survey.Survey, staff []people.Person) life.Opening {
	o := life.Opening{Survey: sv, Manifest: []byte(`{"survey":"` + sv.ID + `"}`), People: map[survey.Path]int{}, By: "hr@example.org", Sign: sign}
	var paths []survey.Path
	for _, p := range staff {
		o.People[p.Team]++
		paths = append(paths, p.Team)
		o.Invitations = append(o.Invitations, life.Invitation{Person: p.ID, Unit: p.Team.ID(), Hash: hexHash("%s %s", sv.ID, p.ID)})
	}
	o.Tree = survey.NewTree(paths...)
	for _, t := range o.Tree {
		if n := o.People[t]; n > 0 {
			o.Units = append(o.Units, survey.Unit{ID: t.ID(), Name: string(t), Team: t, Teams: []survey.Path{t}, Eligible: n})
		}
	}
	slices.SortFunc(o.Units, func(a, b survey.Unit) int { return strings.Compare(a.ID, b.ID) })
	o.Survey.State, o.Survey.Opens, o.Survey.Closes = survey.Open, start().Add(time.Hour), start().Add(8*24*time.Hour)
	o.Survey.ManifestHash, o.Survey.Invited = hexHash("manifest %s", sv.ID), len(staff)
	return o
}

// sign stands for the log key, which storage never sees.
func sign(leaves []string) (ballot.Checkpoint, error) {
	return ballot.Checkpoint{Note: fmt.Sprint("signed ", leaves), VerifierKey: "key"}, nil
}

// open drafts and opens a survey of n people.
func open(t testing.TB, s *store.Store, id string, n int) life.Opening {
	t.Helper()
	o := opening(draft(t, s, id), hire(t, s, n))
	must(t, s.OpenSurvey(t.Context(), o))
	return o
}

// rehearse opens a survey that may be open beside others.
func rehearse(t testing.TB, s *store.Store, id string, n int) life.Opening {
	t.Helper()
	staff, sv := hire(t, s, n), survey.Survey{
		ID: id, Name: "Rehearsal", Questionnaire: "Q2", Version: "1", State: survey.Draft,
		Rehearsal: true, MinimumGroup: 5, ClosesAfter: time.Hour, Created: start(),
	}
	must(t, s.PutQuestionnaire(t.Context(), questionnaire(), []byte("id: Q2")))
	must(t, s.CreateSurvey(t.Context(), sv, "hr@example.org"))
	o := opening(sv, staff)
	must(t, s.OpenSurvey(t.Context(), o))
	return o
}

// sealed is a row as the ballot room would make it: random to everybody.
func sealed(key string) ballot.Staged {
	b := make([]byte, 9000)
	_, _ = rand.Read(b)
	return ballot.Staged{Key: key, Sealed: b}
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// closing counts a box the way life does, as far as storage goes: every row
// becomes a ballot with an id and a credential of its own.
func closing(b life.Box) (life.Closing, error) {
	c := life.Closing{
		Survey: b.Survey, Tallies: map[string][]byte{"block": []byte(`{"n":1}`)},
		Release: []byte(`{"release":true}`), Record: []byte(`{"record":true}`), By: "hr@example.org", Reason: "everybody answered", Sign: sign,
	}
	c.Survey.State, c.Survey.ClosedAt = survey.Closed, start().Add(48*time.Hour)
	for row, err := range b.Staged {
		if err != nil {
			return c, err
		}
		c.Ballots = append(c.Ballots, ballot.Stored{
			ID: randomHex(16), Block: "block", Salt: row.Key[:43], Commitment: hexHash("%s", row.Key),
			Answers: survey.Answers{"C1": {Value: 5}, "C2": {Code: survey.OptOut}},
		})
		c.Spent = append(c.Spent, ballot.Spent{Block: "block", Nonce: nonce(row.Key), Token: base64.RawURLEncoding.EncodeToString([]byte(row.Key))})
	}
	return c, nil
}

// nonce is what closing makes of a row's key, so that tests can tell which
// stored credential came from which staged row.
func nonce(key string) string { return hexHash("nonce %s", key)[:43] }
