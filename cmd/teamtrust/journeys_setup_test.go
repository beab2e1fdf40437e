package main

import (
	"strings"
	"testing"
)

func TestJourneyOfTheFirstStart(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	eachInstallation(t, func(t *testing.T, in *installation) {
		t.Parallel()
		var link string
		for _, line := range in.serve("serve") {
			if rest, ok := strings.CutPrefix(line, "Set up: "); ok {
				link = rest
			}
		}
		p := newProfile(t)
		p.tolerate("status of 40[04]")
		p.open(in.at(link))
		p.find("heading", "Set up teamtrust")
		p.fill("Nordwind", "textbox", "Name of your organisation")
		p.fill("not an address", "textbox", "Your e-mail address at work")
		p.leave("button", "Finish")
		p.find("heading", "There is a problem")
		if field := p.find("textbox", "Your e-mail address at work"); !field.invalid || field.value != "not an address" {
			t.Errorf("the wrong field is %v", field)
		}
		if got := p.find("textbox", "Name of your organisation").value; got != "Nordwind" {
			t.Errorf("the other field now says %q", got)
		}
		p.fill("first@example.org", "textbox", "Your e-mail address at work")
		p.leave("button", "Finish")
		p.find("heading", "Overview")
		p.find("navigation", "Main", "link", "Staff list")
		p.find("navigation", "Main", "link", "Accounts")

		other := newProfile(t)
		other.tolerate("status of 404")
		other.open(in.at(link))
		other.find("heading", "This page does not exist")

		p.leave("navigation", "Main", "link", "Accounts")
		p.givesAnAccount(in)
	})
}

// at is a printed link at the address where the server listens: it was printed
// before a free port was found.
func (in *installation) at(link string) string {
	return strings.Replace(link, defaultPublicURL, in.url, 1)
}

// givesAnAccount makes an account for HR, whose link then works elsewhere.
func (p *tab) givesAnAccount(in *installation) {
	p.t.Helper()
	p.fill("second@example.org", "textbox", "E-mail")
	p.press("radio", "HR Runs surveys…")
	p.leave("button", "Add the account")
	p.find("heading", "Sign-in link for second@example.org")
	second := newProfile(p.t)
	second.open(in.at(p.find("textbox", "Link").value))
	second.find("heading", "Overview")
	second.reads("Everything begins with it.")
}
