package server

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
)

// held is a survey with two teams of twelve. Everybody but the last of each
// answers and writes a comment.
type held struct {
	survey.Survey
	links []life.Link // sorted by employee id: A01 … A12, B01 … B12
}

// commentOf is what the holder of a link wrote; no other text of a page holds
// it.
func commentOf(person string) string { return "remark-of-" + person }

// floors is a staff list of two teams of twelve.
func (b *bench) floors() {
	b.t.Helper()
	rows := []string{"employee_id,name,email,team,manages,language"}
	for _, team := range []string{"A", "B"} {
		for i := range 12 {
			rows = append(rows, fmt.Sprintf("%s%02d,Person,%s%02d@example.org,House / Floor %s,,en", team, i+1, strings.ToLower(team), i+1, team))
		}
	}
	b.staff(rows...)
}

// pulse opens a survey of a questionnaire for everybody on the staff list.
func (b *bench) pulse(questionnaire string) held {
	b.t.Helper()
	sv, err := b.life.Create(b.t.Context(), life.Draft{Name: "Pulse", BuiltIn: questionnaire}, life.CommandLine)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.open(sv)
}

// open opens a draft and makes its links.
func (b *bench) open(draft survey.Survey) held {
	b.t.Helper()
	sv, err := b.life.Open(b.t.Context(), draft.ID, life.CommandLine)
	if err != nil {
		b.t.Fatal(err)
	}
	links, err := b.life.Links(b.t.Context(), sv.ID, life.CommandLine)
	if err != nil {
		b.t.Fatal(err)
	}
	return held{Survey: sv, links: links}
}

// hold opens a survey of P10 and casts the ballots; it stays open.
func (b *bench) hold() held {
	b.t.Helper()
	b.floors()
	h := b.pulse("P10")
	for i, l := range h.links {
		if i%12 != 11 {
			b.vote(h, l)
		}
	}
	return h
}

// vote casts one ballot over HTTP, with a comment on every prompt.
func (b *bench) vote(h held, l life.Link) {
	b.t.Helper()
	q, err := b.store.Questionnaire(b.t.Context(), h.Questionnaire, h.Version)
	if err != nil {
		b.t.Fatal(err)
	}
	answers, comments := survey.Answers{}, map[string]string{}
	for i, it := range q.Items {
		answers[it.ID] = survey.Answer{Value: 1 + (i+int(l.Person[len(l.Person)-1]))%5}
	}
	for _, p := range q.Comments {
		comments[p.ID] = commentOf(l.Person)
	}
	client := ballot.NewClient(b.url, http.DefaultClient, rand.Reader)
	if err := client.Answer(b.t.Context(), l.URL, answers, comments); err != nil {
		b.t.Fatal(err)
	}
}

// end closes the survey.
func (b *bench) end(h *held) {
	b.t.Helper()
	sv, err := b.life.Close(b.t.Context(), h.ID, "everybody has answered", life.CommandLine)
	if err != nil {
		b.t.Fatal(err)
	}
	h.Survey = sv
}

// results is the page that an invitation link leads to after the close.
func (b *bench) results(h held, l life.Link) string {
	b.t.Helper()
	_, fragment, _ := strings.Cut(l.URL, "#")
	secret, _, _ := strings.Cut(fragment, ".")
	code, body := b.post(client(b.t), "/surveys/"+h.ID+"/results", url.Values{"invitation": {secret}})
	if code != http.StatusOK {
		b.t.Fatalf("results of %s: status %d", l.Person, code)
	}
	return body
}

func TestCommentsAreReadByManagersAndHRAndByNobodyElse(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		b.end(&h)
		for _, l := range []life.Link{h.links[0], h.links[11], h.links[23]} {
			if page := b.results(h, l); !strings.Contains(page, "Floor "+l.Person[:1]) || strings.Contains(page, "remark-of-") {
				t.Errorf("the results of %s show another team or a comment", l.Person)
			}
		}
		manager := b.signedIn("m@example.org", []survey.Path{"House / Floor A"}, people.Manager)
		_, page := b.get(manager, "/team/"+survey.Path("House / Floor A").ID()+"/comments")
		for i, l := range h.links {
			if strings.Contains(page, commentOf(l.Person)) != (i < 11) {
				t.Errorf("the manager of Floor A: the comment of %s shown or lacking", l.Person)
			}
		}
	})
}

func TestAnInvitationSaysWhetherABallotWasHandedOutForIt(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		const given, none = "A ballot was handed out for this invitation.", "No ballot was handed out for this invitation."
		if page := b.results(h, h.links[0]); strings.Contains(page, given) || strings.Contains(page, none) {
			t.Error("it is said while the survey is open")
		}
		b.end(&h)
		for i, l := range []life.Link{h.links[0], h.links[11]} {
			page := b.results(h, l)
			if strings.Contains(page, given) != (i == 0) || strings.Contains(page, none) != (i == 1) {
				t.Errorf("%s is told otherwise", l.Person)
			}
		}
	})
}

// HR, which can export every link, may vote with one and replace it. Its owner is
// told after the close that there was another.
func TestAnInvitationSaysWhetherHRReplacedAnEarlierOne(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		const said = "HR replaced your invitation while the survey was open."
		replaced := h.links[0]
		var err error
		if replaced.URL, err = b.life.Replace(t.Context(), h.ID, replaced.Person, "lost", life.CommandLine); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.results(h, replaced), said) {
			t.Error("it is said while the survey is open")
		}
		b.end(&h)
		page := b.results(h, replaced)
		if !strings.Contains(page, said) || !strings.Contains(page, "No ballot was handed out for this invitation.") {
			t.Error("whoever was given a new link is not told of the earlier one")
		}
		if strings.Contains(b.results(h, h.links[1]), said) {
			t.Error("somebody whose invitation was never replaced is told that it was")
		}
	})
}
