package server

import (
	"strings"
	"testing"

	"teamtrust/survey"
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
		cut := survey.Cut{Name: "site", Teams: map[survey.Path]string{"Alpha": "Bremen", "Beta": "Bremen", "Delta": "Bremen", "Gamma": "Lyon"}}
		sv, err := b.life.Create(t.Context(), life.Draft{Name: "Pulse", BuiltIn: "P10", Cuts: []survey.Cut{cut}}, life.CommandLine)
		if err != nil {
			t.Fatal(err)
		}
		if sv, err = b.life.Open(t.Context(), sv.ID, life.CommandLine); err != nil {
			t.Fatal(err)
		}
		if _, page := b.get(client(t), "/surveys/"+sv.ID); !strings.Contains(page, "also shown by this, from 10 answers on") || !strings.Contains(page, "site") {
			t.Error("people do not read of the cut before they answer")
		}
		h := held{Survey: sv}
		if h.links, err = b.life.Links(t.Context(), sv.ID, life.CommandLine); err != nil {
			t.Fatal(err)
		}
		for i, l := range h.links {
			if l.Team != "Gamma" || i%2 == 0 {
				b.vote(h, l)
			}
		}
		if _, err := b.life.Close(t.Context(), sv.ID, "test", life.CommandLine); err != nil {
			t.Fatal(err)
		}
		hr := b.signedIn("hr@example.org", nil, people.HR)
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
