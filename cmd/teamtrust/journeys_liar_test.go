package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// lie is what a server shows one person and nobody else.
type lie struct {
	name   string
	change func(o *office, path string, answer []byte) []byte
	mailed bool     // the mail lies alike: the link has the hash of the false manifest
	used   bool     // the invitation is asked for before it shows
	says   []string // what the person reads
}

const (
	anotherKey = "UAfbf1-nX42L_vswQX5Hhe6sB_ajMVpt3RhJqKk0kmM" // an element, and nobody's key here
	stopped    = "We stopped here"
)

var lies = []lie{
	{name: "another key in the manifest", says: []string{"This link does not fit"}, change: manifestWith(func(m map[string]any) { m["public_key"] = anotherKey })},
	{name: "another key in the manifest, and a link to go with it", mailed: true, says: []string{stopped, "This survey is not in the public log of this server"},
		change: manifestWith(func(m map[string]any) { m["public_key"] = anotherKey })},
	{name: "a unit of one person, and a link to go with it", mailed: true, says: []string{stopped, "one that no answers may be sent for"},
		change: manifestWith(func(m map[string]any) {
			m["units"] = append(m["units"].([]any), map[string]any{"id": "zzz", "name": "You", "teams": []any{}, "eligible": 1, "roster": strings.Repeat("0", 64)})
		})},
	{name: "names in one unit of the manifest alone, and a link to go with it", mailed: true, says: []string{stopped},
		change: manifestWith(func(m map[string]any) { delete(m["units"].([]any)[0].(map[string]any), "roster") })},
	{name: "a log of its own", says: []string{stopped, "the log is not the one that was signed"}, change: answering("/verify/log/checkpoint", func(a map[string]any) { a["root_hash"] = strings.Repeat("0", 64) })},
	{name: "made-up colleagues", says: []string{stopped, "Do not answer here.", "The people whom the server names as your group are not those"},
		change: answering("/roster", func(a map[string]any) { a["names"].([]any)[0] = "Nobody" })},
	{name: "a colleague less", says: []string{stopped, "are not those that it published a fingerprint of"}, change: answering("/roster", func(a map[string]any) { a["names"] = a["names"].([]any)[1:] })},
	{name: "a ballot that was made with another key", used: true, says: []string{stopped, "could not prove that it used the published key"},
		change: answering("/collect", func(a map[string]any) { a["evaluated"] = anotherKey })},
	{name: "a ballot of a unit that it did not show", used: true, says: []string{stopped, "or another than it showed you"}, change: anotherUnit},
}

func manifestWith(change func(m map[string]any)) func(*office, string, []byte) []byte {
	return func(o *office, path string, answer []byte) []byte {
		if path != "/api/ballot/"+o.survey {
			return answer
		}
		var m map[string]any
		if err := json.Unmarshal(answer, &m); err != nil {
			panic(err)
		}
		change(m)
		delete(m, "hash")
		m["hash"] = hexOf(canonicalOf(m))
		return canonicalOf(m)
	}
}

func canonicalOf(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	form := jsontext.Value(raw)
	if err := form.Canonicalize(); err != nil {
		panic(err)
	}
	return form
}

func hexOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// answering changes the answers of a route.
func answering(ending string, change func(a map[string]any)) func(*office, string, []byte) []byte {
	return func(_ *office, path string, answer []byte) []byte {
		var a map[string]any
		if !strings.HasSuffix(path, ending) || json.Unmarshal(answer, &a) != nil {
			return answer
		}
		change(a)
		return canonicalOf(a)
	}
}

func anotherUnit(o *office, path string, answer []byte) []byte {
	return answering("/collect", func(a map[string]any) {
		for _, u := range o.manifest.Units {
			if u.ID != a["unit"] {
				a["unit"] = u.ID
				return
			}
		}
	})(o, path, answer)
}

// lying is the address of the office as one person meets it.
func (o *office) lying(l lie) string {
	o.t.Helper()
	to, err := url.Parse(o.url)
	if err != nil {
		o.t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Header.Del("Accept-Encoding")
		},
		ModifyResponse: func(res *http.Response) error {
			answer, err := io.ReadAll(res.Body)
			if err != nil {
				return err
			}
			if res.StatusCode == http.StatusOK {
				answer = l.change(o, res.Request.URL.Path, answer)
			}
			res.Body = io.NopCloser(bytes.NewReader(answer))
			res.ContentLength = int64(len(answer))
			res.Header.Set("Content-Length", fmt.Sprint(len(answer)))
			return nil
		},
	}
	server := httptest.NewServer(proxy)
	o.t.Cleanup(server.Close)
	return server.URL
}

// A server that shows one person something else than everybody is refused
// before any answer leaves the browser, and where it can be seen before, before
// the invitation is used.
func TestAServerThatLiesToOnePersonGetsNoAnswers(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	eachInstallation(t, func(t *testing.T, in *installation) {
		t.Parallel()
		o := openOffice(t, in, map[string]int{"Kiosk": len(lies) + 1, "Depot": 5})
		t.Run("lies", func(t *testing.T) {
			for i, l := range lies {
				t.Run(l.name, func(t *testing.T) {
					t.Parallel()
					meetALie(t, o.of(t), newProfile(t), fmt.Sprintf("Kiosk-%d", i+1), l)
				})
			}
		})
		t.Run("and an honest one gets them", func(t *testing.T) {
			honest := lie{change: func(_ *office, _ string, answer []byte) []byte { return answer }}
			o, p := o.of(t), newProfile(t)
			person := fmt.Sprintf("Kiosk-%d", len(lies)+1)
			p.toTheCheck(o, strings.Replace(o.links[person], o.url, o.lying(honest), 1))
			p.readsThePreview(o)
			p.send()
		})
	})
}

func meetALie(t *testing.T, o *office, p *tab, person string, l lie) {
	t.Helper()
	p.tolerate("status of 404") // a leaf that is not in the log
	link := strings.Replace(o.links[person], o.url, o.lying(l), 1)
	if l.mailed {
		m := l.change(o, "/api/ballot/"+o.survey, o.published())
		at := strings.LastIndex(link, ".")
		var read struct{ Hash string }
		if err := json.Unmarshal(m, &read); err != nil {
			t.Fatal(err)
		}
		link = link[:at+1] + read.Hash
	}
	p.open(link)
	p.until("the page has begun or stopped", func() bool { return p.has("button", "Start") || p.has("heading", l.says[0]) })
	if p.has("button", "Start") {
		p.press("button", "Start")
		p.answerQuestions(o, "en", given)
		if l.used {
			p.press("button", "Send my answers")
		}
	}
	p.find("heading", l.says[0])
	p.reads(l.says[1:]...)
	if sent := p.requested("/box"); len(sent) > 0 {
		t.Errorf("answers were sent: %v", sent)
	}
	if asked := p.requested("/collect"); (len(asked) > 0) != l.used {
		t.Errorf("the invitation was used: %v", asked)
	}
}

// published is the manifest as everybody gets it.
func (o *office) published() []byte {
	o.t.Helper()
	res, err := http.Get(o.employees() + "/api/ballot/" + o.survey)
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return raw
}

// readsThePreview is what the check says before anything is sent.
func (p *tab) readsThePreview(o *office) {
	p.t.Helper()
	p.reads("are in the public log, where everybody finds the same.", "Your ballot carries the label Kiosk.",
		"No auditor has confirmed the names yet.", "at least 5 ballots in all: Kiosk the whole organisation",
		"A figure with fewer than 10 ballots is a mean with its interval")
	if used := p.requested("/collect"); len(used) > 0 {
		p.t.Errorf("looking at the preview used the invitation: %v", used)
	}
	p.press("DisclosureTriangle", "The people under this label")
	p.reads("Person Kiosk-1", "Person Kiosk-2")
	p.press("DisclosureTriangle", "An example of such a figure")
	p.reads("The numbers are invented. They are not your team's.", "9 of 12 answered.")
	if strings.Contains(p.text(), "Person Depot") {
		p.t.Error("the page names people of another unit")
	}
}
