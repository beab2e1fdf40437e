package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// What one database cannot hold is refused alike on both.
func TestAnAddressThatIsNoTextIsNotFound(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		hr := b.signedIn("hr@example.org", nil, people.HR)
		manager := b.signedIn("m@example.org", []survey.Path{"Alpha"}, people.Manager)
		for _, c := range []*http.Client{hr, manager, client(t)} {
			for _, path := range []string{
				"/hr/surveys/%00", "/hr/surveys/%ff", "/hr/surveys/a%00b/preview", "/surveys/%00", "/team/%ff", "/org?survey=%00", "/org?%ff=1",
				"/hr/surveys?lang=%c3%28", "/sign-in/%00", "/setup/%ff", "/how?lang=%00", "/%00",
			} {
				if code, body := b.get(c, path); code != http.StatusNotFound || !strings.Contains(body, "</html>") {
					t.Errorf("GET %s: status %d, want 404 and a whole page", path, code)
				}
			}
		}
		for _, path := range []string{"/api/ballot/%00", "/api/ballot/x?a=%ff"} {
			if code, body := b.get(client(t), path); code != http.StatusNotFound || !strings.Contains(body, `"code":"not_found"`) {
				t.Errorf("GET %s: status %d, %s; want 404 not_found", path, code, body)
			}
		}
		for path, c := range map[string]*http.Client{"/surveys/no.id": client(t), "/hr/surveys/no.id": hr, "/hr/surveys/" + strings.Repeat("x", 33): hr} {
			if code, _ := b.get(c, path); code != http.StatusNotFound {
				t.Errorf("GET %s: status %d, want 404", path, code)
			}
		}
		if code, _ := b.get(manager, "/hr/surveys/no.id"); code != http.StatusForbidden {
			t.Errorf("a manager at /hr/surveys/no.id: status %d, want 403 as everywhere below /hr", code)
		}
		if b.log.Len() > 0 {
			t.Errorf("the log has failures:\n%s", b.log.String())
		}
	})
}

func TestAFormThatIsNoTextIsRefused(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		c := b.signedIn("hr@example.org", nil, people.HR, people.Admin)
		sv := b.pulse("P6").Survey
		for _, bad := range []string{"a\x00b", "a\xffb"} {
			for path, values := range map[string]url.Values{
				"/hr/surveys/" + sv.ID + "/close":   {"confirm": {"yes"}, "reason": {bad}},
				"/hr/surveys/" + sv.ID + "/replace": {"employee_id": {"A1"}, "replace_reason": {bad}},
				"/surveys/" + sv.ID + "/results":    {"invitation": {bad}},
				"/admin/accounts":                   {"email": {bad}, "role": {"hr"}},
				"/hr/surveys":                       {"name": {bad}, "questionnaire": {"P6"}},
				"/hr/people/import":                 {bad: {"plan"}},
				"/sign-in":                          {"email": {bad}},
			} {
				if code, body := b.post(c, path, values); code != http.StatusBadRequest || !strings.Contains(body, "</html>") {
					t.Errorf("POST %s with %q: status %d, want 400 and a whole page", path, bad, code)
				}
			}
			if code := b.upload(c, bad+".csv", web.ModePartial, "employee_id,team\nA1,Alpha\n"); code != http.StatusBadRequest {
				t.Errorf("a file called %q: status %d, want 400", bad, code)
			}
		}
		if now, err := b.store.Survey(t.Context(), sv.ID); err != nil || now.State != survey.Open {
			t.Errorf("the survey is %s (%v)", now.State, err)
		}
		if b.log.Len() > 0 {
			t.Errorf("the log has failures:\n%s", b.log.String())
		}
	})
}

// upload posts a staff list and returns the status.
func (b *bench) upload(c *http.Client, name, mode, file string) int {
	b.t.Helper()
	code, _ := b.send(c, name, mode, file)
	return code
}

// plan posts a partial staff list and returns the page.
func (b *bench) plan(c *http.Client, file string) (int, string) {
	b.t.Helper()
	return b.send(c, "staff.csv", web.ModePartial, file)
}

func (b *bench) send(c *http.Client, name, mode, file string) (int, string) {
	b.t.Helper()
	kind, body := b.multipart(map[string]string{"mode": mode}, "file", name, file)
	return b.answer(c.Post(b.url+"/hr/people/plan", kind, body))
}
