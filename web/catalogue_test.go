package web

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/text/language"
	"pgregory.net/rapid"
)

// patterned are the files of a catalogue that speaks two languages, one of
// them in part.
func patterned() fs.FS {
	en := `{"language.name": "English", "only": "Only <here>", "hello": "Hello {{.Name}}", "days": {"one": "{{.Count}} day", "other": "{{.Count}} days"}}`
	he := `{"language.name": "עברית", "hello": "שלום {{.Name}}"}`
	return fstest.MapFS{
		"languages/en.json": {Data: []byte(en)},
		"languages/he.json": {Data: []byte(he)},
	}
}

func TestAMissingTranslationIsEnglishAndSaysSo(t *testing.T) {
	c, err := loadCatalogue(patterned())
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.html(c.language("he"), "only")
	if err != nil {
		t.Fatal(err)
	}
	if want := `<span lang="en" dir="ltr">Only &lt;here&gt;</span>`; string(got) != want {
		t.Errorf("html = %q, want %q", got, want)
	}
	days, err := c.html(c.language("he"), "days", "Count", 1)
	if err != nil {
		t.Fatal(err)
	}
	if want := `<span lang="en" dir="ltr">1 day</span>`; string(days) != want {
		t.Errorf("html = %q, want %q: the plural follows the language of the words", days, want)
	}
}

func TestNamesInASentenceAreIsolatedAndEscaped(t *testing.T) {
	c, err := loadCatalogue(patterned())
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.html(c.language("he"), "hello", "Name", `<b>Ops</b> & "co"`)
	if err != nil {
		t.Fatal(err)
	}
	if want := "שלום <bdi>&lt;b&gt;Ops&lt;/b&gt; &amp; &#34;co&#34;</bdi>"; string(got) != want {
		t.Errorf("html = %q, want %q", got, want)
	}
}

func TestWhateverAPersonIsCalledNothingOfItBecomesMarkup(t *testing.T) {
	c, err := loadCatalogue(patterned())
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		got, err := c.html(c.language("en"), "hello", "Name", name)
		if err != nil {
			t.Fatal(err)
		}
		inside, found := strings.CutPrefix(string(got), "Hello <bdi>")
		inside, whole := strings.CutSuffix(inside, "</bdi>")
		if !found || !whole || strings.ContainsAny(inside, "<>\"'") {
			t.Fatalf("%q became %q", name, got)
		}
	})
}

func TestAMistakeInAMessageIsAnError(t *testing.T) {
	c, err := loadCatalogue(patterned())
	if err != nil {
		t.Fatal(err)
	}
	for what, call := range map[string]func() error{
		"a key that no language has":  func() error { _, err := c.plain(c.language("en"), "nothing"); return err },
		"an argument that is missing": func() error { _, err := c.plain(c.language("en"), "hello"); return err },
		"a name without a value":      func() error { _, err := c.plain(c.language("en"), "hello", "Name"); return err },
		"a count that is no number": func() error {
			_, err := c.plain(c.language("en"), "days", "Count", "many")
			return err
		},
	} {
		if call() == nil {
			t.Errorf("%s is no error", what)
		}
	}
}

func TestABrokenCatalogueIsAnError(t *testing.T) {
	for what, files := range map[string]fstest.MapFS{
		"no English":                 {"languages/de.json": {Data: []byte(`{"language.name":"Deutsch"}`)}},
		"no name":                    {"languages/en.json": {Data: []byte(`{"a":"b"}`)}},
		"no JSON":                    {"languages/en.json": {Data: []byte(`{`)}},
		"one message from two files": {"languages/en.json": {Data: []byte(`{"language.name":"English"}`)}, "languages/en.more.json": {Data: []byte(`{"language.name":"Anglish"}`)}},
	} {
		if _, err := loadCatalogue(files); err == nil {
			t.Errorf("%s is no error", what)
		}
	}
}

func TestNumbersAndDatesAreWrittenAsTheLanguageDoes(t *testing.T) {
	w := newWeb(t)
	at := time.Date(2026, time.March, 5, 23, 30, 0, 0, time.FixedZone("", -3600))
	for lang, want := range map[string][]string{
		"en": {"12,345", "3.46", "3.50", "−7", "0", "80%", "−1.5", "−20%", "6 March 2026", "6 March 2026, 00:30 UTC"},
		"de": {"12.345", "3,46", "3,50", "−7", "0", "80 %", "−1,5", "−20 %", "6. März 2026", "6. März 2026, 00:30 UTC"},
		"ar": {"12,345", "3.46", "3.50", "−7", "0", "80%", "−1.5", "−20%", "6 مارس 2026", "6 مارس 2026، 00:30 بالتوقيت العالمي"},
	} {
		c, l := w.catalogue, w.catalogue.language(lang)
		day, _ := c.date(l, at)
		moment, _ := c.datetime(l, at)
		got := []string{l.number(12345), l.number(3.456), l.fixed(3.5, 2), l.fixed(-7.4, 0), l.fixed(-0.5, 0), l.percent(0.8), l.number(-1.5), l.percent(-0.2), day, moment}
		for i := range got {
			// CLDR writes spaces that do not break, and marks of direction.
			plain := strings.NewReplacer("\u00a0", " ", "\u200e", "", "\u200f", "", "\u061c", "").Replace(got[i])
			if plain != want[i] {
				t.Errorf("%s: %q, want %q", lang, plain, want[i])
			}
		}
	}
}

func TestALanguageIsChosenByWishThenByHeaderThenEnglish(t *testing.T) {
	w := newWeb(t)
	for _, c := range []struct{ what, header, wish, want string }{
		{"the wish wins", "de", "ar", "ar"},
		{"an unknown wish is ignored", "de", "tlh", "de"},
		{"a region is served by its language", "de-CH, en;q=0.5", "", "de"},
		{"weights count", "en;q=0.1, ar;q=0.9", "", "ar"},
		{"an unknown language is English", "tlh", "", "en"},
		{"nothing is English", "", "", "en"},
		{"rubbish is English", "de;q=;;,", "", "en"},
		{"case does not matter", "", "DE", "de"},
	} {
		if got := w.Negotiate(c.header, c.wish); got != c.want {
			t.Errorf("%s: Negotiate(%q, %q) = %q, want %q", c.what, c.header, c.wish, got, c.want)
		}
	}
}

func FuzzNegotiate(f *testing.F) {
	f.Add("de-CH, en;q=0.5", "ar")
	f.Add("*", "")
	w, err := New(bundle())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, header, wish string) {
		got := w.Negotiate(header, wish)
		if _, err := language.Parse(got); err != nil || w.catalogue.localizers[got] == nil {
			t.Errorf("Negotiate(%q, %q) = %q, which no page exists in", header, wish, got)
		}
	})
}
