package main

import (
	"bytes"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"testing"
	"time"

	"teamtrust/server"
	"teamtrust/web"
)

// allVariants takes every look of every page, not only a choice that covers
// all pairs.
const allVariants = "TEAMTRUST_TEST_ALL"

var (
	themes = []string{"light", "dark"}
	widths = []int64{320, 768, 1280}
	langs  = []string{"en", "de", "ar"}
)

// everyLook is the full product.
func everyLook() []look {
	var out []look
	for _, theme := range themes {
		for _, width := range widths {
			for _, lang := range langs {
				out = append(out, look{theme, width, lang})
			}
		}
	}
	return out
}

// pairwise are nine looks in which every two values of different kinds meet.
func pairwise() []look {
	var out []look
	for i, width := range widths {
		for j, lang := range langs {
			out = append(out, look{themes[(i+j)%2], width, lang})
		}
	}
	return out
}

func TestNineLooksCoverEveryPair(t *testing.T) {
	type pair struct{ a, b any }
	met := map[pair]bool{}
	for _, l := range pairwise() {
		met[pair{l.theme, l.width}], met[pair{l.theme, l.lang}], met[pair{l.width, l.lang}] = true, true, true
	}
	for _, l := range everyLook() {
		for _, p := range []pair{{l.theme, l.width}, {l.theme, l.lang}, {l.width, l.lang}} {
			if !met[p] {
				t.Errorf("%v and %v never meet", p.a, p.b)
			}
		}
	}
}

// looksOf are the looks to take each state of a page in. In the short run a
// page with many states spreads the nine over them, and one with few takes
// several for each: every page meets every pair.
func looksOf(states int) [][]look {
	out := make([][]look, states)
	if os.Getenv(allVariants) != "" {
		for i := range out {
			out[i] = everyLook()
		}
		return out
	}
	nine := pairwise()
	for i := range max(states, len(nine)) {
		out[i%states] = append(out[i%states], nine[i%len(nine)])
	}
	return out
}

func TestEveryPageInEveryStateCanBeUsedByEverybody(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	samples := web.Samples()
	gallery := newGallery(t, samples)
	for _, page := range slices.Sorted(maps.Keys(samples)) {
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			p := newProfile(t)
			states := slices.Sorted(maps.Keys(samples[page]))
			for i, looks := range looksOf(len(states)) {
				for _, l := range looks {
					p.lookAs(l)
					p.open(gallery + "/sample/" + page + "/" + url.PathEscape(states[i]) + "?lang=" + l.lang)
					p.settle()
					for _, fault := range p.inspection(l) {
						t.Errorf("%s, %s: %s", states[i], l, fault)
					}
				}
			}
		})
	}
}

// newGallery serves every sample page at /sample/{page}/{state}?lang= with the
// bundle and the policy of the product.
func newGallery(t *testing.T, samples map[string]map[string]any) string {
	t.Helper()
	bundle, err := web.New(web.Dist())
	if err != nil {
		t.Fatal(err)
	}
	headers := productHeaders(t, bundle)
	mux := http.NewServeMux()
	mux.Handle("GET "+web.AssetPath, bundle.Assets())
	mux.HandleFunc("GET /sample/{page}/{state}", func(w http.ResponseWriter, r *http.Request) {
		data, ok := samples[r.PathValue("page")][r.PathValue("state")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		var out bytes.Buffer
		if err := bundle.Render(&out, r.PathValue("page"), r.FormValue("lang"), data); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		maps.Copy(w.Header(), headers)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = out.WriteTo(w)
	})
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return srv.URL
}

// productHeaders are what the product sends with every page.
func productHeaders(t *testing.T, bundle *web.Web) http.Header {
	t.Helper()
	s := server.New(server.Deps{Web: bundle, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/healthz", nil))
	headers := answer.Result().Header
	if headers.Get("Content-Security-Policy") == "" {
		t.Fatal("the product sends no policy")
	}
	headers.Del("Content-Length")
	return headers
}
