package server

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

var optionOf = regexp.MustCompile(`(?s)<script type="application/json" id="chart-([^"]+)">(.*?)</script>`)

func TestExploreShowsEachTheirOwn(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.house(map[string]int{"P": 8, "P / A": 9, "P / B": 2, "Q": 12})
		b.end(&h)
		hr := b.signedIn("hr@example.org", nil, people.HR)
		manager := b.signedIn("m@example.org", []survey.Path{"P"}, people.Manager)
		explore := func(values url.Values) string { return "/explore?" + values.Encode() }

		code, page := b.get(hr, "/explore")
		if code != http.StatusOK || !strings.Contains(page, `data-find="Q"`) || !strings.Contains(page, "chart-heatmap") {
			t.Errorf("HR sees the organisation and its teams: status %d", code)
		}
		code, page = b.get(manager, "/explore")
		if code != http.StatusOK || strings.Contains(page, `value="Q"`) || strings.Contains(page, `data-find="Q"`) || !strings.Contains(page, `data-find="P / A"`) {
			t.Errorf("a manager sees the own team and those below: status %d", code)
		}
		if strings.Contains(page, "Empty: the whole organisation.") {
			t.Error("a manager is offered the organisation")
		}
		if code, _ := b.get(manager, explore(url.Values{"team": {"Q"}})); code != http.StatusForbidden {
			t.Errorf("a manager's look at another team: status %d", code)
		}
		if code, _ := b.get(manager, explore(url.Values{"team": {survey.Path("Q").ID()}})); code != http.StatusForbidden {
			t.Errorf("the same by its id: status %d", code)
		}
		for _, name := range []string{"Nowhere", "</script>", "=HYPERLINK(\"x\")", "\u202eQ", strings.Repeat("long", 50), "P / "} {
			if code, page := b.get(hr, explore(url.Values{"team": {name}})); code != http.StatusNotFound || strings.Contains(page, "</script><") {
				t.Errorf("the team %q: status %d", name, code)
			}
		}
		_, page = b.get(hr, explore(url.Values{"team": {"P"}, "measure": {"TRA"}, "view": {"teams"}}))
		found := optionOf.FindAllStringSubmatch(page, -1)
		if len(found) != 1 || found[0][1] != "teams-TRA" {
			t.Errorf("one measure as dots has %d drawings", len(found))
		}
		if text := html.UnescapeString(page); !strings.Contains(text, "fewer than 5 answers") || !strings.Contains(text, "B: hidden") {
			t.Error("the hidden team is not named with its reason")
		}
	})
}

func TestARadarComesWithItsWarningAndOnlyWhereNothingIsHidden(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.house(map[string]int{"P": 12, "Q": 12, "Q / Low": 2})
		b.end(&h)
		hr := b.signedIn("hr@example.org", nil, people.HR)
		for query, drawn := range map[string]bool{"team=P&view=radar": true, "team=P&view=radar&measure=COM&measure=TRA": false, "team=Q+/+Low&view=radar": false} {
			_, page := b.get(hr, "/explore?"+query)
			if !strings.Contains(page, "Read a radar with care") {
				t.Errorf("%s: no warning", query)
			}
			if strings.Contains(page, "chart-radar") != drawn || strings.Contains(page, "There is no radar") == drawn {
				t.Errorf("%s: drawn or not is wrong", query)
			}
		}
		for _, path := range []string{"/org", "/team/" + survey.Path("P").ID(), "/team/" + survey.Path("P").ID() + "/items", "/explore"} {
			if _, page := b.get(hr, path); strings.Contains(page, "chart-radar") {
				t.Errorf("%s has a radar", path)
			}
		}
	})
}

func TestExploreShowsATeamOverItsSurveys(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		b.floors()
		b.rehearse("First", func(person, item int) int { return 1 + (person+item)%3 })
		second := b.rehearse("Second", func(person, item int) int { return 3 + (person+item)%3 })
		hr := b.signedIn("hr@example.org", nil, people.HR)
		_, page := b.get(hr, "/explore?view=surveys&team=House+/+Floor+A&survey="+second.ID)
		first, last := strings.Index(page, `<bdi>First</bdi>`), strings.Index(page, `<bdi>Second</bdi>`)
		if first < 0 || last < first || !strings.Contains(page, "chart-surveys") {
			t.Errorf("two surveys, oldest first: at %d and %d", first, last)
		}
		if strings.Contains(page, `id="chart-heatmap"`) {
			t.Error("teams are drawn as well")
		}
	})
}
