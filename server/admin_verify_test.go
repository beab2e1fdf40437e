package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"teamtrust/survey/life"
	"teamtrust/survey/people"
)

func TestAnAuditorVerifiesABallotBoxAndSeesThatItIsConfirmed(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		b.end(&h)
		auditor := b.signedIn("auditor@example.org", nil, people.Auditor)
		if _, page := b.get(auditor, "/admin/verify"); !strings.Contains(page, "Not verified yet") || strings.Contains(page, "Confirmed") {
			t.Error("nobody has verified it yet, and the page says something else")
		}
		code, page := b.post(auditor, "/admin/verify/"+h.ID, url.Values{})
		for _, want := range []string{"Confirmed: everything that can be checked holds.", "The results, number by number, are those of a recount", `<span class="state open">Confirmed</span>`, "auditor@example.org"} {
			if code != http.StatusOK || !strings.Contains(page, want) {
				t.Errorf("status %d, and the page lacks %q", code, want)
			}
		}
		entries, err := b.store.EntriesOf(t.Context(), life.ActionVerify, 1)
		if err != nil || len(entries) != 1 || entries[0].Role != people.Auditor || entries[0].Object != h.ID {
			t.Errorf("the audit log has %+v, %v", entries, err)
		}
		if _, err := b.store.SQL().Exec("DELETE FROM ballots WHERE id = (SELECT min(id) FROM ballots)"); err != nil {
			t.Fatal(err)
		}
		if _, page := b.get(auditor, "/admin/verify"); !strings.Contains(page, `<span class="state open">Confirmed</span>`) {
			t.Error("what was found last does not stay until the next time")
		}
		code, page = b.post(auditor, "/admin/verify/"+h.ID, url.Values{})
		for _, want := range []string{"Something does not hold.", "21 ballots are stored, 22 were counted", `<span class="state refused">Does not hold</span>`} {
			if code != http.StatusOK || !strings.Contains(page, want) {
				t.Errorf("status %d, and the page lacks %q", code, want)
			}
		}
	})
}

func TestOnlyOneVerificationRunsAtATimeAndOnlyForThoseWhoMay(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		b.end(&h)
		path := "/admin/verify/" + h.ID
		if code, _ := b.post(b.signedIn("hr@example.org", nil, people.HR), path, url.Values{}); code != http.StatusForbidden {
			t.Errorf("HR: status %d, want 403", code)
		}
		admin := b.signedIn("admin@example.org", nil, people.Admin)
		b.server.verifying.Lock()
		if code, page := b.post(admin, path, url.Values{}); code != http.StatusConflict || !strings.Contains(page, "Another verification is running") {
			t.Errorf("status %d while another one is running", code)
		}
		b.server.verifying.Unlock()
		if code, _ := b.post(admin, path, url.Values{}); code != http.StatusOK {
			t.Errorf("status %d afterwards", code)
		}
		if code, _ := b.post(admin, "/admin/verify/none", url.Values{}); code != http.StatusNotFound {
			t.Errorf("status %d for a survey that there is not", code)
		}
	})
}
