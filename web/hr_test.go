package web

import (
	"encoding/json"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var fragments = regexp.MustCompile(`href="#([^"]+)"`)

func TestEveryLinkWithinAPageLeadsSomewhere(t *testing.T) {
	eachPage(t, func(t *testing.T, lang, html string) {
		for _, link := range fragments.FindAllStringSubmatch(html, -1) {
			if !strings.Contains(html, `id="`+link[1]+`"`) {
				t.Errorf("nothing on the page has the id %q", link[1])
			}
		}
	})
}

var described = regexp.MustCompile(`(?:aria-describedby|aria-labelledby|for|data-find-in)="([^"]+)"`)

func TestEveryDescriptionIsOnThePage(t *testing.T) {
	eachPage(t, func(t *testing.T, lang, html string) {
		for _, ids := range described.FindAllStringSubmatch(html, -1) {
			for _, id := range strings.Fields(ids[1]) {
				if !strings.Contains(html, `id="`+id+`"`) {
					t.Errorf("nothing on the page has the id %q", id)
				}
			}
		}
	})
}

func TestAProblemStandsAtTheTopAndBesideItsField(t *testing.T) {
	p := sampleNew()
	p.Problems = []Problem{{Field: "name", Text: "Enter a <name>.", Lang: "en"}}
	p.CloseDays = "nonsense"
	out := page(t, newWeb(t), "hr_survey_new", "de", p)
	for what, want := range map[string]string{
		"the title":      "<title>Fehler:",
		"the summary":    `<a href="#name" lang="en">Enter a &lt;name&gt;.</a>`,
		"the field":      `id="name-error" lang="en"`,
		"its mark":       `aria-invalid="true"`,
		"what was typed": `value="nonsense"`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%s lacks %s", what, want)
		}
	}
}

func TestAnImportWithBadRowsCannotBeConfirmed(t *testing.T) {
	p := samplePlanRefused()
	p.Plan = "p9"
	if out := page(t, newWeb(t), "hr_people_plan", "en", p); strings.Contains(out, `action="/hr/people/import"`) {
		t.Error("the page offers to carry out a refused file")
	}
	if out := page(t, newWeb(t), "hr_people_plan", "en", samplePlan()); !strings.Contains(out, `action="/hr/people/import"`) {
		t.Error("the page does not offer to carry out a good file")
	}
}

func TestABlockedSurveyOffersNoOpening(t *testing.T) {
	for state, data := range sampleOpenings() {
		p := data.(OpenPage)
		out := page(t, newWeb(t), "hr_survey_open", "en", p)
		if offers := strings.Contains(out, `action="/hr/surveys/s5/open"`); offers == p.Blocked() {
			t.Errorf("%s: offers to open: %v", state, offers)
		}
	}
}

// The survey page divides the same way: web/test/dashboard.test.mjs.
func TestAPreviewIsDividedLikeTheSurvey(t *testing.T) {
	for items, want := range map[int][]int{0: {}, 1: {1}, 6: {6}, 7: {4, 3}, 10: {5, 5}, 28: {6, 6, 5, 6, 5}} {
		var got []int
		next := 1
		for _, part := range (PreviewPage{Items: make([]PreviewItem, items)}).Parts() {
			got = append(got, len(part.Items))
			for _, item := range part.Items {
				if item.Number != next {
					t.Errorf("%d items: number %d, want %d", items, item.Number, next)
				}
				next++
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d items in parts of %v, want %v", items, got, want)
		}
	}
}

var places = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

// messages reads one catalogue file: plural forms by message.
func messages(t *testing.T, name string) map[string]map[string]string {
	t.Helper()
	raw, err := fs.ReadFile(languageFiles, name)
	if err != nil {
		t.Fatal(err)
	}
	var loose map[string]any
	if err := json.Unmarshal(raw, &loose); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	out := map[string]map[string]string{}
	for key, value := range loose {
		switch v := value.(type) {
		case string:
			out[key] = map[string]string{"": v}
		case map[string]any:
			out[key] = map[string]string{}
			for form, text := range v {
				out[key][form], _ = text.(string)
			}
		}
	}
	return out
}

func placesOf(texts map[string]string) []string {
	text := texts[""] + texts["other"]
	seen := map[string]bool{}
	for _, found := range places.FindAllStringSubmatch(text, -1) {
		seen[found[1]] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

func TestEveryLanguageHasEveryMessage(t *testing.T) {
	plurals := map[string][]string{"de": {"one", "other"}, "ar": {"few", "many", "one", "other", "two", "zero"}}
	english, err := fs.Glob(languageFiles, "languages/en*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range english {
		for tag, forms := range plurals {
			theirs := messages(t, path.Join("languages", tag+strings.TrimPrefix(path.Base(name), "en")))
			for key, ours := range messages(t, name) {
				other, ok := theirs[key]
				switch {
				case !ok:
					t.Errorf("%s lacks %s", tag, key)
				case !slices.Equal(placesOf(ours), placesOf(other)):
					t.Errorf("%s %s speaks of %v, English of %v", tag, key, placesOf(other), placesOf(ours))
				case ours["other"] != "" && !slices.Equal(slices.Sorted(maps.Keys(other)), forms):
					t.Errorf("%s %s has the forms %v, want %v", tag, key, slices.Sorted(maps.Keys(other)), forms)
				}
			}
		}
	}
}
