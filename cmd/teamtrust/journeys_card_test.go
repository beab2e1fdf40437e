package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// openCards opens a survey for people without e-mail and returns the printed
// cards: team, link, code and page.
func openCards(t *testing.T, in *installation, people int) (*office, [][]string) {
	t.Helper()
	dir := t.TempDir()
	staff, cards := filepath.Join(dir, "staff.csv"), filepath.Join(dir, "cards.csv")
	list := strings.ReplaceAll(staffOf(map[string]int{"Kiosk": people}), "@example.org", "")
	var rows []string
	for _, row := range strings.Split(strings.TrimSpace(list), "\n") {
		cells := strings.Split(row, ",")
		if cells[0] != "employee_id" {
			cells[2] = ""
		}
		rows = append(rows, strings.Join(cells, ","))
	}
	if err := os.WriteFile(staff, []byte(strings.Join(rows, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	in.must("people", "import", staff)
	in.serve("serve")
	o := &office{installation: in}
	o.survey = in.must("survey", "create", "--questionnaire", "P10", "--name", "Autumn pulse")
	in.must("survey", "open", o.survey)
	in.must("survey", "invitations", o.survey, "--cards", "--codes", "-o", cards)
	o.manifest = in.manifest(o.survey)
	return o, readCSV(t, cards)
}

// Somebody types the code of a printed card on a computer that others use too.
func TestJourneyWithAPrintedCode(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	eachInstallation(t, func(t *testing.T, in *installation) {
		t.Parallel()
		o, cards := openCards(t, in, 6)
		if got := strings.Join(cards[0], ","); got != "team,link,code,page" || len(cards) != 7 {
			t.Fatalf("the cards are %v", cards)
		}
		code, page := cards[1][2], cards[1][3]
		p := newProfile(t)
		p.open(page)
		p.typesTheCode(code)
		p.find("heading", "Autumn pulse")
		p.reads("Your card was drawn by lot.", "not on cryptography", "Look around before you answer.")
		if strings.Contains(p.text(), "nobody who has the database") {
			t.Error("a card gets the promise of a link")
		}
		if !p.find("checkbox", "Others use it too: keep nothing here afterwards").checked {
			t.Error("the page does not treat the computer as a shared one")
		}
		p.press("button", "Start")
		p.answerAll(o, "en", given)
		if device, session := p.kept(); device != "{}" || session != "{}" {
			t.Errorf("before sending the computer keeps %s and %s", device, session)
		}
		p.send()
		if device, session := p.kept(); device != "{}" || session != "{}" {
			t.Errorf("afterwards the computer keeps %s and %s", device, session)
		}
		_, secret, _ := strings.Cut(cards[1][1], "#")
		secret, _, _ = strings.Cut(secret, ".")
		for _, never := range []string{secret, code, strings.ReplaceAll(code, "-", "")} {
			if asked := p.requested(never); len(asked) > 0 {
				t.Errorf("an address has the secret: %v", asked)
			}
		}
		p.leave("button", "Start again")
		p.find("heading", "Enter your code")
		p.startsAgain(o, cards[2][2])
	})
}

// typesTheCode makes the mistakes that people make.
func (p *tab) typesTheCode(code string) {
	p.t.Helper()
	enter := func(text string) {
		p.fill(text, "textbox", "Code on your card")
		p.press("button", "Go on")
	}
	enter(code[:len(code)-2])
	p.reads("Check the letters: a code has 20 of them")
	wrong := "Z"
	if code[0] == 'Z' {
		wrong = "Y"
	}
	enter(wrong + code[1:])
	p.reads("Check the letters: this is not the code of a survey here.")
	p.fill(strings.ToLower(strings.ReplaceAll(code, "-", " ")), "textbox", "Code on your card")
	p.leave("button", "Go on")
}

// startsAgain leaves in the middle: what was answered is gone for whoever comes
// next, and the card may be used again.
func (p *tab) startsAgain(o *office, code string) {
	p.t.Helper()
	p.fill(code, "textbox", "Code on your card")
	p.leave("button", "Go on")
	p.press("button", "Start")
	p.answerAll(o, "en", given)
	p.reads("No auditor has confirmed the names yet.") // nothing moves any more
	p.leave("button", "Start again")
	p.find("heading", "Enter your code")
	if device, session := p.kept(); device != "{}" || session != "{}" {
		p.t.Errorf("the computer keeps %s and %s", device, session)
	}
	evaluate[bool](p, "history.back(), true")
	p.until("nothing of it is there", func() bool { return !p.has("radio", "Agree") && !p.has("heading", "Check your answers") })
	p.open(o.employees() + "/code")
	p.fill(code, "textbox", "Code on your card")
	p.leave("button", "Go on")
	p.press("button", "Start")
	p.answerAll(o, "en", given)
	p.send()
}
