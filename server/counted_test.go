package server

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// The heads of P are left over at the organisation and take the smaller floor
// along: P has a figure, and A is not in it.
func TestATeamIsCountedWhereItsBlockIsAndNotInTheNearestTeamAbove(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.house(map[string]int{"P": 2, "P / A": 10, "P / B": 12})
		b.end(&h)
		r, err := b.server.result(t.Context(), h.Survey, "en")
		if err != nil {
			t.Fatal(err)
		}
		for team, want := range map[survey.Path]web.Standing{
			"P":       {State: web.StateShown},
			"P / A":   {State: web.StateMerged, Needs: web.NeedsOthers},
			"P / B":   {State: web.StateShown},
			"Nowhere": {State: web.StateAbsent},
		} {
			_, got := r.of(team)
			if (got.CountedIn != nil) != (want.State == web.StateMerged) || got.CountedIn != nil && got.CountedIn.Name != "" {
				t.Errorf("%s is counted in %v", team, got.CountedIn)
			}
			if got.State != want.State || got.Needs != want.Needs {
				t.Errorf("%s is %+v", team, got)
			}
		}
		manager := b.signedIn("m@example.org", []survey.Path{"P"}, people.Manager)
		code, page := b.get(manager, "/team/"+survey.Path("P / A").ID())
		if code != http.StatusOK || !strings.Contains(page, "<strong>Organisation</strong>") {
			t.Errorf("the page of P / A, status %d, does not say that it is counted in the organisation", code)
		}
	})
}

func TestATeamOfTwoIsNotToldToAnswerMore(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.house(map[string]int{"P": 10, "P / Office": 2, "P / Low": 9, "Q": 12}, "P / Low")
		b.end(&h)
		r, err := b.server.result(t.Context(), h.Survey, "en")
		if err != nil {
			t.Fatal(err)
		}
		for team, needs := range map[survey.Path]string{"P / Office": web.NeedsPeople, "P / Low": web.NeedsAnswers} {
			_, got := r.of(team)
			if got.State != web.StateFew || got.Needs != needs || got.CountedIn == nil || got.CountedIn.Name != "P" {
				t.Errorf("%s is %+v, counted in %v", team, got, got.CountedIn)
			}
		}
	})
}

// house opens a survey of a staff list of teams; everybody answers but those
// of the silent teams.
func (b *bench) house(sizes map[string]int, silent ...string) held {
	b.t.Helper()
	rows := []string{"employee_id,name,email,team,manages,language"}
	for team, n := range sizes {
		for i := range n {
			id := fmt.Sprintf("%s%d", survey.Path(team).ID()[:6], 10+i)
			rows = append(rows, fmt.Sprintf("%s,Person,%s@example.org,%s,,en", id, id, team))
		}
	}
	b.staff(rows...)
	h := b.pulse("P10")
	for _, l := range h.links {
		if !slices.Contains(silent, l.Team) {
			b.vote(h, l)
		}
	}
	return h
}
