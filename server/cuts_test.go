package server

import (
	"net/http"
	"strings"
	"testing"

	"teamtrust/survey/life"
	"teamtrust/survey/people"
)

func TestCutsAreSaidBeforeAndShownAfterwards(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		rows := []string{"employee_id,name,email,team,manages,language"}
		for _, team := range []string{"Alpha", "Beta", "Delta", "Gamma"} {
			for i := range 12 {
				id := team + string(rune('a'+i))
				rows = append(rows, id+",Person,"+id+"@example.org,"+team+",,en")
			}
		}
		b.staff(rows...)
		hr := b.signedIn("hr@example.org", nil, people.HR)
		if code, page := b.postCuts(hr, "team,site\nOmega,Lyon\n"); code != http.StatusBadRequest || !strings.Contains(page, "is no team of the staff list") || !strings.Contains(page, `id="cuts-error"`) {
			t.Errorf("a wrong file: status %d", code)
		}
		if code, _ := b.postCuts(hr, "team;site\nAlpha;Bremen\nBeta;Bremen\nDelta;Bremen\nGamma;Lyon\n"); code != http.StatusSeeOther {
			t.Fatalf("a good file: status %d", code)
		}
		all, err := b.store.Surveys(t.Context())
		if err != nil || len(all) != 1 {
			t.Fatalf("%d surveys, %v", len(all), err)
		}
		h := b.open(all[0])
		sv := h.Survey
		if _, page := b.get(client(t), "/surveys/"+sv.ID); !strings.Contains(page, "also shown by this, from 10 answers on") || !strings.Contains(page, "site") {
			t.Error("people do not read of the cut before they answer")
		}
		for i, l := range h.links {
			if l.Team != "Gamma" || i%2 == 0 {
				b.vote(h, l)
			}
		}
		if _, err := b.life.Close(t.Context(), sv.ID, "test", life.CommandLine); err != nil {
			t.Fatal(err)
		}
		if _, page := b.get(hr, "/hr/surveys/"+sv.ID); !strings.Contains(page, "Also shown by") {
			t.Error("HR's page does not say what the survey is also shown by")
		}
		_, page := b.get(hr, "/org?survey="+sv.ID)
		_, section, found := strings.Cut(page, "By <bdi>site</bdi>")
		section, _, _ = strings.Cut(section, "</table>")
		if !found || !strings.Contains(section, "Bremen") || !strings.Contains(section, "24 of 24") {
			t.Error("the organisation's page does not show the larger site")
		}
		if !strings.Contains(section, "Lyon") || !strings.Contains(section, "fewer than 10 answers") || strings.Contains(section, "6 of 12") {
			t.Error("the site of six answers is not hidden")
		}
	})
}

// postCuts sends the form of a new survey with a file of cuts.
func (b *bench) postCuts(c *http.Client, file string) (code int, page string) {
	b.t.Helper()
	values := map[string]string{"name": "Pulse", "questionnaire": "P10", "close_by": "after", "close_days": "7", "minimum_group": "5"}
	kind, body := b.multipart(values, "cuts", "sites.csv", file)
	return b.answer(c.Post(b.url+"/hr/surveys", kind, body))
}
