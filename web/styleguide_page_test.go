package web

import (
	"bytes"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	defined = regexp.MustCompile(`(?s)\{\{define "([a-z-]+)"\}\}(.*?)(?:\{\{define "|$)`)
	usedIn  = regexp.MustCompile(`\{\{-?\s*template "([a-z-]+)"`)
	classes = regexp.MustCompile(`\.([a-zA-Z][\w-]*)`)
	classed = regexp.MustCompile(`\sclass="([^"]*)"`)
	rules   = regexp.MustCompile(`([^{}]+)\{`)
	remarks = regexp.MustCompile(`(?s)/\*.*?\*/`)
)

// Shared parts that are not on the style guide, and why.
var apart = map[string]string{
	"dash-head":     "it is in the head of the page",
	"dash-problems": "it takes the focus when the page is loaded; its look is there without that",
	"dash-warnings": "it has a form of the administrators",
}

// defines are the templates of the files, with their text.
func defines(t *testing.T, pattern string) map[string]string {
	t.Helper()
	names, err := fs.Glob(templateFiles, pattern)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, name := range names {
		raw, err := fs.ReadFile(templateFiles, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.SplitAfter(string(raw), "\n{{define ") {
			text := strings.TrimSuffix(part, "\n{{define ")
			if !strings.HasPrefix(strings.TrimSpace(text), "{{define ") {
				text = "{{define " + text
			}
			if d := defined.FindStringSubmatch(text + "{{define \""); d != nil {
				out[d[1]] = text
			}
		}
	}
	return out
}

func TestEverySharedPartIsOnTheStyleGuide(t *testing.T) {
	shared := defines(t, "templates/shared/dash*.html")
	if len(shared) < 40 {
		t.Fatalf("%d shared parts were found", len(shared))
	}
	page := defines(t, "templates/pages/styleguide.html")
	there := map[string]bool{}
	var follow func(text string)
	follow = func(text string) {
		for _, use := range usedIn.FindAllStringSubmatch(text, -1) {
			if name := use[1]; !there[name] {
				there[name] = true
				follow(shared[name])
			}
		}
	}
	follow(page["main"])
	for name := range shared {
		switch {
		case !strings.HasPrefix(name, "dash-"):
		case !there[name] && apart[name] == "":
			t.Errorf("%s is not on the style guide: show it in templates/pages/styleguide.html", name)
		case there[name] && apart[name] != "":
			t.Errorf("%s is on the style guide, and is said to be left out", name)
		}
	}
	for name := range apart {
		if _, ok := shared[name]; !ok {
			t.Errorf("%s is left out of the style guide and does not exist", name)
		}
	}
}

func TestEveryStyledClassIsSomewhereToBeSeen(t *testing.T) {
	w := newWeb(t)
	seen := map[string]bool{}
	for page, states := range Samples() {
		for _, data := range states {
			var out bytes.Buffer
			if err := w.Render(&out, page, "en", data); err != nil {
				t.Fatal(err)
			}
			for _, list := range classed.FindAllStringSubmatch(out.String(), -1) {
				for _, class := range strings.Fields(list[1]) {
					seen[class] = true
				}
			}
		}
	}
	scripted := []string{"presenting", "here"} // set by scripts
	names, err := fs.Glob(styleFiles, "styles/dashboard/*.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names, "styles/base.css") {
		raw, err := fs.ReadFile(styleFiles, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range rules.FindAllStringSubmatch(remarks.ReplaceAllString(string(raw), ""), -1) {
			if strings.HasPrefix(strings.TrimSpace(rule[1]), "@") {
				continue
			}
			for _, class := range classes.FindAllStringSubmatch(rule[1], -1) {
				if c := class[1]; !seen[c] && !slices.Contains(scripted, c) && !strings.HasPrefix(c, "depth-") {
					seen[c] = true
					t.Errorf("%s styles .%s, and no sample of a page has it", name, c)
				}
			}
		}
	}
}

func TestTokensAreReadInBothThemes(t *testing.T) {
	page, err := Styleguide(Base{})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]Token{}
	for _, token := range page.Tokens {
		if _, twice := all[token.Name]; twice {
			t.Errorf("%s is there twice", token.Name)
		}
		all[token.Name] = token
	}
	for name, want := range map[string]Token{
		"--bg":       {"--bg", "#ffffff", "#0f151b"},
		"--likert-1": {"--likert-1", "#b35806", "#ff9d4d"},
		"--d1":       {"--d1", "#0072b2", ""},
		"--space-4":  {"--space-4", "1rem", ""},
	} {
		if all[name] != want {
			t.Errorf("%s is %+v, want %+v", name, all[name], want)
		}
	}
}
