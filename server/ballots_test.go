package server

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

// failure is one answer below /api/ taken apart.
func failure(t *testing.T, res *http.Response) survey.Code {
	t.Helper()
	var body wireError
	if err := json.NewDecoder(res.Body).Decode(&body); err != nil {
		t.Fatalf("status %d without an error of the protocol: %v", res.StatusCode, err)
	}
	h := res.Header
	if res.StatusCode != status[body.Error.Code] || body.Error.Message == "" {
		t.Errorf("status %d with the code %q and the message %q", res.StatusCode, body.Error.Code, body.Error.Message)
	}
	if !strings.HasPrefix(h.Get("Content-Type"), "application/json") || h.Get("Cache-Control") != "no-store" || h.Get("Set-Cookie") != "" {
		t.Errorf("headers %v", h)
	}
	return body.Error.Code
}

func TestEveryFailureBelowAPIIsOneOfTheProtocol(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		draft, err := b.life.Create(t.Context(), life.Draft{Name: "Pulse", BuiltIn: "P6"}, life.CommandLine)
		if err != nil {
			t.Fatal(err)
		}
		bytes := func(n int) string { return base64.RawURLEncoding.EncodeToString(make([]byte, n)) }
		withdrawal := `{"unit":"u","nonce":"` + bytes(32) + `","token":"` + bytes(64) + `"}`
		c := b.signedIn("hr@example.org", nil, people.HR) // whose cookie must have no meaning
		for _, tt := range []struct {
			name, method, path, body string
			want                     survey.Code
		}{
			{"nothing", "GET", "/api/", "", survey.CodeNotFound},
			{"another room", "GET", "/api/people", "", survey.CodeNotFound},
			{"no survey", "GET", "/api/ballot/", "", survey.CodeNotFound},
			{"an unknown survey", "GET", "/api/ballot/none", "", survey.CodeNotFound},
			{"a draft", "GET", "/api/ballot/" + draft.ID, "", survey.CodeNotFound},
			{"a slash too many", "GET", "/api/ballot/none/", "", survey.CodeNotFound},
			{"what can be no id", "GET", "/api/ballot/a%20b", "", survey.CodeNotFound},
			{"what hides a slash", "GET", "/api/ballot/none%2Fbox", "", survey.CodeNotFound},
			{"an id too long", "GET", "/api/ballot/" + strings.Repeat("x", 33), "", survey.CodeNotFound},
			{"an unknown route", "POST", "/api/ballot/none/open", "{}", survey.CodeNotFound},
			{"a wrong method of the manifest", "PUT", "/api/ballot/none", "{}", survey.CodeNotFound},
			{"a wrong method of collect", "GET", "/api/ballot/none/collect", "", survey.CodeNotFound},
			{"a wrong method of the box", "PATCH", "/api/ballot/none/box", "{}", survey.CodeNotFound},
			{"a form that is none", "POST", "/api/ballot/none/collect", "{", survey.CodeBadRequest},
			{"a form that is none for the box", "POST", "/api/ballot/none/box", "{", survey.CodeBadRequest},
			{"no body", "DELETE", "/api/ballot/none/box", "", survey.CodeBadRequest},
			{"a good body for no survey", "DELETE", "/api/ballot/none/box", withdrawal, survey.CodeNotFound},
			{"a good body for what can be no id", "DELETE", "/api/ballot/a.b/box", withdrawal, survey.CodeNotFound},
			{"a body too large", "DELETE", "/api/ballot/none/box", strings.Repeat(" ", 1<<16) + withdrawal, survey.CodeTooLarge},
		} {
			t.Run(tt.name, func(t *testing.T) {
				for _, headers := range []map[string]string{nil, {"Content-Type": "text/html", "Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site", "Accept": "text/html"}} {
					req, err := http.NewRequestWithContext(t.Context(), tt.method, b.url+tt.path, strings.NewReader(tt.body))
					if err != nil {
						t.Fatal(err)
					}
					for k, v := range headers {
						req.Header.Set(k, v)
					}
					res, err := c.Do(req)
					if err != nil {
						t.Fatal(err)
					}
					defer res.Body.Close()
					if got := failure(t, res); got != tt.want {
						t.Errorf("%s, want %s", got, tt.want)
					}
				}
			})
		}
	})
}

func TestAPanicBelowAPIIsAFailureOfTheProtocol(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ string) {
		b := newBench(t, s)
		e := gin.New()
		e.Use(b.server.recover, headers)
		e.GET("/api/panics", func(*gin.Context) { panic("secret of a person") })
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/panics", nil))
		if got := failure(t, w.Result()); got != survey.CodeInternal {
			t.Errorf("%s, want %s", got, survey.CodeInternal)
		}
		if strings.Contains(b.log.String(), "secret of a person") {
			t.Error("the log carries the text of a panic")
		}
	})
}
