package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func ask(t *testing.T, w *Web, method, path, accept string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("Accept-Encoding", accept)
	answer := httptest.NewRecorder()
	w.Assets().ServeHTTP(answer, r)
	return answer.Result()
}

func TestAFileIsServedInTheBestFormTheBrowserTakes(t *testing.T) {
	w := newWeb(t)
	for accept, want := range map[string]string{
		"gzip, deflate, br, zstd": "br",
		"gzip":                    "gzip",
		"GZIP":                    "gzip",
		"br;q=0, gzip;q=0.5":      "gzip",
		"br;q=0.0":                "",
		"identity":                "",
		"":                        "",
		";;;, =":                  "",
	} {
		answer := ask(t, w, http.MethodGet, AssetPath+"survey-ABCDEFGH.js", accept)
		if got := answer.Header.Get("Content-Encoding"); answer.StatusCode != http.StatusOK || got != want {
			t.Errorf("Accept-Encoding %q: %d in %q, want 200 in %q", accept, answer.StatusCode, got, want)
		}
	}
}

func TestAFileMayBeKeptForEver(t *testing.T) {
	answer := ask(t, newWeb(t), http.MethodGet, AssetPath+"survey-ABCDEFGH.css", "br")
	for name, want := range map[string]string{
		"Cache-Control":          "public, max-age=31536000, immutable",
		"Content-Type":           "text/css; charset=utf-8",
		"Vary":                   "Accept-Encoding",
		"X-Content-Type-Options": "nosniff",
	} {
		if got := answer.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestNothingButTheBundleIsServed(t *testing.T) {
	w := newWeb(t)
	for _, name := range []string{"", "manifest.json", ".keep", "survey.js", "../web.go", "survey-ABCDEFGH.js.br"} {
		if answer := ask(t, w, http.MethodGet, AssetPath+name, ""); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%q: %d, want 404", name, answer.StatusCode)
		}
	}
	if answer := ask(t, w, http.MethodPost, AssetPath+"survey-ABCDEFGH.js", ""); answer.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d, want 405", answer.StatusCode)
	}
}

func TestABrokenBundleIsAnError(t *testing.T) {
	_, err := New(fstest.MapFS{"manifest.json": {Data: []byte("{")}})
	if err == nil || !strings.Contains(err.Error(), "browser files") {
		t.Errorf("New = %v, want an error about the browser files", err)
	}
}

func FuzzAcceptEncoding(f *testing.F) {
	f.Add("gzip;q=0.5, br")
	w, err := New(bundle())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		file := w.assets.files["survey-ABCDEFGH.js"]
		if encoding := file.encoding(accept); file.bodies[encoding] == nil {
			t.Errorf("Accept-Encoding %q chose %q, which the file does not have", accept, encoding)
		}
	})
}
