package reports

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"teamtrust/analytics"
)

var languages = []string{"en", "de", "ar"}

func catalogue(t *testing.T, lang string) map[string]string {
	t.Helper()
	w, err := wordsIn(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w.texts
}

func TestCataloguesSayTheSame(t *testing.T) {
	english := catalogue(t, "en")
	for _, lang := range languages[1:] {
		texts := catalogue(t, lang)
		for key, text := range texts {
			if text == "" || english[key] == "" {
				t.Errorf("%s: %s is empty or not in English", lang, key)
			}
		}
		for key, text := range english {
			if got, want := placeholders(texts[key]), placeholders(text); !slices.Equal(got, want) {
				t.Errorf("%s: %s has the places %q, want %q", lang, key, got, want)
			}
		}
	}
}

// placeholders are what is filled in, and the codes of a printed page.
func placeholders(text string) []string {
	found := regexp.MustCompile(`\{[a-z]+\}|&[A-Z]`).FindAllString(text, -1)
	sort.Strings(found)
	return found
}

// Keys that are put together from a word and a prefix.
func composed() []string {
	var keys []string
	for _, word := range bounds() {
		keys = append(keys, "note."+word, "sign."+word, "chart."+word)
	}
	for _, sheet := range []string{"summary", "dimensions", "items", "trend", "promises", "method", "data"} {
		keys = append(keys, "contents."+sheet)
	}
	for _, sheet := range findingsSheets() {
		keys = append(keys, "analysis.contents."+strings.ToLower(sheet))
	}
	for _, part := range []string{"share", "log", "exponential"} {
		keys = append(keys, "recovery."+part)
	}
	for _, key := range []string{"affected_before", "affected_after", "others_before", "others_after", "cr2", "cr2.text", "ols", "ols.text", "cells"} {
		keys = append(keys, "incident."+key)
	}
	for _, suppressed := range []bool{true, false} {
		for _, t := range topicKeys(suppressed) {
			keys = append(keys, t, t+".text")
		}
	}
	for _, word := range []string{HangWell, HangWeakly, HangNever, HangSingle, HangHidden, HangNone, "alpha", "omega", "icc1", "icc2"} {
		keys = append(keys, "reliability."+word)
	}
	for _, topic := range methodTopics() {
		keys = append(keys, "method."+topic, "method."+topic+".text")
	}
	return keys
}

func TestEveryTextIsUsedAndEveryUsedTextIsThere(t *testing.T) {
	used := map[string]bool{}
	for _, key := range composed() {
		used[key] = true
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	literal := regexp.MustCompile(`(?:say|name|words|number)\("([a-z_.]+)"|(?:fact|signFact)\(.*?"([a-z_]+\.[a-z_.]+)"|return "([a-z]+\.[a-z_]+)"`)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(source), -1) {
			if key := m[1] + m[2] + m[3]; !strings.HasSuffix(file, "_test.go") && !strings.HasSuffix(key, ".") {
				used[key] = true
			}
		}
	}
	english := catalogue(t, "en")
	for key := range used {
		if english[key] == "" {
			t.Errorf("%s is used and not in the catalogue", key)
		}
	}
	for key := range english {
		if !used[key] {
			t.Errorf("%s is in the catalogue and not used", key)
		}
	}
}

func TestWordsIn(t *testing.T) {
	for lang, want := range map[string]string{"en": "en", "de": "de", "de-AT": "de", "ar": "ar", "ar-EG": "ar", "fr": "en", "": "en", "../en": "en"} {
		w, err := wordsIn(lang)
		if err != nil || w.tag != want || w.rightToLeft != (want == "ar") {
			t.Errorf("%q is written in %+v, %v", lang, w.tag, err)
		}
	}
}

func TestSay(t *testing.T) {
	w := &words{texts: map[string]string{"k": "{a} of {b}"}}
	if got := w.say("k", "a", "{b}", "b", 2); got != "{b} of 2" {
		t.Errorf("a text that was filled in is filled in itself: %q", got)
	}
}

func TestWholeIsTrustOnlyWithItsFourDimensions(t *testing.T) {
	if isTrust("X") || !isTrust("COM") {
		t.Error("a dimension of trust is not told from others")
	}
	if boundSign(analytics.AtLeast) != "≥" || boundSign(analytics.AtMost) != "≤" || boundSign(analytics.Both) != "≈" {
		t.Error("the signs of bounds are mixed up")
	}
}
