package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"teamtrust/survey/people"
)

// scrape reads /metrics as Prometheus does.
func (b *bench) scrape() string {
	b.t.Helper()
	w := ask(b.server.Metrics("1.2.3"), http.MethodGet, "/metrics")
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
		b.t.Fatalf("status %d, %s", w.Code, w.Header().Get("Content-Type"))
	}
	return w.Body.String()
}

func TestMetricsDoNotMoveWhenPeopleVote(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold() // 22 ballots
		before := b.scrape()
		for _, l := range []int{11, 23} {
			b.vote(h, h.links[l])
		}
		_, fragment, _ := strings.Cut(h.links[0].URL, "#")
		secret, _, _ := strings.Cut(fragment, ".")
		for _, path := range []string{"/how", "/verify", "/verify/" + h.ID, "/surveys/" + h.ID, "/surveys/none", "/api/ballot/none", "/healthz"} {
			b.get(client(t), path)
		}
		b.post(client(t), "/surveys/"+h.ID+"/results", url.Values{"invitation": {secret}})
		b.post(client(t), "/api/ballot/"+h.ID+"/box", url.Values{"no": {"json"}})
		if after := b.scrape(); after != before {
			t.Errorf("before\n%s\nafter\n%s", before, after)
		}
	})
}

func TestMetricsSayHowTheMachineIs(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		b.hold()
		b.get(b.signedIn("hr@example.org", nil, people.HR), "/hr/surveys")
		b.get(client(t), "/org")
		text := b.scrape()
		for _, want := range []string{
			`teamtrust_build_info{version="1.2.3"} 1`, "teamtrust_database_up 1", `teamtrust_surveys{state="open"} 1`, `teamtrust_surveys{state="draft"} 0`,
			`teamtrust_office_request_seconds_count{status="2xx"} 1`, `teamtrust_office_request_seconds_count{status="3xx"} 2`, "teamtrust_employees_failing 0", "teamtrust_start_time_seconds ",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("%s is missing:\n%s", want, text)
			}
		}
		for _, never := range []string{"go_", "process_", "ballot", "collect", "cast", "hr@example.org"} {
			if strings.Contains(text, never) {
				t.Errorf("%q is among the metrics:\n%s", never, text)
			}
		}
		b.server.faults.add("/api/ballot/:survey/box", "the disk is full")
		if got := b.scrape(); got != text {
			t.Error("a failure moves them at the moment when it happens")
		}
		b.server.Report(t.Context())
		if got := b.scrape(); !strings.Contains(got, "teamtrust_employees_failing 1") {
			t.Errorf("the report of a failure does not show:\n%s", got)
		}
		b.server.Report(t.Context())
		if got := b.scrape(); got != text {
			t.Errorf("a failure that is over still shows:\n%s", got)
		}
		if code := ask(b.server.Metrics(""), http.MethodGet, "/").Code; code != http.StatusNotFound {
			t.Errorf("another path: status %d, want 404", code)
		}
	})
}
