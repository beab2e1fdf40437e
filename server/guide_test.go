package server

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

// holdSmall closes a survey of a house with a floor of twelve and an attic of
// three, who are counted with the house's own three.
func (b *bench) holdSmall() held {
	b.t.Helper()
	rows := []string{"employee_id,name,email,team,manages,language"}
	for team, n := range map[string]int{"House": 3, "House / Attic": 3, "House / Floor A": 12} {
		for i := range n {
			id := fmt.Sprintf("%s%02d", team[len(team)-1:], i+1)
			rows = append(rows, fmt.Sprintf("%s,Person,%s@example.org,%s,,en", id, strings.ToLower(id), team))
		}
	}
	b.staff(rows...)
	h := b.pulse("P10")
	for _, l := range h.links {
		b.vote(h, l)
	}
	b.end(&h)
	return h
}

func TestATeamWithoutNumbersGetsAConversation(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.holdSmall()
		attic := survey.Path("House / Attic")
		manager := b.signedIn("m@example.org", []survey.Path{attic, "House / Floor A"}, people.Manager)
		page := b.page(manager, "/team/"+attic.ID())
		link := "/team/" + attic.ID() + "/guide?survey=" + h.ID
		if !strings.Contains(page, `href="`+link+`"`) {
			t.Errorf("the page of a team without figures does not lead to its guide:\n%s", page)
		}
		guide := b.page(manager, link)
		if !says(guide, "A conversation about trust in Attic", "This team has fewer than 5 people", "Its answers are counted in House.", "What would change that", "once at least 5 people belong to it", "The 45 minutes") {
			t.Errorf("the guide does not say why and what would change it:\n%s", guide)
		}
		if page := b.page(manager, "/team/"+survey.Path("House / Floor A").ID()); strings.Contains(page, "/guide") {
			t.Error("a team with figures is sent to a conversation without numbers")
		}
		if code, _ := b.get(manager, "/team/"+survey.Path("House").ID()+"/guide"); code != http.StatusForbidden {
			t.Errorf("the guide of another's team: status %d, want 403", code)
		}
	})
}

func TestEmployeesOfATeamWithoutNumbersReadWhyAndWhatToDo(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.holdSmall()
		for _, l := range h.links {
			page := b.results(h, l)
			if counted := says(page, "Counted together here, without figures of their own: House / Attic."); counted == strings.HasPrefix(l.Person, "A") {
				t.Errorf("%s is told which teams are counted together: %v", l.Person, counted)
			}
		}
		code, guide := b.get(client(t), "/guide")
		if code != http.StatusOK || !says(guide, "A conversation about trust", "Questions to go deeper") || says(guide, "Why there are no numbers") {
			t.Errorf("the guide for everybody: status %d\n%s", code, guide)
		}
	})
}

func TestTheGuideKeepsWhatIsHeldBack(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		manager := b.signedIn("m@example.org", []survey.Path{"House / Attic"}, people.Manager)
		b.staff("employee_id,name,email,team,manages,language", "x,X,x@example.org,House / Attic,,en")
		if page := b.page(manager, "/team/"+survey.Path("House / Attic").ID()+"/guide"); !says(page, "A conversation about trust in Attic") || says(page, "Why there are no numbers") {
			t.Errorf("a guide before the first survey:\n%s", page)
		}
	})
}
