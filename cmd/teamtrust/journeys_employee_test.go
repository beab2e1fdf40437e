package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"teamtrust/survey/store/storetest"
)

func TestJourneyOfAnEmployee(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	eachInstallation(t, func(t *testing.T, in *installation) {
		t.Parallel()
		o := openOffice(t, in, map[string]int{"Kiosk": 6, "Depot": 5})
		for i := range 5 {
			o.answer(fmt.Sprintf("Kiosk-%d", i+2), []int{1 + i, 4, 2, 3, 1 + i%3, 5, 4, 3, 2, 5 - i})
			o.answer(fmt.Sprintf("Depot-%d", i+1), []int{5 - i, 1 + i, 3, 3, 2, 4, 1, 5, 5, 3})
		}
		first := []int{5, 4, 2, 1, 3, 4, 5, 1, optOut, 4}
		second := []int{2, 2, 3, 4, 5, 5, 4, 3, 2, 1}
		p := newProfile(t)
		p.open(o.links["Kiosk-1"])

		p.startByKeys(o)
		p.meetsAProblem(o)
		p.answersByKeys(o, first)
		p.changesOneAnswer(o)
		code := p.send()
		checkKept(t, p, code)

		p.reload()
		if again := p.receipt(); again != code {
			t.Errorf("after a reload the receipt is for %s, want %s", again, code)
		}
		p.press("button", "Change my answers")
		p.focusIs("heading", "Think about the last four weeks. How far do you agree?")
		p.answerAll(o, "en", second)
		if changed := p.send(); changed == code {
			t.Error("other answers have the same commitment")
		} else {
			code = changed
		}
		o.counts("Kiosk-1", second)

		usedElsewhere(t, o, second)
		o.must("survey", "close", o.survey, "--reason", "everybody has answered")
		newRecount(o.manifest, o.box.ballots).check(t, o.results(o.survey))
		checkBallot(t, o, code, second)
		p.readsTheResults(o, code)
	})
}

// startByKeys goes from the link to the first question.
func (p *tab) startByKeys(o *office) {
	p.t.Helper()
	p.find("heading", "Autumn pulse")
	if got, want := p.address(), o.employees()+"/surveys/"+o.survey; got != want {
		p.t.Errorf("the address bar shows %s, want %s without the secret", got, want)
	}
	p.find("button", "Start")
	p.tabTo("link", "Skip to main content")
	p.tabTo("link", "How to check this yourself")
	p.tabTo("checkbox", "Others use it too: keep nothing here afterwards")
	p.tabTo("button", "Start")
	p.keys(kb.Enter)
	p.focusIs("heading", "Think about the last four weeks. How far do you agree?")
	p.reads("Part 1 of 3")
}

// meetsAProblem goes on without an answer, reads what is missing, and follows
// the first link to its question.
func (p *tab) meetsAProblem(o *office) {
	p.t.Helper()
	p.tabTo("button", "Continue")
	p.keys(kb.Enter)
	p.focusIs("alert", "…")
	if n := len(p.all("alert", "…", "link", "Question …")); n != 5 {
		p.t.Errorf("%d questions are listed as not answered, want 5", n)
	}
	p.keys(kb.Tab)
	p.focusIs("link", "Question 1: select an answer, or “…")
	p.keys(kb.Enter)
	p.focusIs("radio", "Strongly disagree")
	if !within(p.focused().within, "group", o.manifest.Questionnaire.Items[0].Text["en"]) {
		p.t.Errorf("the link leads to %v", p.focused().within)
	}
}

// answersByKeys answers both parts, writes a comment and stops at the check.
func (p *tab) answersByKeys(o *office, answers []int) {
	p.t.Helper()
	items, labels := o.manifest.Questionnaire.Items, o.manifest.Questionnaire.Scale.Labels["en"]
	for i := range items {
		if i == len(items)/2 {
			p.goOn()
			p.reads("Part 2 of 3")
		}
		if i > 0 {
			p.tabTo("radio", labels[0])
		}
		p.answerByKeys(answers[i], len(labels))
	}
	p.goOn()
	p.reads("Part 3 of 3, the last one", "once at least 10 people have answered and 5 have written")
	p.tabTo("textbox", o.manifest.Questionnaire.Comments[0].Text["en"]+" (optional)")
	p.keys("We talk.")
	p.reads("8 of 1000 characters")
	p.goOn()
	p.focusIs("heading", "Check your answers")
	for i, item := range items {
		given := "Can't say / prefer not to answer"
		if answers[i] != optOut {
			given = labels[answers[i]-1]
		}
		p.reads(item.Text["en"] + " " + given)
	}
	p.reads("We talk.", "Not provided")
}

// changesOneAnswer goes back to the third question and changes it by one step.
func (p *tab) changesOneAnswer(o *office) {
	p.t.Helper()
	text := o.manifest.Questionnaire.Items[2].Text["en"]
	p.tabTo("button", "Change "+text)
	p.keys(kb.Enter)
	p.focusIs("radio", "Disagree")
	p.keys(kb.ArrowDown)
	p.goOn()
	p.focusIs("heading", "Check your answers")
	p.reads(text + " Neither")
}

// checkKept looks at what the browser keeps once the receipt is there: the
// receipt and the token, and no answer.
func checkKept(t *testing.T, p *tab, code string) {
	t.Helper()
	device, _ := p.kept()
	if !strings.Contains(device, code) || !strings.Contains(device, "token") {
		t.Errorf("the browser keeps %s, want token and receipt", device)
	}
	for _, gone := range []string{"answers", "comments", "We talk.", "salt", "blind"} {
		if strings.Contains(device, gone) {
			t.Errorf("the browser still keeps %q: %s", gone, device)
		}
	}
	if sent := strings.Join(p.requested("POST"), " "); strings.Count(sent, "/collect") != 1 || strings.Count(sent, "/box") != 1 {
		t.Errorf("to send a ballot the page asked for %s", sent)
	}
}

// usedElsewhere opens a used link in a fresh browser.
func usedElsewhere(t *testing.T, o *office, answers []int) {
	t.Helper()
	p := newProfile(t)
	p.tolerate("status of 409")
	p.open(o.links["Kiosk-1"])
	p.press("button", "Start")
	p.answerAll(o, "en", answers)
	p.press("button", "Send my answers")
	p.find("heading", "This invitation was already used")
	if n := len(p.requested("/box")); n != 0 {
		t.Errorf("%d ballots were sent with an invitation that was used", n)
	}
}

// checkBallot finds the ballot of a receipt in the box, with its answers.
func checkBallot(t *testing.T, o *office, code string, answers []int) {
	t.Helper()
	for b, err := range storetest.Open(t, o.database()).Ballots(t.Context(), o.survey) {
		if err != nil {
			t.Fatal(err)
		}
		if b.Commitment != code {
			continue
		}
		for i, item := range o.manifest.Questionnaire.Items {
			if got := b.Answers[item.ID].Value; got != answers[i] {
				t.Errorf("%s of ballot %s is %d, want %d", item.ID, code, got, answers[i])
			}
		}
		return
	}
	t.Errorf("no ballot %s is in the box", code)
}

// readsTheResults opens the same link again after the close.
func (p *tab) readsTheResults(o *office, code string) {
	p.t.Helper()
	p.open(o.links["Kiosk-1"])
	p.find("heading", "This survey is closed")
	if got := strings.ReplaceAll(p.find("code", "").text(p), " ", ""); got != code {
		p.t.Errorf("the page shows the receipt of %s, want %s", got, code)
	}
	p.leave("button", "See the results of my teams")
	p.find("heading", "Results of your teams")
	r := o.results(o.survey)
	team := slices.IndexFunc(r.Waves[0].Teams, func(f releasedTeam) bool { return f.Team == "Kiosk" })
	p.find("heading", "Kiosk")
	p.reads(verdict(r.Waves[0].Teams[team].releasedFigure), "6 of 6 answered: everybody")
	if p.has("heading", "Depot") {
		p.t.Error("the link shows another team")
	}
}
