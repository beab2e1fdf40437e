package server

import (
	"crypto/rand"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
)

// rehearse holds a rehearsal from opening to release: everybody answers every
// question with what answer says. Rehearsals may follow each other at once.
func (b *bench) rehearse(name string, answer func(person, item int) int) survey.Survey {
	b.t.Helper()
	b.ahead.Add(int64(time.Minute))
	ctx := b.t.Context()
	sv, err := b.life.Create(ctx, life.Draft{Name: name, BuiltIn: "P10", Rehearsal: true}, life.CommandLine)
	if err != nil {
		b.t.Fatal(err)
	}
	h := b.open(sv)
	form, err := b.store.Questionnaire(ctx, sv.Questionnaire, sv.Version)
	if err != nil {
		b.t.Fatal(err)
	}
	for i, l := range h.links {
		answers := survey.Answers{}
		for j, it := range form.Items {
			v := max(1, min(5, answer(i, j)))
			if it.Reverse {
				v = 6 - v
			}
			answers[it.ID] = survey.Answer{Value: v}
		}
		if err := ballot.NewClient(b.url, http.DefaultClient, rand.Reader).Answer(ctx, l.URL, answers, nil); err != nil {
			b.t.Fatal(err)
		}
	}
	if sv, err = b.life.Close(ctx, sv.ID, "everybody has answered", life.CommandLine); err != nil {
		b.t.Fatal(err)
	}
	return sv
}

var markup = regexp.MustCompile(`<[^>]*>`)

// read is the text of a page from a heading on, with plain spaces.
func read(page, from string) string {
	_, page, _ = strings.Cut(page, from)
	page, _, _ = strings.Cut(page, "</section>")
	return strings.Join(strings.Fields(html.UnescapeString(markup.ReplaceAllString(page, " "))), " ")
}

func TestATeamPageSaysWhatChangedBeyondChance(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		b.floors()
		spread := func(person, item int) int { return 2 + (person+item)%3 }
		first := b.rehearse("First", spread)
		alike := b.rehearse("Second", spread)
		// The first twelve, Floor A, are two steps lower throughout.
		b.rehearse("Third", func(person, item int) int {
			if person < 12 {
				return spread(person, item) - 1
			}
			return spread(person, item)
		})
		manager := b.signedIn("m@example.org", []survey.Path{"House"}, people.Manager)
		a, other := "/team/"+survey.Path("House / Floor A").ID(), "/team/"+survey.Path("House / Floor B").ID()

		_, page := b.get(manager, a)
		changed := read(page, "What changed")
		if !strings.Contains(changed, "Since Second") || !strings.Contains(changed, "fell by 25 points (") || !strings.Contains(changed, "A clear change.") {
			t.Errorf("a fall of a whole step is not told: %s", changed)
		}
		_, page = b.get(manager, other)
		if changed = read(page, "What changed"); !strings.Contains(changed, "No clear change. With so many answers, a change of about") {
			t.Errorf("what did not change is told otherwise: %s", changed)
		}
		hr := b.signedIn("hr@example.org", nil, people.HR)
		_, page = b.get(hr, "/org")
		if changed = read(page, "What changed"); !strings.Contains(changed, "Since Second") || !strings.Contains(changed, "Trust fell by 12 points (") {
			t.Errorf("half of the organisation fell by 25: %s", changed)
		}
		_, page = b.get(manager, a+"?survey="+alike.ID)
		if changed = read(page, "What changed"); !strings.Contains(changed, "Since First") || !strings.Contains(changed, "No clear change.") {
			t.Errorf("the second is not compared with the first: %s", changed)
		}
		_, page = b.get(manager, a+"?compare="+first.ID)
		if changed = read(page, "What changed"); !strings.Contains(changed, "Since First") {
			t.Errorf("the survey that was chosen is not the one compared with: %s", changed)
		}
		if code, _ := b.get(manager, a+"?compare=nowhere"); code != http.StatusNotFound {
			t.Errorf("a comparison with no survey: status %d", code)
		}
		_, page = b.get(manager, a+"?survey="+first.ID)
		if changed = read(page, "What changed"); !strings.Contains(changed, "A trend needs a second survey") {
			t.Errorf("the first survey has changes: %s", changed)
		}
	})
}

func TestACourseShowsEverySurveyAndItsGaps(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		manager := b.signedIn("m@example.org", []survey.Path{"House"}, people.Manager)
		hr := b.signedIn("hr@example.org", nil, people.HR)
		if code, page := b.get(hr, "/org/trend"); code != http.StatusOK || !strings.Contains(page, "No survey has been held yet") && !strings.Contains(page, "Results appear here after the first survey") {
			t.Errorf("nothing held: status %d", code)
		}
		b.rehearse("Before the house", func(person, item int) int { return 1 + (person+item)%5 })
		b.floors()
		b.rehearse("First", func(person, item int) int { return 2 + (person+item)%3 })
		b.rehearse("Second", func(person, item int) int { return 1 + (person+item)%3 })

		_, page := b.get(manager, "/team/"+survey.Path("House / Floor A").ID()+"/trend")
		rows := strings.Split(read(page, "The numbers"), "Before the house")
		if len(rows) != 2 || !strings.Contains(rows[1], "Hidden not part of that survey") {
			t.Errorf("the survey before the team is no gap with a reason: %v", rows)
		}
		if !strings.Contains(rows[1], "First") || !strings.Contains(rows[1], "50.0") || !strings.Contains(rows[1], "25.0") {
			t.Errorf("scores are missing: %v", rows)
		}
		if n := strings.Count(page, `data-chart="chart-trend-`); n != 5 {
			t.Errorf("%d courses are drawn, want trust and four dimensions", n)
		}
		if code, _ := b.get(hr, "/org/trend"); code != http.StatusOK {
			t.Errorf("HR: status %d", code)
		}
		if code, _ := b.get(manager, "/org/trend"); code != http.StatusForbidden {
			t.Errorf("the organisation's course for a manager: status %d", code)
		}
		elsewhere := b.signedIn("x@example.org", []survey.Path{"House / Floor B"}, people.Manager)
		if code, _ := b.get(elsewhere, "/team/"+survey.Path("House / Floor A").ID()+"/trend"); code != http.StatusForbidden {
			t.Errorf("another team's course: status %d", code)
		}
	})
}
