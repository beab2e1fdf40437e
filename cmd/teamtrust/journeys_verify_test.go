package main

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"teamtrust/survey/ballot"
)

func TestJourneyFromTheReceiptToTheBox(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	eachInstallation(t, func(t *testing.T, in *installation) {
		t.Parallel()
		o := openOffice(t, in, map[string]int{"Kiosk": 8})
		for i := range 6 { // eight ballots with two others: every path in their tree has three steps
			o.answer(fmt.Sprintf("Kiosk-%d", i+3), given)
		}
		p, replaced := newProfile(t), newProfile(t)
		p.toTheCheck(o, o.links["Kiosk-1"])
		code := p.send()
		replaced.isUsedAndReplaced(o)
		o.must("survey", "close", o.survey, "--reason", "everybody has answered")
		p.keepsTheReceipt(o, code)
		p.findsTheBallot(o, code)
		p.forgetsTheReceipt(o)
	})
}

// isUsedAndReplaced answers with a link that another browser has used, and
// then with its replacement: nothing is typed twice.
func (p *tab) isUsedAndReplaced(o *office) {
	p.t.Helper()
	o.collect("Kiosk-2")
	p.tolerate("status of 409")
	p.toTheCheck(o, o.links["Kiosk-2"])
	p.press("button", "Send my answers")
	p.find("heading", "This invitation was already used")
	p.pasteLink(o.must("survey", "replace", o.survey, "Kiosk-2", "--reason", "phone lost"))
	p.find("heading", "Check your answers")
	p.reads(o.manifest.Questionnaire.Items[2].Text["en"] + " Strongly agree")
	p.send()
	o.counts("Kiosk-2", given)
}

// collect uses an invitation up without casting a ballot.
func (o *office) collect(person string) {
	o.t.Helper()
	link, err := ballot.ParseLink(o.links[person])
	if err != nil {
		o.t.Fatal(err)
	}
	client := newClient(o.url, http.DefaultTransport, 1)
	manifest, err := client.Manifest(o.t.Context(), link.Survey, link.Hash)
	if err != nil {
		o.t.Fatal(err)
	}
	blinding, err := ballot.NewBlinding(rand.Reader)
	if err != nil {
		o.t.Fatal(err)
	}
	if _, err := client.Collect(o.t.Context(), manifest, link.Secret, blinding); err != nil {
		o.t.Fatal(err)
	}
}

// keepsTheReceipt opens the link after the close: the device forgets the token
// at once, and the receipt unless the box is ticked.
func (p *tab) keepsTheReceipt(o *office, code string) {
	p.t.Helper()
	if device, _ := p.kept(); !strings.Contains(device, "token") {
		p.t.Errorf("before the close the device keeps %s, want the token", device)
	}
	p.open(o.links["Kiosk-1"])
	p.find("heading", "This survey is closed")
	if device, _ := p.kept(); device != "{}" {
		p.t.Errorf("after the close the device keeps %s", device)
	}
	p.leave("link", "Deutsch")
	p.press("checkbox", "Diesen Beleg auf diesem Gerät behalten")
	if device, _ := p.kept(); !strings.Contains(device, code) || strings.Contains(device, "token") || strings.Contains(device, "nonce") {
		p.t.Errorf("with the tick the device keeps %s, want the receipt alone", device)
	}
	p.leave("link", "English")
	if !p.find("checkbox", "Keep this receipt on this device").checked {
		p.t.Error("the receipt is kept, and the box is not ticked")
	}
}

// findsTheBallot follows the receipt to the verify page, where it is looked
// for inside the browser.
func (p *tab) findsTheBallot(o *office, code string) {
	p.t.Helper()
	p.reads("Yes. This ballot is in the list, and the list fits the root that was published at the close. The closing record with that root is in the log of this installation.")
	p.press("DisclosureTriangle", "How this was computed")
	p.reads(" of 8. From its code and the 3 fingerprints below")
	p.leave("link", "Check that it was counted")
	p.find("heading", "Is my ballot in the box?")
	p.reads("Yes. This ballot is in the list, and the list fits the root that was published at the close.", "8 ballots were counted.")
	if got, want := p.address(), o.url+"/verify/"+o.survey; got != want {
		p.t.Errorf("the address bar shows %s, want %s", got, want)
	}
	for _, sent := range p.requested("/verify/") {
		if strings.Contains(sent, code) {
			p.t.Errorf("the code of a ballot was sent: %s", sent)
		}
	}
	p.fill(strings.Repeat("0", 64), "textbox", "Your receipt, or the code of your ballot in it")
	p.tabTo("button", "Look for it")
	p.keys(kb.Enter)
	p.reads("No. This ballot is not in the list.")
}

// forgetsTheReceipt takes the tick away.
func (p *tab) forgetsTheReceipt(o *office) {
	p.t.Helper()
	p.open(o.links["Kiosk-1"])
	p.press("checkbox", "Keep this receipt on this device")
	if device, _ := p.kept(); device != "{}" {
		p.t.Errorf("without the tick the device keeps %s", device)
	}
	p.leave("button", "See the results of my teams")
	p.reads("A ballot was handed out for this invitation.")
}
