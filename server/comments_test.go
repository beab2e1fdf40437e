package server

import (
	"net/http"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

func TestATeamLeadsToCommentsThatStandBelowIt(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		b.end(&h)
		manager := b.signedIn("m@example.org", []survey.Path{"House"}, people.Manager)
		_, page := b.get(manager, "/team/"+survey.Path("House").ID())
		_, comments, _ := strings.Cut(page, `<h2 id="comments">`)
		comments, _, _ = strings.Cut(comments, "</section>")
		for _, floor := range []survey.Path{"House / Floor A", "House / Floor B"} {
			if link := `href="/team/` + floor.ID() + "/comments?survey=" + h.ID + `"`; !strings.Contains(comments, link) {
				t.Errorf("no link to the comments of %s", floor)
			}
		}
		if strings.Contains(comments, "None can be shown here") || strings.Contains(comments, "remark-of-") {
			t.Error("the page says that there are none, or shows those of a team below")
		}
		_, page = b.get(manager, "/team/"+survey.Path("House / Floor A").ID())
		if strings.Contains(page, "Comments of teams below") {
			t.Error("a team without teams below leads to theirs")
		}
	})
}

func TestTheCommentsSayWhoIsCountedTogether(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.house(map[string]int{"P": 4, "P / A": 12, "P / B": 6, "P / C": 3, "Q": 12})
		b.end(&h)
		r, err := b.server.result(t.Context(), h.Survey, "en")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			labels []survey.Path
			at     survey.Path
			want   string
		}{
			{[]survey.Path{"P / A", "P", "Q"}, "P / A", "P / A"},
			{[]survey.Path{"P / A", "P", "Q"}, "P", "P P / B P / C"},
			{[]survey.Path{"P", "Q"}, "P", "P P / A P / B P / C"},
			{[]survey.Path{"P / A", ""}, "", "P P / B P / C Q"},
			{[]survey.Path{"P / A"}, "P", ""},
			{nil, "P", ""},
		} {
			if got := strings.Join(r.writers(c.labels, c.at), " "); got != c.want {
				t.Errorf("released at %v, those at %q are of %q, want %q", c.labels, c.at, got, c.want)
			}
		}
	})
}

func TestCommentsHaveAPageOfTheirOwn(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		b.end(&h)
		a := survey.Path("House / Floor A")
		manager := b.signedIn("m@example.org", []survey.Path{a}, people.Manager)
		_, page := b.get(manager, "/team/"+a.ID())
		if !strings.Contains(page, `href="/team/`+a.ID()+"/comments?survey="+h.ID+`"`) || !strings.Contains(page, "11 comments") || strings.Contains(page, "remark-of-") {
			t.Error("the team's page does not lead to the comments, or shows them itself")
		}
		code, page := b.get(manager, "/team/"+a.ID()+"/comments")
		if code != http.StatusOK || !strings.Contains(page, "remark-of-A01") || strings.Contains(page, "remark-of-B") || !strings.Contains(page, "<bdi>House / Floor A</bdi>") {
			t.Errorf("the page of the comments: status %d", code)
		}
		if code, _ := b.get(manager, "/team/"+survey.Path("House / Floor B").ID()+"/comments"); code != http.StatusForbidden {
			t.Errorf("another team's comments: status %d", code)
		}
		hr := b.signedIn("hr@example.org", nil, people.HR)
		if code, page := b.get(hr, "/org/comments"); code != http.StatusOK || !strings.Contains(page, "None can be shown here") || !strings.Contains(page, "House / Floor B") {
			t.Errorf("the organisation's comments: status %d", code)
		}
	})
}
