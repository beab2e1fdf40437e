package main

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"teamtrust/web"
)

// sheet is what a sheet of A4 has inside its margins, in CSS pixels.
type sheet struct{ width, height int64 }

var (
	upright = sheet{718, 1046}
	across  = sheet{1017, 688} // the sheets of a presentation
)

// printFaults is what would be wrong on paper. On paper a thing is cut where it
// may be broken, or where it is taller than a sheet.
const printFaults = `((width, height) => {
	const found = [];
	const name = (e) => e.tagName.toLowerCase() + (e.id && "#" + e.id) + [...e.classList].map((c) => "." + c).join("");
	const seen = (e) => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().height > 0;
	for (const each of document.querySelectorAll("details")) each.open = true;
	const whole = (e) => { for (; e && e !== document.body; e = e.parentElement) if (getComputedStyle(e).breakInside.startsWith("avoid")) return true; };
	for (const e of document.querySelectorAll("main :is(tr, figure, fieldset:not(.group), .option, svg, .reading, .box, .tile, .topic, .comments li)")) {
		if (!seen(e)) continue;
		if (!whole(e)) found.push(name(e) + " may be cut between two sheets");
		const tall = e.getBoundingClientRect().height;
		if (tall > height) found.push(name(e) + " is " + Math.round(tall) + " px tall on a sheet of " + height);
	}
	for (const e of document.querySelectorAll(".skip, .languages, .places, .account, .bottom, .picker, .find, button, nav.screens, .turn"))
		if (seen(e)) found.push(name(e) + " is of no use on paper");
	if (document.scrollingElement.scrollWidth > width + 1) {
		const wide = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > width + 1 || e.getBoundingClientRect().left < -1);
		found.push("the page is " + document.scrollingElement.scrollWidth + " px wide on a sheet of " + width + ": " + wide.slice(-2).map(name).join(", "));
	}
	return found;
})`

// asOnPaper makes the tab show pages as they are printed.
func (p *tab) asOnPaper(s sheet) {
	p.t.Helper()
	p.do(chromedp.EmulateViewport(s.width, s.height),
		call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
}

// pdf is the page as the browser prints it.
func (p *tab) pdf() []byte {
	p.t.Helper()
	var out []byte
	yes := true
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		got, err := cdp.Call(ctx, t, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes, GenerateTaggedPDF: &yes, PaperWidth: 8.27, PaperHeight: 11.69})
		if err != nil {
			return err
		}
		out = got.Data
		return nil
	}))
	return out
}

// onePage is an object of a PDF that is a page.
var onePage = regexp.MustCompile(`/Type\s*/Page\b`)

// statesToPrint are the states of a page that are printed: all of them, or in the
// short run the first and the last.
func statesToPrint(states []string) []string {
	if os.Getenv(allVariants) != "" || len(states) < 3 {
		return states
	}
	return []string{states[0], states[len(states)-1]}
}

func TestEveryPageCanBePrinted(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	samples := web.Samples()
	gallery := newGallery(t, samples)
	for _, name := range slices.Sorted(maps.Keys(samples)) {
		t.Run(name, func(t *testing.T) {
			p, on, lang := newProfile(t), upright, []string{"en", "de", "ar"}
			if name == "present" {
				on = across
			}
			for i, state := range statesToPrint(slices.Sorted(maps.Keys(samples[name]))) {
				p.asOnPaper(on)
				p.open(gallery + "/sample/" + name + "/" + url.PathEscape(state) + "?lang=" + lang[i%3])
				p.settle()
				for _, fault := range evaluate[[]string](p, fmt.Sprintf("%s(%d, %d)", printFaults, on.width, on.height)) {
					t.Errorf("%s, %s: %s", state, lang[i%3], fault)
				}
				sheets := len(onePage.FindAll(p.pdf(), -1))
				if sheets == 0 {
					t.Errorf("%s: nothing was printed", state)
				}
				if screens := evaluate[int](p, `document.querySelectorAll(".screen").length`); sheets < screens {
					t.Errorf("%s: %d screens on %d sheets", state, screens, sheets)
				}
			}
		})
	}
}
