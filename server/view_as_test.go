package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

// within is the main part of a page, without what the frame says of the reader.
func within(page string) string {
	_, rest, _ := strings.Cut(page, "<main")
	main, _, _ := strings.Cut(rest, "</main>")
	return main
}

func TestHRSeesExactlyWhatAManagerSees(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		hr := b.signedIn("hr@example.org", nil, people.HR)
		set := url.Values{"show_by": {"at"}, "show_date": {time.Now().UTC().Add(24 * time.Hour).Format(time.DateOnly)}, "show_team": {"House / Floor B"}}
		if code, _ := b.post(hr, "/hr/surveys/"+h.ID+"/shown", set); code != http.StatusSeeOther {
			t.Fatalf("holding Floor B back: status %d", code)
		}
		b.end(&h)
		for _, team := range []survey.Path{"House / Floor A", "House / Floor B", "House"} {
			manager := b.signedIn("m"+team.ID()+"@example.org", []survey.Path{team}, people.Manager)
			own := b.page(manager, "/team/"+team.ID()+"?survey="+h.ID)
			seen := b.page(hr, "/hr/surveys/"+h.ID+"/as?reader=manager&team="+url.QueryEscape(string(team)))
			if within(own) != within(seen) {
				t.Errorf("%s: HR sees\n%s\nthe manager\n%s", team, within(seen), within(own))
			}
			if !says(seen, "You see this page as a manager of "+string(team)+" sees it now.") {
				t.Errorf("%s: the page does not say whose it is", team)
			}
		}
	})
}

func TestHRSeesWhatAnEmployeeSees(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.holdSmall()
		hr := b.signedIn("hr@example.org", nil, people.HR)
		seen := b.page(hr, "/hr/surveys/"+h.ID+"/as?reader=employee&team="+url.QueryEscape("House / Attic"))
		for _, text := range []string{"You see this page as an employee of House / Attic", "Counted together here, without figures of their own: House / Attic.", "Here each employee reads whether a ballot was handed out"} {
			if !says(seen, text) {
				t.Errorf("it does not say %q:\n%s", text, seen)
			}
		}
		if got := readingsOf(t, b, h, "House"); got != "hr@example.org hr opened" {
			t.Errorf("the figures that it shows were read by %q", got)
		}
		if strings.Contains(seen, "remark-of-") || says(seen, "No ballot was handed out") {
			t.Error("it shows what employees do not read, or speaks of an invitation")
		}
	})
}

func TestEveryLookThroughOthersEyesIsRecordedAndHRsAlone(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.holdSmall()
		hr := b.signedIn("hr@example.org", nil, people.HR)
		address := "/hr/surveys/" + h.ID + "/as?reader=manager&team=" + url.QueryEscape("House / Floor A")
		for range 2 {
			b.page(hr, address)
		}
		entries, err := b.store.EntriesOf(t.Context(), "view as manager", 10)
		if err != nil || len(entries) != 2 || entries[0].Actor != "hr@example.org" || entries[0].Object != h.ID || entries[0].Detail != "House / Floor A" {
			t.Errorf("the log has %+v (%v)", entries, err)
		}
		for _, role := range []people.Role{people.Admin, people.Auditor, people.Manager} {
			other := b.signedIn(string(role)+"@example.org", []survey.Path{"House / Floor A"}, role)
			if code, _ := b.get(other, address); code != http.StatusForbidden {
				t.Errorf("%s: status %d, want 403", role, code)
			}
		}
		if code, _ := b.get(hr, "/admin/accounts"); code != http.StatusForbidden {
			t.Error("looking through a manager's eyes gave HR another role")
		}
		for team, want := range map[string]string{"": "Name the team", "House / Cellar": "Choose a team of this survey"} {
			code, body := b.get(hr, "/hr/surveys/"+h.ID+"/as?reader=manager&team="+url.QueryEscape(team))
			if code != http.StatusBadRequest || !says(body, want) {
				t.Errorf("%q: status %d, want 400 and %q", team, code, want)
			}
		}
	})
}
