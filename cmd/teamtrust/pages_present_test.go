package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"teamtrust/web"
)

// shownScreens are the ids of the screens that can be seen.
const shownScreens = `[...document.querySelectorAll(".screen")].filter((s) => s.checkVisibility()).map((s) => s.id).join(" ")`

func TestAPresentationIsTurnedByKeys(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	gallery := newGallery(t, web.Samples())
	p := newProfile(t)
	p.open(gallery + "/sample/present/later%20survey?lang=en")
	p.settle()
	shows := func(want string) {
		t.Helper()
		p.until("the screen "+want+" is the only one", func() bool { return evaluate[string](p, shownScreens) == want })
	}
	shows("begin")
	for _, turn := range []struct{ key, to string }{
		{kb.ArrowRight, "scores"}, {" ", "lowest"}, {kb.ArrowLeft, "scores"}, {kb.End, "next"}, {kb.ArrowRight, "next"}, {kb.ArrowLeft, "talk"}, {kb.Home, "begin"}, {kb.PageDown, "scores"},
	} {
		p.keys(turn.key)
		shows(turn.to)
		if !strings.HasSuffix(p.address(), "#"+turn.to) {
			t.Errorf("on %s the address is %s: a reload would lose the place", turn.to, p.address())
		}
	}
	p.reload()
	p.settle()
	shows("scores")
	p.tolerate("404") // the team's page is not in the gallery
	p.keys(kb.Escape)
	p.until("Escape leads to the team's page", func() bool { return strings.HasSuffix(p.address(), "/team/abc") })
}

func TestAPresentationWithoutScriptIsOneLongPage(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	gallery := newGallery(t, web.Samples())
	p := newProfile(t)
	p.block("present-*.js")
	p.open(gallery + "/sample/present/later%20survey?lang=en")
	p.settle()
	if got := evaluate[string](p, shownScreens); got != "begin scores lowest changes items table talk next" {
		t.Errorf("without its script the page shows %q", got)
	}
}
