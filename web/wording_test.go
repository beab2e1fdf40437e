package web

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// every message of a language, each plural form on its own.
func every(t *testing.T, tag string) map[string]map[string]string {
	t.Helper()
	names, err := fs.Glob(languageFiles, "languages/"+tag+"*.json")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]string{}
	for _, name := range names {
		for key, forms := range messages(t, name) {
			all[key] = forms
		}
	}
	return all
}

// family is a key that is put together at run time: printf "role.%s" .Role.
var family = regexp.MustCompile(`"([a-z_.]+)%[sd]`)

func TestEveryMessageIsUsed(t *testing.T) {
	source := sources(t, "*.go", "templates/*.html", "templates/*/*.html", "../server/*.go", "../survey/notify/*.go")
	prefixes := []string{"problem.", "done."} // sentences that pages are given, not ones they name
	for _, found := range family.FindAllStringSubmatch(source, -1) {
		prefixes = append(prefixes, found[1])
	}
	for key := range every(t, fallback) {
		used := strings.Contains(source, `"`+key+`"`)
		for _, prefix := range prefixes {
			used = used || strings.HasPrefix(key, prefix)
		}
		if !used {
			t.Errorf("no page uses %s; remove it from every language", key)
		}
	}
}

// sources is the product's own text; tests do not count as use.
func sources(t *testing.T, patterns ...string) string {
	t.Helper()
	var all strings.Builder
	for _, pattern := range patterns {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(raw)
		}
	}
	return all.String()
}

// Words that are the same in every language: names, formats, language tags.
var international = []string{
	"teamtrust", "UTC", "JavaScript", "http", "https", "CSV", "JSON", "Excel", "xlsx", "YAML", "en", "de", "ar",
}

// Messages that are spelt alike in German and English.
var alike = []string{
	"month.4", "month.8", "month.9", "month.11", "nav.organisation", "org.title", "map.organisation", "map.team",
	"accounts.teams", "people.count_teams", "newsurvey.name", "form.link", "figure.neutral", "layout.demo", "date.time",
	"report.dimension", "report.alpha", "report.omega",
}

// wording is a message without its places and addresses.
func wording(text string) string {
	return address.ReplaceAllString(places.ReplaceAllString(text, ""), "")
}

var (
	latin   = regexp.MustCompile(`[A-Za-z]{2,}`)
	address = regexp.MustCompile(`\S+@\S+`)
)

func TestNoEnglishIsLeftInTheOtherLanguages(t *testing.T) {
	english := every(t, fallback)
	for key, forms := range every(t, "ar") {
		for form, text := range forms {
			for _, word := range latin.FindAllString(wording(text), -1) {
				if !slices.Contains(international, word) {
					t.Errorf("ar %s %s: %q in %q", key, form, word, text)
				}
			}
		}
	}
	for key, forms := range every(t, "de") {
		for form, text := range forms {
			if text == english[key][form] && latin.MatchString(wording(text)) && !slices.Contains(alike, key) {
				t.Errorf("de %s is English: %q", key, text)
			}
		}
	}
}

// What no page may claim, in any language.
var claims = regexp.MustCompile(`(?i)100 ?%|completely|military|unhackable|guarantee|vollständig anonym|völlig anonym|garantier|militär|مجهول تمامًا|بالكامل|نضمن`)

func TestNoPageClaimsMoreThanItCanKeep(t *testing.T) {
	for _, tag := range []string{"en", "de", "ar"} {
		for key, forms := range every(t, tag) {
			for _, text := range forms {
				if found := claims.FindString(text); found != "" {
					t.Errorf("%s %s claims %q: %q", tag, key, found, text)
				}
			}
		}
	}
}
