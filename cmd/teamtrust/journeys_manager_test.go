package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"teamtrust/survey"
)

func TestJourneyOfAManager(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	eachInstallation(t, func(t *testing.T, in *installation) {
		t.Parallel()
		o := openOffice(t, in, map[string]int{"Works": 6, "Works / Hall": 7, "Yard": 5})
		n := 0
		for person := range o.links {
			n++
			o.answer(person, []int{1 + n%5, 1 + n%3, 2 + n%2, 2 + n%3, 3, 1 + n%4, 5 - n%3, 5 - n%2, 1 + n%5, 4})
		}
		link := in.must("account", "add", "boss@example.org", "--role", "manager", "--team", "Works")
		p := newProfile(t)
		p.open(link)
		p.find("heading", "Overview")
		p.leave("main", "", "link", "Works")
		p.find("heading", "Answers are coming in")
		p.reads("Autumn pulse takes answers now.")

		o.must("survey", "close", o.survey, "--reason", "everybody has answered")
		p.reload()
		p.readsTheTeam(o.results(o.survey).team("Works"))
		p.asksForOthers(o)
		checkAudit(t, o)
		signsOut(t, o, p, link)
	})
}

// team is what the release says of one team.
func (r released) team(name string) releasedTeam {
	return r.Waves[0].Teams[slices.IndexFunc(r.Waves[0].Teams, func(t releasedTeam) bool { return t.Team == name })]
}

// readsTheTeam compares the team page with the release.
func (p *tab) readsTheTeam(f releasedTeam) {
	p.t.Helper()
	p.find("heading", f.Team)
	p.reads(verdict(f.releasedFigure), fmt.Sprintf("%d of %d answered: everybody", *f.N, *f.Invited))
	names := map[string]string{"COM": "Communication", "REL": "Reliability", "TRA": "Transparency", "RES": "Respect"}
	ids := []string{"COM", "REL", "TRA", "RES"}
	slices.SortStableFunc(ids, func(a, b string) int {
		return int(10 * (*f.Dimensions[a].Score - *f.Dimensions[b].Score))
	})
	text := oneLine(p.text())
	_, text, _ = strings.Cut(text, "weakest first")
	for _, id := range ids {
		want := fmt.Sprintf("%s %s%.0f", names[id], bound(f.Dimensions[id].Clipped), *f.Dimensions[id].Score)
		at := strings.Index(text, want)
		if at < 0 {
			p.t.Fatalf("after the dimensions that are weaker the page does not say %q:\n%s", want, text)
		}
		text = text[at:]
	}
	weakest := f.Dimensions[ids[0]]
	p.reads(fmt.Sprintf("%s is lowest, %s%.0f.", names[ids[0]], map[string]string{"": "at ", "at_least": "at least ", "at_most": "at most ", "both": "about "}[weakest.Clipped], *weakest.Score))
	p.find("heading", "Next step")
	p.find("heading", "Teams below")
	p.find("region", "Teams below", "link", "Hall")
}

// bound is how a page writes that a figure is no exact one.
func bound(clipped string) string {
	return map[string]string{"": "", "at_least": "at least ", "at_most": "at most ", "both": "about "}[clipped]
}

// asksForOthers opens what a manager of Works must not see.
func (p *tab) asksForOthers(o *office) {
	p.t.Helper()
	p.tolerate("status of 40[34]")
	for _, path := range []string{"/team/" + survey.Path("Yard").ID(), "/hr/surveys", "/org", "/hr/surveys/" + o.survey + "/workbook"} {
		p.open(o.url + path)
		p.find("heading", "This page is not for your role")
		p.reads("This page needs the role: HR")
		if text := p.text(); strings.Contains(text, "Yard") {
			p.t.Errorf("the refusal of %s speaks of Yard: %s", path, text)
		}
	}
	p.open(o.url + "/team/" + survey.Path("Nowhere").ID())
	p.find("heading", "This page does not exist")
	p.open(o.url + "/team/" + survey.Path("Works / Hall").ID())
	p.find("heading", "Hall")
}

// checkAudit lets an auditor find what was refused.
func checkAudit(t *testing.T, o *office) {
	t.Helper()
	p := newProfile(t)
	p.open(o.must("account", "add", "auditor@example.org", "--role", "auditor"))
	p.leave("main", "", "link", "Audit log")
	p.find("heading", "Audit log")
	p.reads("boss@example.org Manager open team page refused Yard not one of the managed teams")
	p.reads("boss@example.org Manager open page refused /hr/surveys needs role hr")
	p.tolerate("status of 403")
	p.open(o.url + "/org")
	p.find("heading", "This page is not for your role")
}

// signsOut ends the session, and finds that the link does not work again.
func signsOut(t *testing.T, o *office, p *tab, link string) {
	t.Helper()
	p.leave("button", "Sign out")
	p.find("heading", "Sign in")
	p.open(o.url + "/team/" + survey.Path("Works").ID())
	p.find("heading", "Sign in")
	p.tolerate("status of 410")
	p.open(link)
	p.find("heading", "This link no longer works")
}
