package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// trouble is one thing that goes otherwise than it should, or that a person
// wants otherwise, while they answer.
type trouble struct {
	name   string
	person string
	meet   func(t *testing.T, o *office, p *tab, link string)
}

var troubles = []trouble{
	{"a ballot that cannot leave is kept, also over a reload, and leaves in the end", "Kiosk-1", meetABrokenNetwork},
	{"an answer of the server that gets lost counts nothing twice", "Kiosk-2", meetALostAnswer},
	{"a link that does not fit the survey stops before anything is sent", "Kiosk-3", meetAWrongHash},
	{"a replaced invitation keeps the answers for the new link", "Kiosk-4", meetAReplacement},
	{"a link without its secret can be pasted whole", "Kiosk-5", meetACutLink},
	{"a browser without script is told why the ballot needs it", "Kiosk-6", meetNoScript},
	{"answers stay on the device for whoever asks for it", "Kiosk-7", keepOnDevice},
	{"answers stay nowhere for whoever does not ask for it", "Kiosk-8", keepNowhere},
	{"a shared computer forgets everything", "Kiosk-9", shareTheComputer},
	{"a withdrawn ballot does not count, and another may be cast", "Kiosk-10", withdrawABallot},
	{"another language takes the answers along", "Kiosk-11", changeTheLanguage},
}

var given = []int{4, 2, 5, 3, 1, 4, 2, 1, 3, 5}

func TestJourneysThatMeetTrouble(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	eachInstallation(t, func(t *testing.T, in *installation) {
		t.Parallel()
		o := openOffice(t, in, map[string]int{"Kiosk": 12})
		t.Run("while the survey is open", func(t *testing.T) {
			for _, trouble := range troubles {
				t.Run(trouble.name, func(t *testing.T) {
					t.Parallel()
					trouble.meet(t, o.of(t), newProfile(t), o.links[trouble.person])
				})
			}
		})
		t.Run("a ballot that was not sent before the close is not counted, and says so", func(t *testing.T) {
			meetTheClose(t, o.of(t), newProfile(t), o.links["Kiosk-12"])
		})
		newRecount(o.manifest, o.box.ballots).check(t, o.results(o.survey))
	})
}

// toTheCheck opens a link and answers everything.
func (p *tab) toTheCheck(o *office, link string) {
	p.t.Helper()
	p.open(link)
	p.press("button", "Start")
	p.focusIs("heading", "Think about the last four weeks. How far do you agree?")
	p.answerAll(o, "en", given)
}

// notSent presses a button that sends, and waits until that has failed.
func (p *tab) notSent(button string) {
	p.t.Helper()
	before := len(p.requested("/api/ballot/"))
	p.press("button", button)
	p.until("the ballot was tried again", func() bool { return len(p.requested("/api/ballot/")) > before })
	p.find("heading", "Not sent yet")
}

func meetABrokenNetwork(t *testing.T, o *office, p *tab, link string) {
	p.block("/collect")
	p.toTheCheck(o, link)
	p.notSent("Send my answers")
	p.reads("Your answers are safe here. Nothing is lost and nothing is counted twice.")
	p.notSent("Try again")

	p.press("button", "Look at my answers")
	p.focusIs("heading", "Check your answers")
	p.reads(o.manifest.Questionnaire.Items[2].Text["en"] + " Strongly agree")
	p.notSent("Send my answers")

	p.block("/box")
	p.reload()
	p.find("heading", "Not sent yet")
	p.notSent("Try again")
	p.reload()
	p.find("heading", "Not sent yet")

	p.block()
	p.press("button", "Try again")
	p.receipt()
	o.counts("Kiosk-1", given)
}

func meetALostAnswer(t *testing.T, o *office, p *tab, link string) {
	p.loseAnswers("/collect")
	p.toTheCheck(o, link)
	p.notSent("Send my answers")
	p.loseAnswers("/box")
	p.notSent("Try again")
	p.loseNoAnswers()
	p.press("button", "Try again")
	p.receipt()
	o.counts("Kiosk-2", given)
}

func meetAWrongHash(t *testing.T, o *office, p *tab, link string) {
	p.open(flipLast(link))
	p.find("heading", "This link does not fit")
	if sent := p.requested("POST"); len(sent) > 0 {
		t.Errorf("the page sent %v", sent)
	}
	p.pasteLink(link)
	p.press("button", "Start")
	p.answerAll(o, "en", given)
	p.send()
	o.counts("Kiosk-3", given)
}

// flipLast changes the last hex digit of a link's hash.
func flipLast(link string) string {
	last := link[len(link)-1]
	return link[:len(link)-1] + map[bool]string{true: "1", false: "0"}[last == '0']
}

func (p *tab) pasteLink(link string) {
	p.t.Helper()
	p.fill(link, "textbox", "Or paste the whole link here")
	p.press("button", "Go on")
}

func meetAReplacement(t *testing.T, o *office, p *tab, link string) {
	p.tolerate("status of 404")
	p.toTheCheck(o, link)
	fresh := o.must("survey", "replace", o.survey, "Kiosk-4", "--reason", "phone lost")
	p.press("button", "Send my answers")
	p.find("heading", "This invitation is not known")
	p.pasteLink(fresh)
	p.find("heading", "Check your answers")
	p.reads(o.manifest.Questionnaire.Items[2].Text["en"] + " Strongly agree")
	p.send()
	o.counts("Kiosk-4", given)
}

func meetACutLink(t *testing.T, o *office, p *tab, link string) {
	cut, _, _ := strings.Cut(link, "#")
	p.open(cut)
	p.find("heading", "Open your invitation")
	p.pasteLink(cut)
	p.reads("This is not a whole invitation link of this survey.")
	p.pasteLink(link)
	p.find("button", "Start")
}

func meetNoScript(t *testing.T, o *office, p *tab, link string) {
	p.do(call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	p.open(link)
	p.find("heading", "This ballot needs JavaScript")
	p.reads("Your invitation has not been used.")
	if p.has("button", "Start") {
		t.Error("without script there is a button that cannot work")
	}
}

func keepOnDevice(t *testing.T, o *office, p *tab, link string) {
	p.open(link)
	p.press("checkbox", "Keep my answers here until I send them")
	p.press("button", "Start")
	first := o.manifest.Questionnaire.Items[0]
	p.press("group", "1 "+first.Text["en"], "radio", "Agree")
	p.reload()
	if p.find("checkbox", "Keep my answers here until I send them"); len(p.dialogs()) > 0 {
		t.Errorf("the page asks %v before it is left, although everything is kept", p.dialogs())
	}
	second := p.another()
	second.open(link)
	second.press("button", "Start")
	if !second.find("group", "1 "+first.Text["en"], "radio", "Agree").checked {
		t.Error("the answer is gone")
	}
	second.press("group", "1 "+first.Text["en"], "radio", "Strongly disagree")
	second.tabTo("radio", "Strongly disagree")
	second.answerRest(o)
	second.send()
	if device, _ := second.kept(); strings.Contains(device, first.ID) {
		t.Errorf("after sending the device still keeps %s", device)
	}
	o.counts("Kiosk-7", append([]int{1}, given[1:]...))
}

// answerRest answers from the second question on, where the focus is.
func (p *tab) answerRest(o *office) {
	p.t.Helper()
	points := len(o.manifest.Questionnaire.Scale.Labels["en"])
	for i, v := range given[1:] {
		if i+1 == len(given)/2 {
			p.goOn()
		}
		if i > 0 {
			p.tabTo("radio", "Strongly disagree")
		}
		p.answerByKeys(v, points)
	}
	p.goOn()
	p.goOn()
	p.focusIs("heading", "Check your answers")
}

func keepNowhere(t *testing.T, o *office, p *tab, link string) {
	p.toTheCheck(o, link)
	device, session := p.kept()
	for _, item := range o.manifest.Questionnaire.Items {
		if strings.Contains(device+session, item.ID) {
			t.Fatalf("the browser keeps %s and %s although nobody asked it to", device, session)
		}
	}
	p.reload()
	if !slices.Contains(p.dialogs(), "beforeunload") {
		t.Error("the page lets itself be left without a word although answers are lost")
	}
	p.press("button", "Start")
	for _, radio := range p.all("radio", "Agree") {
		if radio.checked {
			t.Error("an answer was kept although nobody asked for it")
		}
	}
}

func shareTheComputer(t *testing.T, o *office, p *tab, link string) {
	p.open(link)
	p.press("checkbox", "Others use it too: keep nothing here afterwards")
	if !p.find("checkbox", "Keep my answers here until I send them").disabled {
		t.Error("on a shared computer answers could be kept")
	}
	p.press("button", "Start")
	p.answerAll(o, "en", given)
	p.send()
	o.counts("Kiosk-9", given)
	p.reads("Nothing is kept on this device.")
	if p.has("button", "Change my answers") {
		t.Error("the receipt offers a change that a shared computer cannot make")
	}
	if device, session := p.kept(); device != "{}" || session != "{}" {
		t.Errorf("the computer keeps %s and %s", device, session)
	}
	evaluate[bool](p, "history.back(), true")
	if p.has("heading", "Check your answers") || p.has("radio", "Agree") {
		t.Error("going back shows answers of somebody else")
	}
	p.reload()
	p.find("heading", "Open your invitation")
}

func withdrawABallot(t *testing.T, o *office, p *tab, link string) {
	p.toTheCheck(o, link)
	first := p.send()
	p.press("button", "Withdraw my answers")
	p.focusIs("heading", "Take your ballot back?")
	p.press("button", "Withdraw my answers")
	p.find("heading", "Your ballot is out of the box")
	p.reload()
	p.press("button", "Answer again")
	again := slices.Clone(given)
	slices.Reverse(again)
	p.answerAll(o, "en", again)
	if second := p.send(); second == first {
		t.Error("another ballot has the same commitment")
	}
	p.press("button", "Withdraw my answers")
	p.press("button", "Withdraw my answers")
	p.find("heading", "Your ballot is out of the box")
}

func changeTheLanguage(t *testing.T, o *office, p *tab, link string) {
	p.toTheCheck(o, link)
	p.leave("link", "Deutsch")
	p.reads(o.manifest.Questionnaire.Items[2].Text["de"] + " Stimme voll und ganz zu")
	p.leave("link", "العربية")
	p.reads(o.manifest.Questionnaire.Items[2].Text["ar"] + " أوافق بشدة")
	p.leave("link", "English")
	p.focusIs("heading", "Check your answers")
	if dialogs := p.dialogs(); len(dialogs) > 0 {
		t.Errorf("the page asks %v before it takes the answers along", dialogs)
	}
	p.send()
	o.counts("Kiosk-11", given)
}

// meetTheClose closes the survey while a ballot waits to be sent. So many are
// in the box by then that there are figures.
func meetTheClose(t *testing.T, o *office, p *tab, link string) {
	for _, n := range []int{5, 6, 8} {
		o.answer(fmt.Sprintf("Kiosk-%d", n), []int{3, 4, 3, 4, 3, 4, 3, 4, 3, 4})
	}
	p.tolerate("status of 410")
	p.block("/box")
	p.toTheCheck(o, link)
	p.notSent("Send my answers")
	o.must("survey", "close", o.survey, "--reason", "the office is closed")
	p.block()
	p.press("button", "Try again")
	p.find("heading", "This survey is closed")
	p.reads("Answers on this device had not been sent. They were not counted.")

	fresh := newProfile(t)
	fresh.open(link)
	fresh.find("heading", "This survey is closed")
	fresh.leave("button", "See the results of my teams")
	fresh.find("heading", "Kiosk")
	fresh.reads(verdict(o.results(o.survey).Waves[0].Teams[0].releasedFigure))
}

// dialogs are the kinds of questions that the page has asked so far.
func (p *tab) dialogs() []string {
	p.seen.mu.Lock()
	defer p.seen.mu.Unlock()
	return slices.Clone(p.seen.dialogs)
}
