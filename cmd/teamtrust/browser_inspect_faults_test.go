package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"teamtrust/web"
)

// TestTheInspectionFindsWhatIsWrong shows it a page with one fault at a time.
func TestTheInspectionFindsWhatIsWrong(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	defer elsewhere.Close()
	const good = `<!doctype html><html lang="en" dir="ltr"><head><title>Page</title><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width"></head><body><main><h1>Page</h1>%s</main></body></html>`
	tests := []struct{ name, body, want string }{
		{"nothing", `<p>All is well.</p>`, ""},
		{"a picture without words", `<img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==">`, "axe: image-alt"},
		{"a field without a label", `<form><input type="text" name="x"></form>`, "axe: label"},
		{"headings out of order", `<h2>Two</h2><h4>Four</h4>`, "axe: heading-order"},
		{"small text", `<small><small><small><small>too small to read</small></small></small></small>`, "px: small"},
		{"small text in a drawing", `<svg width="100" height="20" viewBox="0 0 400 80" role="img" aria-label="x"><text y="40" font-size="16">small</text></svg>`, "px: text"},
		{"a heading that leaves its place", `<h2>Two</h2><h3><img alt="x" width="900" height="9" src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="></h3>`, "text leaves its place: h3"},
		{"a name without room", `<table><tr><td width="40"><p class="reading-name">Trust</p></td></tr></table>`, "a name has "},
		{"a page that is too wide", `<pre>` + strings.Repeat("wide ", 100) + `</pre>`, "px wide in a window of 320: main, pre"},
		{"a style in the page", `<p style="color: red">red</p>`, "violated its policy: style-src-attr"},
		{"a script in the page", `<script>document.title = "x"</script>`, "violated its policy: script-src-elem"},
		{"a request to another origin", `<img alt="x" src="` + elsewhere.URL + `/x.png">`, "asked another origin"},
		{"a script that is missing", `<script src="/missing.js"></script>`, "status of 404"},
		{"another language", `<script src="/german.js"></script>`, `"de ltr", want "en ltr"`},
		{"a warning", `<script src="/warning.js"></script>`, "wrote to the console"},
		{"an exception", `<script src="/exception.js"></script>`, "threw: Error: broken"},
	}
	scripts := map[string]string{"/german.js": `document.documentElement.lang = "de"`, "/warning.js": `console.warn("careful")`, "/exception.js": `throw new Error("broken")`}
	bundle, err := web.New(web.Dist())
	if err != nil {
		t.Fatal(err)
	}
	headers := productHeaders(t, bundle)
	body := ""
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name := range headers {
			w.Header().Set(name, headers.Get(name))
		}
		switch script, ok := scripts[r.URL.Path]; {
		case ok:
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, script)
		case r.URL.Path == "/":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, good, body)
		default:
			http.NotFound(w, r)
		}
	}))
	defer srv.Close()
	p := newProfile(t)
	l := look{"light", 320, "en"}
	p.lookAs(l)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body = tt.body
			p.open(srv.URL + "/")
			p.settle()
			found := p.inspection(l)
			if tt.want == "" && len(found) > 0 {
				t.Errorf("found %q in a page without faults", found)
			}
			if all := strings.Join(found, "\n"); !strings.Contains(all, tt.want) {
				t.Errorf("found %q, want %q", found, tt.want)
			}
		})
	}
}
