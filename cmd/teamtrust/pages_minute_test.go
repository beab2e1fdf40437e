package main

import (
	"fmt"
	"net/url"
	"testing"

	"teamtrust/survey"
	"teamtrust/web"
)

// minute are the parts of a team's page that answer a manager's first
// questions, as selectors.
var minute = map[string]string{
	"the verdict":           ".verdict",
	"how many answered":     ".answered",
	"the weakest dimension": ".dimensions .reading:not(.whole)",
	"what changed":          ".changed :is(.moves li, p:not(.why), .empty)",
	"the next step":         ".next p",
}

// beyond lists the parts that a window of 1280 × 800 does not show whole
// without scrolling.
func (p *tab) beyond() []string {
	p.t.Helper()
	var out []string
	for what, selector := range minute {
		bottom := evaluate[float64](p, fmt.Sprintf(`document.querySelector(%q)?.getBoundingClientRect().bottom ?? 1e6`, selector))
		if bottom > 800 {
			out = append(out, fmt.Sprintf("%s ends at %.0f px", what, bottom))
		}
	}
	return out
}

func TestAManagerSeesTheMinuteWithoutScrolling(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	samples := web.Samples()
	long := samples["team"]["later survey"].(web.TeamPage)
	long.Name = "Operations and maintenance of the northern sites, night shift, packing and dispatch"
	long.Above = append(long.Above, web.Crumb{Name: "Northern region of operations and maintenance"}, web.Crumb{Name: "Packing, dispatch and returns of the northern sites"})
	samples["team"]["long name"] = long
	gallery := newGallery(t, samples)
	p := newProfile(t)
	for _, state := range []string{"later survey", "long name", "small"} {
		for _, lang := range langs {
			p.lookAs(look{"light", 1280, lang})
			p.open(gallery + "/sample/team/" + url.PathEscape(state) + "?lang=" + lang)
			p.settle()
			for _, fault := range p.beyond() {
				t.Errorf("%s, %s: %s", state, lang, fault)
			}
		}
	}
}

func TestAManagerOfTheDemoSeesTheMinuteWithoutScrolling(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	s := newScene(t)
	p := s.signedIn(t, "Manager")
	for _, lang := range langs {
		p.lookAs(look{"light", 1280, lang})
		p.open(s.url + inLanguage("/team/"+survey.Path(demoManager).ID(), lang))
		p.settle()
		for _, fault := range p.beyond() {
			t.Errorf("%s: %s", lang, fault)
		}
	}
}
