package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// violationBinding is how a page tells the test that its policy was violated.
const violationBinding = "tellViolation"

const violationScript = `addEventListener("securitypolicyviolation", (e) =>
	tellViolation(e.effectiveDirective + " forbids " + (e.blockedURI || "?") + " " + e.sample + " at " + e.sourceFile + ":" + e.lineNumber));`

// watch collects what no page may do: violate its policy, write an error to
// the console, ask another origin for anything.
type watch struct {
	mu        sync.Mutex
	origins   []string
	tolerated []*regexp.Regexp
	wrong     []string
	dialogs   []string
	requests  []string // method and address, in order
}

func (w *watch) allow(origin string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.origins = append(w.origins, origin)
}

// complain keeps a complaint that is not tolerated.
func (w *watch) complain(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
}

// complaints are those so far that nothing tolerates; they are handed out once.
func (w *watch) complaints() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []string
	for _, text := range w.wrong {
		if !w.forgives(text) {
			out = append(out, text)
		}
	}
	w.wrong = nil
	return out
}

func (w *watch) forgives(text string) bool {
	for _, pattern := range w.tolerated {
		if pattern.MatchString(text) {
			return true
		}
	}
	return false
}

func (w *watch) requested(method, address string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.requests = append(w.requests, method+" "+address)
	for _, origin := range append([]string{"data:", "about:", "blob:"}, w.origins...) {
		if strings.HasPrefix(address, origin) {
			return
		}
	}
	w.wrong = append(w.wrong, "asked another origin: "+address)
}

// tolerate names what this tab may complain of, because the test causes it.
func (p *tab) tolerate(pattern string) {
	p.seen.mu.Lock()
	defer p.seen.mu.Unlock()
	p.seen.tolerated = append(p.seen.tolerated, regexp.MustCompile(pattern))
}

// requested are the requests so far whose method and address contain a text.
func (p *tab) requested(text string) []string {
	p.seen.mu.Lock()
	defer p.seen.mu.Unlock()
	var out []string
	for _, r := range p.seen.requests {
		if strings.Contains(r, text) {
			out = append(out, r)
		}
	}
	return out
}

// report makes what was wrong failures of the test.
func (p *tab) report() {
	p.t.Helper()
	for _, text := range p.seen.complaints() {
		p.t.Errorf("the page %s", text)
	}
}

// notice sees every event of the tab. It must not call the browser itself.
func (p *tab) notice(event any) {
	switch e := event.(type) {
	case *runtime.EventBindingCalled:
		if e.Name == violationBinding {
			p.seen.complain("violated its policy: %s", e.Payload)
		}
	case *runtime.EventExceptionThrown:
		p.seen.complain("threw: %s", exceptionText(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			p.seen.complain("wrote to the console: %s", consoleText(e))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			p.seen.complain("caused: %s (%s)", e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		p.seen.requested(e.Request.Method, e.Request.URL)
	case *page.EventJavascriptDialogOpening:
		p.seen.mu.Lock()
		p.seen.dialogs = append(p.seen.dialogs, string(e.Type))
		p.seen.mu.Unlock()
		go p.acceptDialog()
	case *fetch.EventRequestPaused:
		go p.lose(e.RequestID)
	}
}

// lose drops an answer on its way to the page.
func (p *tab) lose(id fetch.RequestID) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	_, _ = chromedp.Call(ctx, fetch.FailRequest, fetch.FailRequestParams{RequestID: id, ErrorReason: network.ErrorReasonFailed})
}

func (p *tab) acceptDialog() {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	// The tab may be gone before its dialog is answered.
	_, _ = chromedp.Call(ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
}

func exceptionText(d *runtime.ExceptionDetails) string {
	if d.Exception != nil && d.Exception.Description != "" {
		return d.Exception.Description
	}
	return d.Text
}

func consoleText(e *runtime.EventConsoleAPICalled) string {
	var parts []string
	for _, arg := range e.Args {
		parts = append(parts, string(arg.Value)+arg.Description)
	}
	return strings.Join(parts, " ")
}
