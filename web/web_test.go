package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"html/template"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/jba/templatecheck"
)

// bundle is one as web/build.mjs leaves it, so that these tests run without
// the browser tools.
func bundle() fs.FS {
	names := map[string]string{}
	files := fstest.MapFS{}
	for _, name := range []string{"survey.css", "survey.js", "curves.js", "code.js", "dashboard.css", "dashboard.js", "chart.js", "verify.js", "present.js"} {
		hashed := strings.Replace(name, ".", "-ABCDEFGH.", 1)
		names[name] = hashed
		files[hashed] = &fstest.MapFile{Data: []byte("/* " + name + " */")}
		files[hashed+".br"] = &fstest.MapFile{Data: []byte("br")}
		files[hashed+".gz"] = &fstest.MapFile{Data: []byte("gz")}
	}
	manifest, _ := json.Marshal(names)
	files["manifest.json"] = &fstest.MapFile{Data: manifest}
	files[".keep"] = &fstest.MapFile{}
	return files
}

func newWeb(t *testing.T) *Web {
	t.Helper()
	w, err := New(bundle())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestABuildWithoutBrowserFilesSaysSo(t *testing.T) {
	_, err := New(fstest.MapFS{".keep": &fstest.MapFile{}})
	if !errors.Is(err, ErrNoBundle) {
		t.Fatalf("New = %v, want ErrNoBundle", err)
	}
	if !strings.Contains(err.Error(), "make build") {
		t.Errorf("%q does not say what to do", err)
	}
}

func TestEveryTemplateFitsItsStruct(t *testing.T) {
	w := newWeb(t)
	pages := Pages()
	for name, tmpl := range w.pages[fallback] {
		data, ok := pages[name]
		if !ok {
			t.Errorf("templates/pages/%s.html has no struct in Pages", name)
			continue
		}
		if err := templatecheck.CheckHTML(tmpl.Lookup("layout"), data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name := range pages {
		if _, ok := w.pages[fallback][name]; !ok {
			t.Errorf("Pages names %q, but there is no templates/pages/%s.html", name, name)
		}
	}
}

// eachPage renders every sample in every language.
func eachPage(t *testing.T, check func(t *testing.T, lang, html string)) {
	w := newWeb(t)
	for page, states := range Samples() {
		for state, data := range states {
			for _, l := range w.Languages() {
				t.Run(page+"/"+state+"/"+l.Tag, func(t *testing.T) {
					var out bytes.Buffer
					if err := w.Render(&out, page, l.Tag, data); err != nil {
						t.Fatal(err)
					}
					check(t, l.Tag, out.String())
				})
			}
		}
	}
}

var (
	script = regexp.MustCompile(`(?s)<script([^>]*)>(.*?)</script>`)
	inline = regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|javascript:`)
	remote = regexp.MustCompile(`(?i)(src|href|action)="(https?:)?//`)
	held   = regexp.MustCompile(`(?s)<template id=.*?</template>`) // shown one at a time, by the script
	ids    = regexp.MustCompile(`\sid="([^"]+)"`)
)

func TestEveryStateOfEveryPageIsWholeAndStrict(t *testing.T) {
	eachPage(t, func(t *testing.T, lang, html string) {
		if !strings.Contains(html, "</html>") || !strings.Contains(html, `<html lang="`+lang+`"`) {
			t.Error("the page is not whole or not in its language")
		}
		shown := held.ReplaceAllString(html, "")
		if n := strings.Count(shown, "<h1"); n != 1 {
			t.Errorf("%d h1 headings, want 1", n)
		}
		if found := inline.FindString(html); found != "" {
			t.Errorf("inline style or script: %q", found)
		}
		if found := remote.FindString(html); found != "" {
			t.Errorf("an address elsewhere: %q", found)
		}
		for _, s := range script.FindAllStringSubmatch(html, -1) {
			if !strings.Contains(s[1], "src=") && !strings.Contains(s[1], `type="application/json"`) {
				t.Errorf("inline script: %.80q", s[0])
			}
		}
		if strings.Contains(html, "ZgotmplZ") {
			t.Error("a value was refused by the template's escaper")
		}
		for _, part := range append(held.FindAllString(html, -1), shown) {
			checkIDs(t, part)
		}
	})
}

func checkIDs(t *testing.T, html string) {
	seen := map[string]bool{}
	for _, id := range ids.FindAllStringSubmatch(html, -1) {
		if seen[id[1]] {
			t.Errorf("id %q is used twice", id[1])
		}
		seen[id[1]] = true
	}
}

func TestEveryPageHasSamples(t *testing.T) {
	samples := Samples()
	for name := range Pages() {
		if len(samples[name]) == 0 {
			t.Errorf("page %q has no samples", name)
		}
	}
}

func TestAFailingTemplateWritesNothing(t *testing.T) {
	w := newWeb(t)
	broken := template.Must(template.New("layout").Parse(`<p>half a page</p>{{.Missing}}`))
	w.pages[fallback]["broken"] = broken
	var out bytes.Buffer
	if err := w.Render(&out, "broken", "en", struct{}{}); err == nil {
		t.Fatal("no error")
	}
	if out.Len() != 0 {
		t.Errorf("%d bytes of half a page were written", out.Len())
	}
}

func TestAnUnknownPageIsAnErrorAndAnUnknownLanguageIsEnglish(t *testing.T) {
	w := newWeb(t)
	if err := w.Render(&bytes.Buffer{}, "nowhere", "en", nil); err == nil {
		t.Error("an unknown page was rendered")
	}
	var out bytes.Buffer
	if err := w.Render(&out, "error", "tlh", ErrorPage{Status: 404}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), `<html lang="en" dir="ltr">`) {
		t.Error("an unknown language did not fall back to English")
	}
}

func TestLanguagesWriteInTheirDirection(t *testing.T) {
	w := newWeb(t)
	var got []string
	for _, l := range w.Languages() {
		got = append(got, l.Tag+" "+l.Dir)
	}
	if want := []string{"en ltr", "ar rtl", "de ltr"}; !slices.Equal(got, want) {
		t.Errorf("Languages = %v, want %v", got, want)
	}
}
