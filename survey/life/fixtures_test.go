package life_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

// world is one installation with a clock that tests move.
type world struct {
	t      *testing.T
	store  *store.Store
	keys   *ballot.Directory
	life   *life.Life
	office *ballot.Office
	now    time.Time
}

var start = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

func each(t *testing.T, do func(t *testing.T, w *world)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ string) {
		keys, err := ballot.OpenDirectory(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		w := &world{t: t, store: s, keys: keys, now: start}
		w.life = life.New(s, keys, "https://trust.example.org", func() time.Time { return w.now }, rand.Reader)
		w.office = ballot.NewOffice(keys, s, s, s, func() time.Time { return w.now })
		do(t, w)
	})
}

// staff imports teams of the given sizes; the first person of each has e-mail,
// every third of the others has none.
func (w *world) staff(sizes map[string]int) {
	w.t.Helper()
	var file bytes.Buffer
	file.WriteString("employee_id,name,email,team,manages,language\n")
	for team, n := range sizes {
		for i := range n {
			id := fmt.Sprintf("%s-%03d", survey.Path(team).ID()[:6], i)
			email := id + "@example.org"
			if i%3 == 2 {
				email = ""
			}
			fmt.Fprintf(&file, "%s,Person %s,%s,%s,,en\n", id, id, email, team)
		}
	}
	list, err := people.ReadList("staff.csv", bytes.NewReader(file.Bytes()), int64(file.Len()))
	w.check(err)
	current, err := w.store.Everybody(w.t.Context())
	w.check(err)
	plan, err := people.NewPlan(current, list, true)
	w.check(err)
	w.check(w.store.Import(w.t.Context(), plan.Import("test", w.now)))
}

func (w *world) check(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// draft makes a draft of P6.
func (w *world) draft(name, closes string, rehearsal bool) survey.Survey {
	w.t.Helper()
	sv, err := w.life.Create(w.t.Context(), life.Draft{Name: name, BuiltIn: "P6", Closes: closes, Rehearsal: rehearsal}, life.CommandLine)
	w.check(err)
	return sv
}

// open makes and opens a survey of P6.
func (w *world) open(closes string) survey.Survey {
	w.t.Helper()
	sv, err := w.life.Open(w.t.Context(), w.draft("Pulse", closes, false).ID, life.CommandLine)
	w.check(err)
	return sv
}

// links are everybody's personal links.
func (w *world) links(id string) []life.Link {
	w.t.Helper()
	links, err := w.life.Links(w.t.Context(), id, life.CommandLine)
	w.check(err)
	return links
}

// answer casts a ballot through the office, with every answer v.
func (w *world) answer(link string, v int) error {
	w.t.Helper()
	client := ballot.NewClient("http://office", &http.Client{Transport: officeTransport{w.office}}, rand.Reader)
	q, _, err := survey.BuiltIn("P6")
	w.check(err)
	answers := survey.Answers{}
	for _, it := range q.Items {
		answers[it.ID] = survey.Answer{Value: v}
	}
	return client.Answer(w.t.Context(), link, answers, nil)
}

// code is the code of an error, for comparisons.
func code(err error) survey.Code { return survey.CodeOf(err) }

// officeTransport answers the protocol's requests without a network.
type officeTransport struct{ office *ballot.Office }

// RoundTrip implements http.RoundTripper.
func (o officeTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	var id, route string
	if n, _ := fmt.Sscanf(r.URL.Path, "/api/ballot/%16s", &id); n != 1 {
		return nil, fmt.Errorf("no route %s", r.URL.Path)
	}
	route = r.Method + r.URL.Path[len("/api/ballot/")+len(id):]
	var body bytes.Buffer
	if r.Body != nil {
		if _, err := body.ReadFrom(r.Body); err != nil {
			return nil, err
		}
	}
	status, answer, err := o.answer(r.Context(), id, route, body.Bytes())
	if err != nil {
		status = map[survey.Code]int{survey.CodeUsed: 409, survey.CodeClosed: 410, survey.CodeNotFound: 404}[code(err)]
		if status == 0 {
			return nil, err
		}
		answer, _ = json.Marshal(map[string]any{"error": map[string]any{"code": code(err), "message": err.Error()}})
	}
	return &http.Response{StatusCode: status, Body: nopCloser{bytes.NewReader(answer)}, Header: http.Header{}, Request: r}, nil
}

func (o officeTransport) answer(ctx context.Context, id, route string, body []byte) (int, []byte, error) {
	var v any
	var err error
	status := http.StatusOK
	switch route {
	case "GET":
		raw, err := o.office.Manifest(ctx, id)
		return status, raw, err
	case "POST/collect":
		v, err = o.office.Collect(ctx, id, body)
	case "POST/box":
		status = http.StatusCreated
		v, err = o.office.Cast(ctx, id, body)
	default:
		err = fmt.Errorf("no route %s", route)
	}
	if err != nil {
		return 0, nil, err
	}
	raw, err := json.Marshal(v)
	return status, raw, err
}

type nopCloser struct{ *bytes.Reader }

// Close implements io.Closer.
func (nopCloser) Close() error { return nil }
