package server

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
	"teamtrust/web"
)

// bench is a running server over a real store, with a small staff list.
type bench struct {
	t      *testing.T
	store  *store.Store
	life   *life.Life
	keys   *ballot.Directory
	server *Server
	url    string
	log    bytes.Buffer
	ahead  atomic.Int64 // by how much the bench's clock is ahead, in nanoseconds
}

func (b *bench) now() time.Time { return time.Now().Add(time.Duration(b.ahead.Load())) }

// eachServer runs the test over both databases.
func eachServer(t *testing.T, do func(t *testing.T, b *bench)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ string) { do(t, newBench(t, s)) })
}

func newBench(t *testing.T, s *store.Store) *bench {
	t.Helper()
	keys, err := ballot.OpenDirectory(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := web.New(web.Dist())
	if err != nil {
		t.Fatalf("%v", err)
	}
	b := &bench{t: t, store: s, keys: keys}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { b.server.ServeHTTP(w, r) }))
	t.Cleanup(front.Close)
	b.url = front.URL
	b.life = life.New(s, keys, front.URL, b.now, rand.Reader)
	b.server = New(Deps{
		Store: s, Life: b.life, Office: ballot.NewOffice(keys, s, s, s, b.now), Web: bundle, Sessions: s.Sessions(),
		Schedule:  func(context.Context, survey.Survey) error { return nil },
		PublicURL: front.URL, Retention: 45, Now: b.now, Log: slog.New(slog.NewTextHandler(&b.log, nil)),
	})
	b.staff("employee_id,name,email,team,manages,language",
		"A1,Ada,ada@example.org,Alpha,Alpha,en", "A2,Bo,bo@example.org,Alpha,,en", "A3,Cy,cy@example.org,Alpha,,en",
		"A4,Di,di@example.org,Alpha,,en", "A5,Ed,,Alpha,,en", "A6,Flo,flo@example.org,Alpha,,en",
		"B1,Gus,gus@example.org,Beta,Beta,de", "B2,Hal,hal@example.org,Beta,,de", "B3,Ida,ida@example.org,Beta,,de",
		"B4,Jo,jo@example.org,Beta,,de", "B5,Kim,kim@example.org,Beta,,ar")
	return b
}

// staff imports a whole staff list.
func (b *bench) staff(rows ...string) {
	b.t.Helper()
	file := []byte(strings.Join(rows, "\n") + "\n")
	list, err := people.ReadList("staff.csv", bytes.NewReader(file), int64(len(file)))
	if err != nil {
		b.t.Fatal(err)
	}
	current, err := b.store.Everybody(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	plan, err := people.NewPlan(current, list, true)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.store.Import(b.t.Context(), plan.Import("test", time.Now())); err != nil {
		b.t.Fatal(err)
	}
}

// client is a browser's worth of HTTP: it keeps cookies and does not follow
// redirects.
func client(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// signedIn returns a client that is signed in with the roles.
func (b *bench) signedIn(email string, teams []survey.Path, roles ...people.Role) *http.Client {
	b.t.Helper()
	var acc people.Account
	var err error
	for _, r := range roles {
		if acc, err = b.store.AddAccount(b.t.Context(), email, r, teams); err != nil {
			b.t.Fatal(err)
		}
	}
	secret := rand.Text()
	if err := b.store.AddSignInLink(b.t.Context(), life.HashSecret(secret), acc.ID, time.Now().Add(time.Hour)); err != nil {
		b.t.Fatal(err)
	}
	c := client(b.t)
	if code, _ := b.get(c, "/sign-in/"+secret); code != http.StatusSeeOther {
		b.t.Fatalf("signing in: status %d", code)
	}
	return c
}

func (b *bench) get(c *http.Client, path string) (int, string) {
	b.t.Helper()
	return b.answer(c.Get(b.url + path))
}

func (b *bench) post(c *http.Client, path string, form url.Values) (int, string) {
	b.t.Helper()
	return b.answer(c.PostForm(b.url+path, form))
}

func (b *bench) answer(res *http.Response, err error) (int, string) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return res.StatusCode, string(raw)
}

// multipart is a form with a file in a field as a browser sends it; without a
// name for the file, as it is sent where none was chosen.
func (b *bench) multipart(values map[string]string, field, name, file string) (kind string, body io.Reader) {
	b.t.Helper()
	out := new(bytes.Buffer)
	w := multipart.NewWriter(out)
	for field, value := range values {
		if err := w.WriteField(field, value); err != nil {
			b.t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile(field, name)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := io.WriteString(part, file); err != nil {
		b.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.t.Fatal(err)
	}
	return w.FormDataContentType(), out
}
