package server

import (
	"html"
	"net/http"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

func TestEveryQuestionOfATeamIsOnItsPage(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.house(map[string]int{"P": 12, "Q": 12, "R": 12, "S": 12, "P / Low": 2})
		b.end(&h)
		form, err := b.store.Questionnaire(t.Context(), h.Questionnaire, h.Version)
		if err != nil {
			t.Fatal(err)
		}
		manager := b.signedIn("m@example.org", []survey.Path{"Q"}, people.Manager)
		code, page := b.get(manager, "/team/"+survey.Path("Q").ID()+"/items")
		text := html.UnescapeString(page)
		if code != http.StatusOK {
			t.Fatalf("status %d", code)
		}
		for _, it := range form.Items {
			if n := strings.Count(text, it.Text["en"]); n < 2 {
				t.Errorf("%q stands there %d times, want in the list and in the table", it.Text["en"], n)
			}
		}
		if !strings.Contains(text, "Organisation without this team") {
			t.Error("nothing is said to compare with")
		}
		if code, _ := b.get(manager, "/team/"+survey.Path("P").ID()+"/items"); code != http.StatusForbidden {
			t.Errorf("another team's questions: status %d", code)
		}
		if code, _ := b.get(manager, "/org/items"); code != http.StatusForbidden {
			t.Errorf("the organisation's questions for a manager: status %d", code)
		}
		hr := b.signedIn("hr@example.org", nil, people.HR)
		if code, page := b.get(hr, "/team/"+survey.Path("P / Low").ID()+"/items"); code != http.StatusOK || !strings.Contains(page, "Too small for figures of its own") || strings.Contains(page, `class="reading"`) {
			t.Errorf("a hidden team: status %d", code)
		}
		if code, page := b.get(hr, "/org/items"); code != http.StatusOK || strings.Contains(page, "Compare with") {
			t.Errorf("the organisation in its first survey: status %d", code)
		}
		if code, _ := b.get(hr, "/team/"+survey.Path("Q").ID()+"/items?compare=nothing"); code != http.StatusNotFound {
			t.Errorf("an unknown survey to compare with: status %d", code)
		}
	})
}

func TestQuestionsAreComparedWithAChosenSurvey(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		b.floors()
		first := b.rehearse("First", func(person, item int) int { return 1 + (person+item)%3 })
		second := b.rehearse("Second", func(person, item int) int { return 3 + (person+item)%3 })
		hr := b.signedIn("hr@example.org", nil, people.HR)
		team := survey.Path("House / Floor A")
		_, page := b.get(hr, "/team/"+team.ID()+"/items?survey="+second.ID+"&compare="+first.ID)
		if !strings.Contains(page, `value="`+first.ID+`" selected`) || strings.Count(page, "rose by") < 5 {
			t.Errorf("the change of the questions is not on the page: %d rose", strings.Count(page, "rose by"))
		}
		_, page = b.get(hr, "/team/"+team.ID()+"/items?survey="+second.ID)
		if !strings.Contains(page, `value="rest" selected`) || !strings.Contains(page, "besides this team only one or two groups are left") {
			t.Error("the page does not say why there is no rest")
		}
		if code, _ := b.get(hr, "/team/"+team.ID()+"/items?survey="+first.ID+"&compare="+second.ID); code != http.StatusNotFound {
			t.Errorf("a later survey to compare with: status %d", code)
		}
	})
}
