package main

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long a test waits for something on a page to happen.
const patience = 30 * time.Second

// tab is one page as a person uses it: things are found by their role and
// name, and used with keys and the mouse.
type tab struct {
	t    *testing.T
	ctx  context.Context
	seen *watch
}

// newProfile opens a tab in a fresh profile: no cookie, nothing stored, no
// other tab.
func newProfile(t *testing.T) *tab {
	t.Helper()
	parent, err := chromium.start()
	if err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	return openTab(t, parent, chromedp.WithNewBrowserContext())
}

// another opens a second tab in the same profile.
func (p *tab) another() *tab {
	p.t.Helper()
	return openTab(p.t, p.ctx)
}

func openTab(t *testing.T, parent context.Context, options ...chromedp.ContextOption) *tab {
	t.Helper()
	p := &tab{t: t, seen: &watch{}}
	ctx, closeTab := chromedp.NewContext(parent, append(options, chromedp.WithListener(p.notice))...)
	p.ctx = ctx
	t.Cleanup(func() {
		p.report()
		closeTab()
	})
	p.do(
		call(runtime.AddBinding, runtime.AddBindingParams{Name: violationBinding}),
		call(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: violationScript}),
		call(accessibility.Enable, cdp.Empty{}),
		call(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}),
		chromedp.EmulateViewport(1280, 800),
	)
	return p
}

// call makes a step of a protocol command whose answer does not matter.
func call[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, command, params)
		return err
	})
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 2*patience)
	defer cancel()
	if chromedp.FromContext(p.ctx).Target == nil {
		ctx = p.ctx // the first run binds the life of the tab to its context
	}
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("browser: %v", err)
	}
}

// evaluate is what an expression gives on the page; a promise is awaited.
func evaluate[T any](p *tab, expression string) T {
	p.t.Helper()
	v, err := tryEvaluate[T](p, expression)
	if err != nil {
		p.t.Fatalf("%.200s: %v", expression, err)
	}
	return v
}

func tryEvaluate[T any](p *tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, 2*patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// open goes to an address as a link in a mail does: the page is loaded anew,
// whatever was there before.
func (p *tab) open(address string) {
	p.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		p.t.Fatal(err)
	}
	p.seen.allow(u.Scheme + "://" + u.Host)
	if p.address() == address || strings.Contains(address, "#") {
		p.do(chromedp.Navigate("about:blank"))
	}
	p.do(chromedp.Navigate(address))
}

func (p *tab) reload() {
	p.t.Helper()
	p.do(chromedp.Reload())
}

// address is what stands in the address bar.
func (p *tab) address() string {
	p.t.Helper()
	return evaluate[string](p, "location.href")
}

// text is what a person reads in the main part of the page.
func (p *tab) text() string {
	p.t.Helper()
	return evaluate[string](p, `(document.querySelector("main") ?? document.body).innerText`)
}

// reads waits until the main part of the page says all of these.
func (p *tab) reads(sentences ...string) {
	p.t.Helper()
	for _, s := range sentences {
		p.until("the page says “"+s+"”", func() bool {
			text, err := tryEvaluate[string](p, `(document.querySelector("main") ?? document.body).innerText`)
			return err == nil && strings.Contains(oneLine(text), s)
		})
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// until waits for a condition, and fails with what was expected and what is on
// the page instead.
func (p *tab) until(what string, holds func() bool) {
	p.t.Helper()
	end := time.Now().Add(patience)
	for !holds() {
		if time.Now().After(end) {
			p.t.Fatalf("waited in vain until %s.\nThe page at %s:\n%s", what, p.address(), p.outline())
		}
		time.Sleep(40 * time.Millisecond)
	}
}

// keys presses keys, one after the other.
func (p *tab) keys(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		for _, r := range k {
			p.do(strike(r))
		}
	}
}

// strike presses a key and lets it go. The text comes with the press, so that
// a page that handles the press does not get it once more where the focus has
// gone: a keyboard does not do that either.
func strike(key rune) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		events := kb.Encode(key)
		down, up := *events[0], *events[len(events)-1]
		if len(events) == 3 {
			down.Type, down.Text, down.UnmodifiedText = input.DispatchKeyEventTypeKeyDown, events[1].Text, events[1].UnmodifiedText
		}
		for _, event := range []input.DispatchKeyEventParams{down, up} {
			if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, event); err != nil {
				return err
			}
		}
		return nil
	})
}

// tabTo presses Tab until the focus is on something with this role and name.
// It fails after as many presses as no page has stops.
func (p *tab) tabTo(role, name string) {
	p.t.Helper()
	var walk []string
	for range 120 {
		p.keys(kb.Tab)
		at := p.focused()
		if at.role == role && fits(at.name, name) {
			return
		}
		walk = append(walk, at.String())
	}
	p.t.Fatalf("Tab never reaches %s “%s”; it stops at:\n%s", role, name, strings.Join(walk, "\n"))
}
