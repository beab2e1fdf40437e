package main

import (
	"fmt"
	"os"
	"sync"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// look is how a page is looked at.
type look struct {
	theme string // light, dark
	width int64  // CSS pixels
	lang  string // en, de, ar
}

func (l look) String() string { return fmt.Sprintf("%s %d %s", l.theme, l.width, l.lang) }

func (l look) dir() string {
	if l.lang == "ar" {
		return "rtl"
	}
	return "ltr"
}

// lookAs makes the tab show pages in a look, language apart.
func (p *tab) lookAs(l look) {
	p.t.Helper()
	height := map[int64]int64{320: 568, 390: 844, 768: 1024, 1280: 800}[l.width]
	p.do(
		chromedp.EmulateViewport(l.width, height),
		call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: l.theme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}}),
	)
}

// axe is the source of axe-core, from the packages that the browser files are
// tested with.
var axe = sync.OnceValues(func() (string, error) {
	source, err := os.ReadFile("../../node_modules/axe-core/axe.min.js")
	if err != nil {
		return "", fmt.Errorf("axe-core is missing: run make test: %w", err)
	}
	return string(source), nil
})

// axeRun gives one line for each element that breaks a rule.
const axeRun = `axe.run(document, {
	runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
	rules: {"target-size": {enabled: true}},
	resultTypes: ["violations"],
}).then(({violations}) => violations.flatMap(({id, help, nodes}) =>
	nodes.map((n) => id + " (" + help + "): " + n.target.join(" ") + " | " + n.html.slice(0, 160) + " | " + (n.any[0] ?? n.all[0] ?? n.none[0])?.message)))`

// faults is what can be measured without rules: text that nobody can read or
// that lies over its neighbours, names without room, and pages that are wider
// than the window.
const faults = `(() => {
	const found = [];
	const name = (e) => e.tagName.toLowerCase() + (e.id && "#" + e.id) + [...e.classList].map((c) => "." + c).join("");
	const outer = (e) => (getComputedStyle(e).position === "absolute" ? e.offsetParent : e.parentElement);
	const scrolls = (e) => e !== document.body && e !== document.documentElement && getComputedStyle(e).overflowX !== "visible";
	const held = (e) => { for (e = outer(e); e; e = outer(e)) if (scrolls(e)) return true; };
	const page = document.scrollingElement;
	if (page.scrollWidth > innerWidth) {
		const wide = [...document.body.querySelectorAll("*")].filter((e) => { const r = e.getBoundingClientRect(); return (Math.max(r.right, r.left + e.scrollWidth) > innerWidth + 1 || r.left < -1) && !held(e); });
		found.push("the page is " + page.scrollWidth + " px wide in a window of " + innerWidth + ": " + wide.slice(-3).map(name).join(", "));
	}
	for (const e of document.querySelectorAll("h3, th, td"))
		if (e.checkVisibility() && !e.closest(".visually-hidden") && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline") found.push("text leaves its place: " + name(e) + " “" + e.textContent.trim().slice(0, 40) + "”");
	for (const e of document.querySelectorAll(".reading-name"))
		if (e.checkVisibility() && e.clientWidth < 96) found.push("a name has " + e.clientWidth + " px: " + e.textContent.trim().slice(0, 40));
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const {parentElement: e, data} = walker.currentNode;
		if (!data.trim() || !e.checkVisibility({visibilityProperty: true, opacityProperty: true}) || e.closest("noscript, .visually-hidden, script, style")) continue;
		const scale = e.getScreenCTM ? Math.abs(e.getScreenCTM().d) : 1;
		const size = parseFloat(getComputedStyle(e).fontSize) * scale;
		if (size < 11.99) found.push("text of " + size.toFixed(1) + " px: " + name(e) + " “" + data.trim().slice(0, 40) + "”");
	}
	return found;
})()`

// inspection is everything that is wrong with the page as it is now, in this
// look.
func (p *tab) inspection(l look) []string {
	p.t.Helper()
	source, err := axe()
	if err != nil {
		p.t.Fatal(err)
	}
	var out []string
	if !evaluate[bool](p, "Boolean(window.axe)") {
		evaluate[bool](p, source+"; true")
	}
	for _, v := range evaluate[[]string](p, axeRun) {
		out = append(out, "axe: "+v)
	}
	out = append(out, evaluate[[]string](p, faults)...)
	if got, want := evaluate[string](p, `document.documentElement.lang + " " + getComputedStyle(document.body).direction`), l.lang+" "+l.dir(); got != want {
		out = append(out, fmt.Sprintf("language and direction are %q, want %q", got, want))
	}
	for _, c := range p.seen.complaints() {
		out = append(out, "the page "+c)
	}
	return out
}

// screen is a picture of the whole page, PNG.
func (p *tab) screen() []byte {
	p.t.Helper()
	size := evaluate[[]float64](p, "[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
	return p.picture(size[0], size[1])
}

// picture is the upper part of the page in CSS pixels, PNG. It is one pixel
// higher than asked for: what fits into the window is taken from the window,
// which is never narrower than 500 pixels.
func (p *tab) picture(width, height float64) []byte {
	p.t.Helper()
	picture, err := chromedp.Call(p.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatPng, CaptureBeyondViewport: new(true),
		Clip: &page.Viewport{Width: width, Height: height + 1, Scale: 1},
	})
	if err != nil {
		p.t.Fatalf("screenshot: %v", err)
	}
	return picture.Data
}
