package server

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

// failing answers every path with what handle does.
func (b *bench) failing(handle func(c *gin.Context) error) (ask func(path string) *httptest.ResponseRecorder) {
	e := gin.New()
	e.Use(b.server.recover, headers)
	for path, wrap := range map[string]func(handler) gin.HandlerFunc{"/api/ballot/:survey/box": b.server.api, "/surveys/:survey": b.server.page, "/how": b.server.page, "/org": b.server.page} {
		e.POST(path, wrap(handle))
	}
	return func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		b.server.sessions.LoadAndSave(e).ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, nil))
		return w
	}
}

func TestAFailureOfTheEmployeesSideIsToldLaterAndWithoutItsText(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ string) {
		for name, fail := range map[string]func(*gin.Context) error{
			"an error of a library": func(*gin.Context) error { return errors.New("decode secret-of-a-person") },
			"an error of the store": func(*gin.Context) error {
				return &survey.Fault{Text: "stage ballot: the disk is full", Err: errors.New("secret-of-a-person")}
			},
			"a panic": func(*gin.Context) error { panic("secret-of-a-person") },
		} {
			t.Run(name, func(t *testing.T) {
				b := newBench(t, s)
				ask := b.failing(fail)
				for range 3 {
					for _, path := range []string{"/api/ballot/abc/box", "/surveys/abc", "/how"} {
						w := ask(path)
						if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret-of-a-person") || strings.Contains(w.Body.String(), "<code>") {
							t.Errorf("%s: status %d, want 500 and neither a text nor a reference:\n%s", path, w.Code, w.Body)
						}
					}
				}
				if text := b.log.String(); text != "" {
					t.Errorf("it is logged when it happens: %s", text)
				}
				b.server.Report(t.Context())
				log := b.log.String()
				if lines := strings.Count(log, "\n"); lines != 3 {
					t.Errorf("%d lines tell of one failure on three routes, each three times:\n%s", lines, log)
				}
				for _, want := range []string{"route=/api/ballot/:survey/box", "route=/surveys/:survey", "route=/how"} {
					if !strings.Contains(log, want) {
						t.Errorf("the report lacks %s:\n%s", want, log)
					}
				}
				if name == "an error of the store" && !strings.Contains(log, "the disk is full") {
					t.Errorf("the report does not say what to do something about:\n%s", log)
				}
				if strings.Contains(log, "secret-of-a-person") || strings.Contains(log, "abc") {
					t.Errorf("the report repeats a value:\n%s", log)
				}
				b.log.Reset()
				b.server.Report(t.Context())
				if text := b.log.String(); text != "" {
					t.Errorf("it is told again: %s", text)
				}
			})
		}
	})
}

// Ballots are in memory when HR closes a survey: a panic there must not print
// them either.
func TestAPanicOfTheOfficesSideIsLoggedAtOnceByItsPlace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ string) {
		b := newBench(t, s)
		w := b.failing(func(*gin.Context) error { panic("secret-of-a-person") })("/org")
		log := b.log.String()
		if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "<code>") {
			t.Errorf("status %d, want 500 with a reference", w.Code)
		}
		if !strings.Contains(log, "panic of type string in teamtrust/server.TestAPanicOfTheOfficesSide") || strings.Contains(log, "secret-of-a-person") {
			t.Errorf("the log says\n%s", log)
		}
	})
}
