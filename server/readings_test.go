package server

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

// readingsOf are who read a team's results, as "account role kind".
func readingsOf(t *testing.T, b *bench, h held, team survey.Path) string {
	t.Helper()
	found, err := b.store.Readings(t.Context(), h.ID, team)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range found[team] {
		if !r.First.Equal(time.Now().UTC().Truncate(24*time.Hour)) || !r.Last.Equal(r.First) {
			t.Errorf("%s read from %v to %v, and it was today", r.Account, r.First, r.Last)
		}
		out = append(out, strings.Join([]string{r.Account, string(r.Role), r.Kind}, " "))
	}
	return strings.Join(out, ", ")
}

func TestEmployeesReadWhoOpenedAndExportedTheirResults(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		b.end(&h)
		const a, house = survey.Path("House / Floor A"), survey.Path("House")
		if page := b.results(h, h.links[0]); !says(page, "No account has opened or exported them yet.") {
			t.Errorf("somebody has read what nobody has opened:\n%s", page)
		}
		manager := b.signedIn("m@example.org", []survey.Path{a}, people.Manager)
		hr := b.signedIn("hr@example.org", nil, people.HR)
		for range 2 {
			b.page(manager, "/team/"+a.ID())
		}
		b.page(hr, "/hr/surveys/"+h.ID+"/workbook?team="+a.ID())
		b.page(hr, "/org.csv")
		b.page(hr, "/org")
		for team, want := range map[survey.Path]string{a: "hr@example.org hr exported, m@example.org manager opened", house: "", survey.Organisation: "hr@example.org hr exported, hr@example.org hr opened"} {
			if got := readingsOf(t, b, h, team); got != want {
				t.Errorf("%q was read by %q, want %q", team, got, want)
			}
		}
		today, err := b.server.Web.Date("en", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		page := b.results(h, h.links[0])
		if !says(page, "m@example.org Manager opened on "+today, "hr@example.org HR exported on "+today) {
			t.Errorf("the employee does not read who has:\n%s", page)
		}
		if page := b.page(manager, "/team/"+a.ID()); !says(page, "hr@example.org HR exported on "+today) {
			t.Error("the team's page does not say who has")
		}
	})
}

func TestEveryPageWithATeamsFiguresIsCountedAsOpened(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		b.end(&h)
		const a = survey.Path("House / Floor A")
		for i, path := range []string{"/", "/team/" + a.ID(), "/team/" + a.ID() + "/trend", "/explore", "/explore?view=surveys&team=" + a.ID()} {
			email := "m" + string(rune('0'+i)) + "@example.org"
			b.page(b.signedIn(email, []survey.Path{a}, people.Manager), path)
			if got := readingsOf(t, b, h, a); !strings.Contains(got, email+" manager opened") {
				t.Errorf("%s shows figures, and employees read %q", path, got)
			}
		}
		if got := readingsOf(t, b, h, survey.Organisation); got != "" {
			t.Errorf("managers of a team read the organisation's figures: %q", got)
		}
		hr := b.signedIn("hr@example.org", nil, people.HR)
		b.page(hr, "/hr/surveys/"+h.ID+"/as?reader=manager&team=House+%2F+Floor+B")
		if got := readingsOf(t, b, h, "House / Floor B"); got != "hr@example.org hr opened" {
			t.Errorf("looking through a manager's eyes is told as %q", got)
		}
	})
}

func TestNothingIsCountedWhereNothingWasRead(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.holdSmall()
		const attic = survey.Path("House / Attic")
		b.page(b.signedIn("m@example.org", []survey.Path{attic}, people.Manager), "/team/"+attic.ID())
		stranger := b.signedIn("s@example.org", []survey.Path{attic}, people.Manager)
		if code, _ := b.get(stranger, "/team/"+survey.Path("House / Floor A").ID()); code != http.StatusForbidden {
			t.Errorf("another's team: status %d", code)
		}
		for _, l := range h.links {
			b.results(h, l)
		}
		for _, team := range []survey.Path{attic, "House", "House / Floor A", survey.Organisation} {
			if got := readingsOf(t, b, h, team); got != "" {
				t.Errorf("%q was read by %q", team, got)
			}
		}
	})
}
