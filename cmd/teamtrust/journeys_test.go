package main

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"teamtrust/survey"
)

// office is an installation that serves, and one open survey in it.
type office struct {
	*installation
	survey   string
	manifest publicManifest
	links    map[string]string // by employee id
	teams    map[string]string // by employee id
	box      *box
}

// box is what should be in the ballot box, whoever put it there.
type box struct {
	mu      sync.Mutex
	ballots map[string][]map[string]any // by unit
}

// of lets another test use the office.
func (o *office) of(t *testing.T) *office {
	shared, in := *o, *o.installation
	in.t, shared.installation = t, &in
	return &shared
}

// openOffice loads a staff list of as many people in each team and opens a
// survey of P10 for them.
func openOffice(t *testing.T, in *installation, teams map[string]int) *office {
	t.Helper()
	dir := t.TempDir()
	staff, links := filepath.Join(dir, "staff.csv"), filepath.Join(dir, "links.csv")
	if err := os.WriteFile(staff, []byte(staffOf(teams)), 0o600); err != nil {
		t.Fatal(err)
	}
	in.must("people", "import", staff)
	in.serve("serve")
	o := &office{installation: in, links: map[string]string{}, teams: map[string]string{}, box: &box{ballots: map[string][]map[string]any{}}}
	o.survey = in.must("survey", "create", "--questionnaire", "P10", "--name", "Autumn pulse")
	in.must("survey", "open", o.survey)
	in.must("survey", "invitations", o.survey, "-o", links)
	for _, row := range readCSV(t, links)[1:] {
		o.teams[row[0]], o.links[row[0]] = row[2], row[3]
	}
	o.manifest = in.manifest(o.survey)
	return o
}

// staffOf is a staff list: the people of team Kiosk are Kiosk-1, Kiosk-2 …
func staffOf(teams map[string]int) string {
	var out strings.Builder
	w := csv.NewWriter(&out)
	_ = w.Write([]string{"employee_id", "name", "email", "team", "manages", "language"})
	for team, size := range teams {
		for i := range size {
			id := fmt.Sprintf("%s-%d", strings.ReplaceAll(team, " / ", "-"), i+1)
			_ = w.Write([]string{id, "Person " + id, strings.ToLower(id) + "@example.org", team, "", "en"})
		}
	}
	w.Flush()
	return out.String()
}

func (o *office) unit(person string) string {
	for _, u := range o.manifest.Units {
		for _, team := range u.Teams {
			if team == o.teams[person] {
				return u.ID
			}
		}
	}
	o.t.Fatalf("%s is in no unit", person)
	return ""
}

// counts remembers what is in the box for a person now.
func (o *office) counts(person string, answers []int) {
	ballot := map[string]any{}
	for i, item := range o.manifest.Questionnaire.Items {
		if answers[i] > 0 {
			ballot[item.ID] = float64(answers[i])
		}
	}
	o.box.mu.Lock()
	defer o.box.mu.Unlock()
	o.box.ballots[o.unit(person)] = append(o.box.ballots[o.unit(person)], ballot)
}

// answer casts a ballot without a browser.
func (o *office) answer(person string, answers []int) {
	o.t.Helper()
	given := survey.Answers{}
	for i, item := range o.manifest.Questionnaire.Items {
		given[item.ID] = survey.Answer{Value: answers[i]}
	}
	if err := newClient(o.employees(), http.DefaultTransport, 1).Answer(o.t.Context(), o.links[person], given, nil); err != nil {
		o.t.Fatal(err)
	}
	o.counts(person, answers)
}

// optOut stands for the answer outside the scale.
const optOut = 0

// answerByKeys answers one question from its first choice on, by keys alone.
func (p *tab) answerByKeys(value int, points int) {
	p.t.Helper()
	if value == optOut {
		value = points + 1
	}
	p.keys(" ")
	for range value - 1 {
		p.keys(kb.ArrowDown)
	}
}

// answerAll answers every question from the first part on, and goes on to the
// check, with keys alone.
func (p *tab) answerAll(o *office, lang string, answers []int) {
	p.t.Helper()
	p.answerQuestions(o, lang, answers)
	p.focusIs("heading", "Check your answers")
}

// answerQuestions leaves the last question, whatever comes after it.
func (p *tab) answerQuestions(o *office, lang string, answers []int) {
	p.t.Helper()
	labels := o.manifest.Questionnaire.Scale.Labels[lang]
	for i, item := range o.manifest.Questionnaire.Items {
		if i == len(o.manifest.Questionnaire.Items)/2 {
			p.goOn()
		}
		p.tabTo("radio", labels[0])
		if group := p.focused().within; !within(group, "group", item.Text[lang]) {
			p.t.Fatalf("question %d is not %q but in %v", i+1, item.Text[lang], group)
		}
		p.answerByKeys(answers[i], len(labels))
	}
	p.goOn()
	p.goOn() // no comment
}

func (p *tab) goOn() {
	p.t.Helper()
	before := p.focused().node
	p.tabTo("button", "Continue")
	p.keys(kb.Enter)
	p.until("the next step is there", func() bool {
		at := p.focused()
		return at.role == "heading" && at.node != before
	})
}

// within reports whether an element lies in one of this role whose name ends
// in a text.
func within(e *element, role, ending string) bool {
	for ; e != nil; e = e.within {
		if e.role == role && strings.HasSuffix(e.name, ending) {
			return true
		}
	}
	return false
}

// send sends the answers from the check on, and waits for the receipt. It
// returns the ballot's commitment.
func (p *tab) send() string {
	p.t.Helper()
	p.find("button", "Send my answers")
	p.tabTo("button", "Send my answers")
	p.keys(kb.Enter)
	return p.receipt()
}

// receipt waits for the receipt and returns the commitment on it.
func (p *tab) receipt() string {
	p.t.Helper()
	p.find("heading", "Your answers are in the box")
	return strings.ReplaceAll(p.find("code", "").text(p), " ", "")
}

// text is what stands in an element.
func (e element) text(p *tab) string {
	p.t.Helper()
	object, err := chromedp.Call(p.ctx, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: e.node})
	if err != nil {
		p.t.Fatal(err)
	}
	itself := func(params *runtime.CallFunctionOnParams) { params.ObjectID = object.Object.ObjectID }
	text, err := chromedp.Run(p.ctx, chromedp.CallFunctionOn[string]("function () { return this.innerText }", itself))
	if err != nil {
		p.t.Fatal(err)
	}
	return text
}

// block makes requests whose address has one of these endings fail, as a
// broken network does; without endings everything works again.
func (p *tab) block(endings ...string) {
	p.t.Helper()
	p.tolerate("ERR_BLOCKED_BY_CLIENT")
	patterns := []*network.BlockPattern{}
	for _, e := range endings {
		patterns = append(patterns, &network.BlockPattern{URLPattern: "*://*:*/*" + e, Block: true})
	}
	p.do(call(network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: patterns}))
}

// loseAnswers makes the answers to requests whose address has this ending get
// lost after the server has given them.
func (p *tab) loseAnswers(ending string) {
	p.t.Helper()
	p.tolerate("ERR_FAILED")
	p.do(call(fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: "*" + ending, RequestStage: fetch.RequestStageResponse}}}))
}

func (p *tab) loseNoAnswers() {
	p.t.Helper()
	p.do(call(fetch.Disable, cdp.Empty{}))
}

// kept is everything that this browser keeps for the site, beyond the tab and
// in it.
func (p *tab) kept() (device, session string) {
	p.t.Helper()
	both := evaluate[[]string](p, `[localStorage, sessionStorage].map((s) => JSON.stringify(s))`)
	return both[0], both[1]
}

// verdict is the beginning of the sentence that a page says of a figure.
func verdict(f releasedFigure) string {
	words := map[string]string{"": "Trust is %.0f of 100", "at_least": "Trust is at least %.0f of 100.", "at_most": "Trust is at most %.0f of 100.", "both": "Trust is about %.0f of 100."}
	return fmt.Sprintf(words[f.Total.Clipped], *f.Total.Score)
}
