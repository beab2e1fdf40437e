package server

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"teamtrust/survey/people"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

func TestAFailingTemplateGivesAWholePage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ string) {
		b := newBench(t, s)
		e := gin.New()
		e.Use(b.server.recover, headers)
		e.GET("/how/fails", b.server.page(func(c *gin.Context) error {
			return b.server.render(c, http.StatusOK, "team", struct{ Nonsense int }{})
		}))
		e.GET("/how/panics", b.server.page(func(*gin.Context) error { panic("secret of a person") }))
		for _, path := range []string{"/how/fails", "/how/panics"} {
			w := httptest.NewRecorder()
			e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
			body := w.Body.String()
			if w.Code != http.StatusInternalServerError || strings.Count(body, "<html") != 1 || !strings.Contains(body, "</html>") {
				t.Errorf("%s: status %d, want 500 and one whole page:\n%s", path, w.Code, body)
			}
		}
		if strings.Contains(b.log.String(), "secret of a person") {
			t.Error("the log of the employees' side carries the text of a panic")
		}
	})
}

func TestAnotherSiteCannotPost(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		c := b.signedIn("hr@example.org", nil, people.HR)
		req, err := http.NewRequest(http.MethodPost, b.url+"/hr/surveys", strings.NewReader("name=x"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		req.Header.Set("Accept-Language", "de")
		code, body := b.answer(c.Do(req))
		if code != http.StatusForbidden || !strings.Contains(body, "</html>") {
			t.Errorf("status %d, want 403 and a whole page", code)
		}
		if !says(body, "von einer anderen Website") || strings.Contains(body, "Rolle") || strings.Contains(body, `class="lead" lang=`) {
			t.Errorf("the page does not say why, in German:\n%s", body)
		}
	})
}

func TestBallotRoutesTakeAndSetNoCookie(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		c := b.signedIn("hr@example.org", nil, people.HR)
		for _, path := range []string{"/api/ballot/none", "/surveys/none", "/verify", "/verify/none", "/how", "/healthz", "/readyz"} {
			res, err := c.Get(b.url + path)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if got := res.Header.Get("Set-Cookie"); got != "" {
				t.Errorf("%s sets the cookie %q", path, got)
			}
			if got := res.Header.Get("Vary"); strings.Contains(got, "Cookie") {
				t.Errorf("%s depends on cookies", path)
			}
		}
	})
}

func TestBodiesAreBounded(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		large := strings.NewReader(`{"unit":"` + strings.Repeat("x", 70_000) + `"}`)
		code, body := b.answer(http.Post(b.url+"/api/ballot/none/box", "application/json", large))
		if code != http.StatusRequestEntityTooLarge || !strings.Contains(body, `"too_large"`) {
			t.Errorf("status %d, body %s; want 413 too_large", code, body)
		}
	})
}

func TestUnknownAddressesAreWholePages(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		for path, want := range map[string]int{"/nothing": 404, "/surveys/none": 404, "/team/none": 303, "/sign-in/none": 410} {
			code, body := b.get(client(t), path)
			if code != want || want != 303 && !strings.Contains(body, "</html>") {
				t.Errorf("%s: status %d, want %d and a whole page", path, code, want)
			}
		}
		code, _ := b.answer(http.Post(b.url+"/org", "text/plain", nil))
		if code != http.StatusNotFound && code != http.StatusMethodNotAllowed {
			t.Errorf("POST /org: status %d", code)
		}
	})
}

func TestWhatIsTheSameForEverybodyIsCompressed(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		for path, want := range map[string]string{"/how": "gzip", "/sign-in": ""} {
			req, err := http.NewRequest(http.MethodGet, b.url+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Accept-Encoding", "gzip")
			res, err := client(t).Do(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if got := res.Header.Get("Content-Encoding"); got != want {
				t.Errorf("%s is encoded %q, want %q", path, got, want)
			}
		}
	})
}

func TestWhetherTheServerIsWellCanBeAskedForWithoutAnAnswersBody(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		for _, path := range []string{"/healthz", "/readyz"} {
			res, err := http.Head(b.url + path)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if res.StatusCode != http.StatusOK {
				t.Errorf("HEAD %s: status %d, want 200", path, res.StatusCode)
			}
		}
	})
}
