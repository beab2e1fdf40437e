package server

import (
	"net/http"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

func TestATeamsFiguresArePresentedWithoutItsComments(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		b.end(&h)
		const a = survey.Path("House / Floor A")
		manager := b.signedIn("m@example.org", []survey.Path{a}, people.Manager)
		if page := b.page(manager, "/team/"+a.ID()); !strings.Contains(page, "/team/"+a.ID()+"/present?survey="+h.ID) {
			t.Error("the team's page does not lead to its presentation")
		}
		page := b.page(manager, "/team/"+a.ID()+"/present?survey="+h.ID)
		if !says(page, "Floor A", "Trust is", "11 of 12 answered") || strings.Contains(page, "remark-of-") {
			t.Errorf("figures are missing, or comments are shown to a room:\n%s", page)
		}
		if got := readingsOf(t, b, h, a); got != "m@example.org manager opened" {
			t.Errorf("the presentation is told as %q", got)
		}
		if code, _ := b.get(manager, "/team/"+survey.Path("House / Floor B").ID()+"/present"); code != http.StatusForbidden {
			t.Errorf("another's team: status %d, want 403", code)
		}
	})
}

func TestATeamWithoutFiguresHasNothingToPresent(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.holdSmall()
		const attic = survey.Path("House / Attic")
		manager := b.signedIn("m@example.org", []survey.Path{attic}, people.Manager)
		if code, _ := b.get(manager, "/team/"+attic.ID()+"/present?survey="+h.ID); code != http.StatusSeeOther {
			t.Errorf("status %d, want the way back to the team's page", code)
		}
	})
}
