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

func TestResultsAreForHRAloneUntilTheTimeThatHRSets(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		hr := b.signedIn("hr@example.org", nil, people.HR)
		manager := b.signedIn("m@example.org", []survey.Path{"House / Floor A"}, people.Manager)
		team, form := "/team/"+survey.Path("House / Floor A").ID(), "/hr/surveys/"+h.ID+"/shown"
		tomorrow := time.Now().UTC().Add(24 * time.Hour).Truncate(time.Minute)
		set := url.Values{"show_by": {"at"}, "show_date": {tomorrow.Format(time.DateOnly)}, "show_time": {tomorrow.Format("15:04")}}
		if code, body := b.post(hr, form, set); code != http.StatusSeeOther {
			t.Fatalf("setting the time: status %d\n%s", code, body)
		}
		b.end(&h)
		when := "Results come on <time datetime=\"" + tomorrow.Format(time.RFC3339)
		for name, page := range map[string]string{"a manager's team": b.page(manager, team), "a manager's start": b.page(manager, "/"), "an employee's results": b.results(h, h.links[0])} {
			if !strings.Contains(page, when) || strings.Contains(page, "22 of 24") || strings.Contains(page, "11 of 12") || strings.Contains(page, "remark-of-") {
				t.Errorf("%s does not say when results come, or shows some:\n%s", name, page)
			}
		}
		if page := b.results(h, h.links[0]); !says(page, "A ballot was handed out for this invitation.") {
			t.Error("an employee is not told whether a ballot was handed out")
		}
		for _, path := range []string{team, "/org"} {
			if page := b.page(hr, path); !strings.Contains(page, "11 of 12") {
				t.Errorf("HR does not read %s at once", path)
			}
		}
		if code, _ := b.post(hr, form, url.Values{"show_by": {"once"}}); code != http.StatusSeeOther {
			t.Errorf("letting others read at once: status %d", code)
		}
		if page := b.page(manager, team); !strings.Contains(page, "11 of 12") {
			t.Error("the manager does not read the results that HR has let out")
		}
		if page := b.results(h, h.links[0]); !strings.Contains(page, "11 of 12") {
			t.Error("the employee does not read the results that HR has let out")
		}
		if code, body := b.post(hr, form, set); code != http.StatusConflict || !says(body, "that cannot be taken back") {
			t.Errorf("taking results back: status %d", code)
		}
	})
}

func TestATimeForResultsThatIsNoneIsRefused(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		hr := b.signedIn("hr@example.org", nil, people.HR)
		for date, want := range map[string]string{"": "Enter the date from which", "31.12.2026": "Enter the date from which", "2020-01-01": "Enter a date after now", "9999-01-01": "Enter a date after now"} {
			code, body := b.post(hr, "/hr/surveys/"+h.ID+"/shown", url.Values{"show_by": {"at"}, "show_date": {date}, "show_time": {"09:00"}})
			if code != http.StatusBadRequest || !says(body, want) || !strings.Contains(body, `value="`+date+`"`) {
				t.Errorf("%q: status %d, want 400, %q and the form as it was entered\n%s", date, code, want, body)
			}
		}
		manager := b.signedIn("m@example.org", []survey.Path{"House"}, people.Manager)
		if code, _ := b.post(manager, "/hr/surveys/"+h.ID+"/shown", url.Values{"show_by": {"once"}}); code != http.StatusForbidden {
			t.Errorf("a manager sets the time: status %d, want 403", code)
		}
	})
}

func TestManagersAndEmployeesReadFromTheirOwnTimes(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		hr := b.signedIn("hr@example.org", nil, people.HR)
		tomorrow := time.Now().UTC().Add(24 * time.Hour).Format(time.DateOnly)
		for _, set := range []url.Values{
			{"show_by": {"at"}, "show_date": {tomorrow}},
			{"show_by": {"once"}, "show_team": {"House / Floor A"}, "show_reader": {"manager"}},
			{"show_by": {"once"}, "show_team": {"House / Floor B"}, "show_reader": {"employee"}},
		} {
			if code, body := b.post(hr, "/hr/surveys/"+h.ID+"/shown", set); code != http.StatusSeeOther {
				t.Fatalf("%v: status %d\n%s", set, code, body)
			}
		}
		b.end(&h)
		both := b.signedIn("m@example.org", []survey.Path{"House / Floor A", "House / Floor B"}, people.Manager)
		for team, open := range map[survey.Path]bool{"House / Floor A": true, "House / Floor B": false} {
			for _, path := range []string{"", "/trend", "/trend?survey=" + h.ID, "/items", "/comments", "/guide"} {
				page := b.page(both, "/team/"+team.ID()+path)
				if waits := strings.Contains(page, "Results come on"); waits && open || path != "/guide" && waits == open {
					t.Errorf("%s%s: the manager waits: %v", team, path, waits)
				}
			}
			if page := b.page(both, "/team/"+team.ID()); strings.Contains(page, "11 of 12") != open {
				t.Errorf("%s: figures come too early or not at all", team)
			}
			if page := b.page(both, "/team/"+team.ID()+"/comments"); strings.Contains(page, "remark-of-") != open {
				t.Errorf("%s: comments come too early or not at all", team)
			}
			if page := b.page(both, "/explore?team="+url.QueryEscape(string(team))); strings.Contains(page, "chart-heatmap") != open {
				t.Errorf("%s: Explore shows it too early or not at all", team)
			}
		}
		if home := b.page(both, "/"); !strings.Contains(home, "11 of 12") || !strings.Contains(home, "Results come on") {
			t.Errorf("the start page does not tell the two teams apart:\n%s", home)
		}
		for i, open := range map[int]bool{0: false, 12: true} {
			if page := b.results(h, h.links[i]); strings.Contains(page, "11 of 12") != open || strings.Contains(page, "Results come on") == open {
				t.Errorf("the employee %s reads: %v, want %v", h.links[i].Person, !open, open)
			}
		}
		page := b.page(hr, "/hr/surveys/"+h.ID)
		if !says(page, "All teams", "House / Floor A", "As the team above", "can read them now") {
			t.Errorf("HR does not read who reads what when:\n%s", page)
		}
		if code, _ := b.post(hr, "/hr/surveys/"+h.ID+"/shown", url.Values{"show_by": {"above"}, "show_team": {"House / Floor A"}, "show_reader": {"employee"}}); code != http.StatusSeeOther {
			t.Errorf("following the team above: status %d", code)
		}
		code, body := b.post(hr, "/hr/surveys/"+h.ID+"/shown", url.Values{"show_by": {"once"}, "show_team": {"House / Flor A"}})
		if code != http.StatusBadRequest || !says(body, "Choose a team of this survey") || !strings.Contains(body, `value="House / Flor A"`) {
			t.Errorf("a team that does not exist: status %d", code)
		}
	})
}
