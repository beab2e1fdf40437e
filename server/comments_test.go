package server

import (
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
			if link := `href="/team/` + floor.ID() + "?survey=" + h.ID + `"`; !strings.Contains(comments, link) {
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
