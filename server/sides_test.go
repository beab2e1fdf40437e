package server

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"teamtrust/survey/people"
)

// patterns are all routes that functions register, as "METHOD /path".
func patterns(lists ...func(*gin.Engine)) map[string]bool {
	e := gin.New()
	for _, list := range lists {
		list(e)
	}
	out := map[string]bool{}
	for _, r := range e.Routes() {
		out[r.Method+" "+r.Path] = true
	}
	return out
}

// ask is one request without cookies.
func ask(h http.Handler, method, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader("{}")))
	return w
}

func TestEachSideHasItsRoutesAndNoOther(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		employees, office := b.server.Employees(), b.server.WithoutBallots()
		for _, tt := range []struct {
			route                string
			employees, elsewhere int
		}{
			{"GET /api/ballot/" + h.ID, 200, 404},
			{"POST /api/ballot/" + h.ID + "/collect", 400, 404},
			{"POST /api/ballot/" + h.ID + "/box", 400, 404},
			{"DELETE /api/ballot/" + h.ID + "/box", 400, 404},
			{"GET /surveys/" + h.ID, 200, 404},
			{"GET /surveys/" + h.ID + "/results", 303, 404},
			{"POST /surveys/" + h.ID + "/results", 404, 404},
			{"GET /how", 200, 200},
			{"GET /verify", 200, 200},
			{"GET /verify/" + h.ID, 200, 200},
			{"GET /verify/log/checkpoint", 200, 200},
			{"GET /assets/none.js", 404, 404},
			{"GET /", 404, 303},
			{"GET /sign-in", 404, 200},
			{"POST /sign-out", 404, 303},
			{"GET /org", 404, 303},
			{"GET /hr/surveys/" + h.ID, 404, 303},
			{"GET /admin/accounts", 404, 303},
			{"GET /healthz", 404, 200},
			{"GET /readyz", 404, 200},
			{"GET /metrics", 404, 404},
			{"GET /api/", 404, 404},
			{"GET /nothing", 404, 404},
		} {
			method, path, _ := strings.Cut(tt.route, " ")
			for name, got := range map[string][2]int{
				"the employees' address": {ask(employees, method, path).Code, tt.employees},
				"the other address":      {ask(office, method, path).Code, tt.elsewhere},
			} {
				if got[0] != got[1] {
					t.Errorf("%s at %s: status %d, want %d", tt.route, name, got[0], got[1])
				}
			}
		}
	})
}

// A route that is added to neither list, or to the wrong one, is found here.
func TestTheListsOfRoutesAreApart(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		s := b.server
		shared, ballots, office := patterns(s.sharedRoutes), patterns(s.employeeRoutes), patterns(s.officeRoutes)
		for route := range patterns(s.sharedRoutes, s.employeeRoutes, s.officeRoutes) {
			lists := 0
			for _, list := range []map[string]bool{shared, ballots, office} {
				if list[route] {
					lists++
				}
			}
			if lists != 1 {
				t.Errorf("%s is in %d lists", route, lists)
			}
			_, path, _ := strings.Cut(route, " ")
			if own := strings.HasPrefix(path, "/api/ballot/") || strings.HasPrefix(path, "/surveys/") || path == "/code"; own != ballots[route] {
				t.Errorf("%s: in the list of ballot routes: %t", route, ballots[route])
			}
			if ballots[route] && !cookieless(path) || shared[route] && !cookieless(path) {
				t.Errorf("%s would load a session", route)
			}
		}
	})
}

func TestTheEmployeesAddressKnowsNobody(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		front := httptest.NewServer(b.server.Employees())
		defer front.Close()
		c := b.signedIn("hr@example.org", nil, people.HR)
		cookies := c.Jar.Cookies(request(t, b.url).URL)
		if len(cookies) == 0 {
			t.Fatal("nobody has signed in")
		}
		for _, path := range []string{"/", "/hr/surveys", "/how?lang=de", "/nothing"} {
			r := request(t, front.URL+path)
			for _, cookie := range cookies {
				r.AddCookie(cookie)
			}
			code, body := b.answer(http.DefaultClient.Do(r))
			if path != "/how?lang=de" && code != http.StatusNotFound {
				t.Errorf("%s: status %d, want 404", path, code)
			}
			if strings.Contains(body, "hr@example.org") || strings.Contains(body, `class="brand" href="/"`) || !strings.Contains(body, "</html>") {
				t.Errorf("%s: a page that knows the account, leads to the other side or is not whole:\n%s", path, body)
			}
		}
	})
}

func request(t *testing.T, url string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAHostIsComparedAsBrowsersDo(t *testing.T) {
	here := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200) })
	for _, tt := range []struct {
		host, asked string
		want        int
	}{
		{"ballots.example.org", "ballots.example.org", 200},
		{"ballots.example.org", "Ballots.Example.ORG.", 200},
		{"ballots.example.org", "ballots.example.org:443", 200},
		{"ballots.example.org:80", "ballots.example.org", 200},
		{"ballots.example.org", "ballots.example.org:8080", 404},
		{"ballots.example.org", "trust.example.org", 404},
		{"ballots.example.org", "xballots.example.org", 404},
		{"127.0.0.1:8081", "127.0.0.1:8081", 200},
		{"127.0.0.1:8081", "127.0.0.1:8080", 404},
		{"[::1]:8081", "[::1]:8081", 200},
		{"ballots.example.org", "", 404},
	} {
		r := httptest.NewRequest(http.MethodGet, "/how", nil)
		r.Host = tt.asked
		w := httptest.NewRecorder()
		ByHost(tt.host, here, http.NotFoundHandler()).ServeHTTP(w, r)
		if w.Code != tt.want {
			t.Errorf("%q asked as %q: %d, want %d", tt.host, tt.asked, w.Code, tt.want)
		}
	}
}
