package main

import (
	"maps"
	"net/url"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/emulation"

	"teamtrust/web"
)

// forcedFaults is what cannot be seen where the system forces its colours. It
// lays its ground behind all text of a page: text of that colour is gone,
// whatever its own ground is. Drawings are left to the page, which must give
// them the system's colours.
const forcedFaults = `(() => {
	const found = [];
	const ground = getComputedStyle(document.body).backgroundColor;
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const {parentElement: e, data} = walker.currentNode;
		if (!data.trim() || !e.checkVisibility() || e.closest("svg, script, .visually-hidden, .colour")) continue;
		if (getComputedStyle(e).color === ground) found.push("text in the colour of the ground: " + e.tagName + "." + e.className + " " + data.trim().slice(0, 40));
	}
	const ink = getComputedStyle(document.body).color;
	for (const e of document.querySelectorAll(".chart-area svg text"))
		if (![ink, ground].includes(getComputedStyle(e).fill)) found.push("a drawing writes in " + getComputedStyle(e).fill);
	return found;
})()`

func TestPagesCanBeReadInForcedColours(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	samples := web.Samples()
	gallery := newGallery(t, samples)
	p := newProfile(t)
	for _, page := range []string{"team", "team_items", "team_trend", "org", "explore", "present", "home", "hr_survey"} {
		states := statesToPrint(slices.Sorted(maps.Keys(samples[page])))
		if len(states) == 0 {
			t.Fatalf("there is no page %s", page)
		}
		for i, state := range states {
			p.lookAs(look{"light", 1280, "en"})
			p.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
				{Name: "prefers-color-scheme", Value: []string{"light", "dark"}[i%2]}, {Name: "forced-colors", Value: "active"},
			}}))
			p.open(gallery + "/sample/" + page + "/" + url.PathEscape(state) + "?lang=en")
			p.settle()
			if !evaluate[bool](p, `matchMedia("(forced-colors: active)").matches`) {
				t.Fatal("the browser forces no colours")
			}
			for _, fault := range evaluate[[]string](p, forcedFaults) {
				t.Errorf("%s, %s: %s", page, state, fault)
			}
		}
	}
}
