package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// What the survey page may cost until the first question is there, headers
// included.
const (
	budgetBytes    = 40_000
	budgetRequests = 5
)

func TestTheFirstQuestionIsThereWithinTheBudget(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	in := newInstallation(t, "sqlite:"+t.TempDir()+"/budget.db")
	in.must("people", "import", staffList)
	in.serve("serve")
	id := in.must("survey", "create", "--questionnaire", "P10", "--name", "Autumn pulse 2026")
	in.must("survey", "open", id)
	links := t.TempDir() + "/links.csv"
	in.must("survey", "invitations", id, "-o", links)
	if n := len(in.manifest(id).Questionnaire.Items[0].Text); n != 3 {
		t.Fatalf("the questionnaire has %d languages, want three", n)
	}

	link := readCSV(t, links)[1][3]
	for _, lang := range langs {
		t.Run(lang, func(t *testing.T) {
			p := newProfile(t)
			traffic := listen(p)
			p.open(strings.Replace(link, "#", "?lang="+lang+"#", 1))
			p.press("button", map[string]string{"en": "Start", "de": "Beginnen", "ar": "ابدأ"}[lang])
			p.find("group", "1 …", "radio", in.manifest(id).Questionnaire.Scale.Labels[lang][4])
			bytes, lines := traffic.sum()
			t.Logf("%d bytes in %d requests", bytes, len(lines))
			if bytes > budgetBytes || len(lines) > budgetRequests {
				t.Errorf("%d bytes in %d requests until the first question, want at most %d in %d:\n%s", bytes, len(lines), budgetBytes, budgetRequests, strings.Join(lines, "\n"))
			}
		})
	}
}

// traffic is what a tab loads over the network.
type traffic struct {
	mu    sync.Mutex
	urls  map[network.RequestID]string
	bytes map[network.RequestID]float64
}

func listen(p *tab) *traffic {
	p.t.Helper()
	tr := &traffic{urls: map[network.RequestID]string{}, bytes: map[network.RequestID]float64{}}
	err := chromedp.Listen(p.ctx, func(event any) {
		tr.mu.Lock()
		defer tr.mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if strings.HasPrefix(e.Request.URL, "http") {
				tr.urls[e.RequestID] = e.Request.URL
			}
		case *network.EventLoadingFinished:
			tr.bytes[e.RequestID] = e.EncodedDataLength
		}
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return tr
}

// sum is the number of bytes on the wire, headers included, and a line for
// each request.
func (tr *traffic) sum() (total int, lines []string) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	for id, address := range tr.urls {
		total += int(tr.bytes[id])
		lines = append(lines, fmt.Sprintf("%7.0f  %s", tr.bytes[id], address))
	}
	return total, lines
}
