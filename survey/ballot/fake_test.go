package ballot

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"teamtrust/survey"
)

// memory is a store that lives in the test.
type memory struct {
	mu          sync.Mutex
	survey      survey.Survey
	manifest    []byte
	invitations map[string]Invitation // by hash of the secret
	staged      map[string]Staged     // by key
	lookups     int
	fail        error // what the next commit says after it was done
}

func (m *memory) Survey(_ context.Context, id string) (survey.Survey, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if id != m.survey.ID {
		return survey.Survey{}, survey.Errorf(survey.CodeNotFound, "There is no survey %s.", id)
	}
	return m.survey, nil
}

func (m *memory) Manifest(context.Context, string) ([]byte, error) { return m.manifest, nil }

func (m *memory) Collect(_ context.Context, _, hash, blinded string) (Invitation, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lookups++
	if m.survey.State != survey.Open {
		return Invitation{}, survey.Errorf(survey.CodeClosed, "closed")
	}
	inv, ok := m.invitations[hash]
	if !ok {
		return Invitation{}, survey.Errorf(survey.CodeNotFound, "There is no invitation %s.", hash)
	}
	if inv.Blinded == "" {
		inv.Blinded = blinded
		m.invitations[hash] = inv
	}
	return inv, m.failure()
}

func (m *memory) Invitation(_ context.Context, _, hash string) (Invitation, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	inv, ok := m.invitations[hash]
	if !ok {
		return Invitation{}, survey.Errorf(survey.CodeNotFound, "There is no invitation %s.", hash)
	}
	return inv, nil
}

func (m *memory) Stage(_ context.Context, _ string, row Staged) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.survey.State != survey.Open {
		return survey.Errorf(survey.CodeClosed, "closed")
	}
	if row.Epoch != m.survey.Epoch {
		return ErrMixed
	}
	m.staged[row.Key] = row
	return m.failure()
}

func (m *memory) failure() error {
	err := m.fail
	m.fail = nil
	return err
}

func (m *memory) rows(yield func(Staged, error) bool) {
	for _, key := range slices.Sorted(maps.Keys(m.staged)) {
		if !yield(m.staged[key], nil) {
			return
		}
	}
}

func testQuestionnaire() *survey.Questionnaire {
	na := survey.Extra{Code: "NA", Text: survey.Text{"en": "Can't say"}}
	na2 := survey.Extra{Code: "NEW", Text: survey.Text{"en": "I am new here"}}
	q := &survey.Questionnaire{
		ID: "T4", Version: "1", Languages: []string{"en"},
		Scale: survey.Scale{Lo: 1, Hi: 5, Labels: map[string][]string{"en": {"1", "2", "3", "4", "5"}}},
		Items: []survey.Item{
			{ID: "COM1", Dimension: "COM", Text: survey.Text{"en": "We talk."}, Extra: []survey.Extra{na}},
			{ID: "COM2", Dimension: "COM", Reverse: true, Text: survey.Text{"en": "We hide <things> & more."}, Extra: []survey.Extra{na}},
			{ID: "OWN1", Text: survey.Text{"en": "Alone."}, Labels: map[string][]string{"en": {"a", "b", "c", "d", "e"}}, Extra: []survey.Extra{na, na2}},
		},
	}
	for i := range survey.MaxPrompts {
		q.Comments = append(q.Comments, survey.Prompt{ID: fmt.Sprintf("C%d", i), Text: survey.Text{"en": "Why?"}})
	}
	return q
}

func testSurvey() survey.Survey {
	opens := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	return survey.Survey{
		ID: "spring-2026", Name: "Spring", Questionnaire: "T4", Version: "1", State: survey.Open,
		MinimumGroup: 5, Opens: opens, Closes: opens.AddDate(0, 0, 7), Epoch: FirstEpoch,
	}
}

func testUnits() []survey.Unit {
	return []survey.Unit{
		{ID: "unit-b", Name: "Works / Bremen", Team: "Works / Bremen", Teams: []survey.Path{"Works / Bremen"}, Eligible: 9},
		{ID: "unit-a", Name: "Sales", Team: "Sales", Teams: []survey.Path{"Sales", "Sales / North"}, Eligible: 7},
	}
}

// world is one open survey with its office.
type world struct {
	store    *memory
	dir      *Directory
	keys     *Keys
	manifest *Manifest
	desk     *Desk
	office   *Office
	now      time.Time
}

func newWorld(t testing.TB) *world {
	t.Helper()
	dir := must(OpenDirectory(t.TempDir()))(t)
	sv := testSurvey()
	keys := must(dir.Create(sv.ID, rand.Reader))(t)
	m := must(NewManifest(sv, testQuestionnaire(), testUnits(), keys))(t)
	sv.ManifestHash = m.Hash
	store := &memory{survey: sv, manifest: m.Bytes(), invitations: map[string]Invitation{}, staged: map[string]Staged{}}
	w := &world{store: store, dir: dir, keys: keys, manifest: m, desk: must(NewDesk(keys, m.Bytes()))(t), now: sv.Opens}
	w.office = NewOffice(dir, store, store, store, w.clock)
	return w
}

func (w *world) clock() time.Time { return w.now }

// invite gives a person of a unit an invitation.
func (w *world) invite(person, unit string) []byte {
	secret := w.keys.Secret(person, 0)
	w.store.invitations[SecretHash(secret)] = Invitation{Survey: w.store.survey.ID, Hash: SecretHash(secret), Unit: unit}
	return secret
}

// credential collects through the desk alone.
func (w *world) credential(t testing.TB, unit string) Credential {
	t.Helper()
	b := must(NewBlinding(rand.Reader))(t)
	element := must(ParseElement(must(w.manifest.Blinded(b))(t)))(t)
	e := must(w.desk.Issue(unit, element))(t)
	return must(w.manifest.Finalize(b, e))(t)
}

// box is a ballot with its body.
func (w *world) box(t testing.TB, c Credential, answers survey.Answers, comments map[string]string) (Box, []byte) {
	t.Helper()
	b := must(w.manifest.NewBox(c, answers, comments, rand.Reader))(t)
	return b, must(json.Marshal(b))(t)
}

func (w *world) open(t testing.TB) []Opened {
	t.Helper()
	keys := must(w.dir.LoadToOpen(w.store.survey.ID, w.store.survey.Epoch))(t)
	return must(OpenAll(keys, testQuestionnaire(), w.store.rows, rand.Reader))(t)
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func wantCode(t testing.TB, err error, code survey.Code) {
	t.Helper()
	if got := survey.CodeOf(err); got != code {
		t.Fatalf("got code %q (%v), want %q", got, err, code)
	}
}
