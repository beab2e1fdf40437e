package ballot

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"teamtrust/survey"
)

// serve answers the ballot routes the shortest way.
func serve(o *Office) http.Handler {
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, status int, v any, err error) {
		w.Header().Set("Content-Type", "application/json")
		if err != nil {
			code := survey.CodeOf(err)
			w.WriteHeader(map[survey.Code]int{
				survey.CodeBadRequest: 400, survey.CodeForbidden: 403, survey.CodeNotFound: 404, survey.CodeUsed: 409,
				survey.CodeClosed: 410, survey.CodeTooLarge: 413, survey.CodeBadAnswer: 422, survey.CodeInternal: 500,
			}[code])
			v = map[string]any{"error": map[string]any{"code": code, "message": err.Error()}}
		} else {
			w.WriteHeader(status)
		}
		if raw, ok := v.([]byte); ok {
			_, _ = w.Write(raw)
		} else if v != nil {
			_ = json.NewEncoder(w).Encode(v)
		}
	}
	body := func(r *http.Request) []byte {
		b, _ := io.ReadAll(r.Body)
		return b
	}
	mux.HandleFunc("GET /api/ballot/{survey}", func(w http.ResponseWriter, r *http.Request) {
		m, err := o.Manifest(r.Context(), r.PathValue("survey"))
		answer(w, 200, m, err)
	})
	mux.HandleFunc("POST /api/ballot/{survey}/collect", func(w http.ResponseWriter, r *http.Request) {
		v, err := o.Collect(r.Context(), r.PathValue("survey"), body(r))
		answer(w, 200, v, err)
	})
	mux.HandleFunc("POST /api/ballot/{survey}/box", func(w http.ResponseWriter, r *http.Request) {
		v, err := o.Cast(r.Context(), r.PathValue("survey"), body(r))
		answer(w, 201, v, err)
	})
	mux.HandleFunc("DELETE /api/ballot/{survey}/box", func(w http.ResponseWriter, r *http.Request) {
		answer(w, 204, nil, o.Withdraw(r.Context(), r.PathValue("survey"), body(r)))
	})
	return mux
}

func newClient(t testing.TB, h http.Handler) *Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return NewClient(s.URL+"/", s.Client(), rand.Reader)
}

func TestAClientCollectsCastsAndWithdraws(t *testing.T) {
	w := newWorld(t)
	c := newClient(t, serve(w.office))
	secret := w.invite("p1", "unit-b")
	m := must(c.Manifest(t.Context(), "spring-2026", w.manifest.Hash))(t)
	blinding := must(NewBlinding(rand.Reader))(t)
	credential := must(c.Collect(t.Context(), m, secret, blinding))(t)
	kept := must(json.Marshal(blinding))(t) // as after a reload
	var again Blinding
	if err := json.Unmarshal(kept, &again); err != nil {
		t.Fatal(err)
	}
	if repeated := must(c.Collect(t.Context(), m, secret, again))(t); string(repeated.Token) != string(credential.Token) {
		t.Error("the repeated request gave another token")
	}
	box := must(m.NewBox(credential, someAnswers, nil, rand.Reader))(t)
	receipt := must(c.Cast(t.Context(), m, box))(t)
	if err := m.CheckReceipt(box.Commitment, receipt); err != nil {
		t.Error(err)
	}
	opened := w.open(t)
	if len(opened) != 1 || !maps.Equal(opened[0].Answers, someAnswers) || opened[0].Unit != "unit-b" {
		t.Fatalf("in the box: %+v", opened)
	}
	if err := c.Withdraw(t.Context(), m, credential); err != nil {
		t.Fatal(err)
	}
	if len(w.open(t)) != 0 {
		t.Error("the ballot is still in the box")
	}
}

func TestAClientAnswersALink(t *testing.T) {
	w := newWorld(t)
	c := newClient(t, serve(w.office))
	link := Link{Survey: "spring-2026", Secret: w.invite("p1", "unit-a"), Hash: w.manifest.Hash}.URL("https://trust.example.org/")
	if err := c.Answer(t.Context(), link, someAnswers, map[string]string{"C0": "x"}); err != nil {
		t.Fatal(err)
	}
	if opened := w.open(t); len(opened) != 1 || opened[0].Comments["C0"] != "x" {
		t.Fatalf("in the box: %+v", opened)
	}
	wantCode(t, c.Answer(t.Context(), link, someAnswers, nil), survey.CodeUsed)
	if err := c.Answer(t.Context(), "https://trust.example.org/", nil, nil); err == nil {
		t.Error("answered a link that is none")
	}
}

// tampered changes what the server answers on one route.
func tampered(o *Office, route string, change func(body map[string]any)) http.Handler {
	inner := serve(o)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		inner.ServeHTTP(rec, r)
		raw := rec.Body.Bytes()
		if strings.HasSuffix(r.URL.Path, route) && rec.Code < 300 {
			var body map[string]any
			_ = json.Unmarshal(raw, &body)
			change(body)
			if body["hash"] != nil { // a manifest: the server lies consistently
				delete(body, "hash")
				raw, _ = canonicalJSON(body)
				body["hash"] = hexHash(raw)
			}
			raw, _ = canonicalJSON(body)
		}
		w.WriteHeader(rec.Code)
		_, _ = w.Write(raw)
	})
}

func TestAClientStopsWhereTheServerCheats(t *testing.T) {
	tagged := must(must(OpenDirectory(t.TempDir()))(t).Create("spring-2026", rand.Reader))(t)
	flipped := func(member string) func(map[string]any) {
		return func(b map[string]any) {
			raw, _ := wire.DecodeString(b[member].(string))
			b[member] = encode(flip(raw))
		}
	}
	for name, c := range map[string]struct {
		route  string
		change func(b map[string]any)
	}{
		"a bit of the proof":             {"/collect", flipped("proof")},
		"a bit of the evaluated element": {"/collect", flipped("evaluated")},
		"another unit of the manifest":   {"/collect", func(b map[string]any) { b["unit"] = "unit-b" }},
		"a unit made for one person":     {"/collect", func(b map[string]any) { b["unit"] = "unit-c" }},
		"the identity":                   {"/collect", func(b map[string]any) { b["evaluated"] = encode(make([]byte, 32)) }},
		"no proof":                       {"/collect", func(b map[string]any) { delete(b, "proof") }},
		"a bit of the receipt":           {"/box", flipped("receipt")},
		"a key made for one person":      {"/spring-2026", func(b map[string]any) { b["public_key"] = encode(tagged.PublicKey()) }},
		"one person more in a unit": {"/spring-2026", func(b map[string]any) {
			b["units"].([]any)[0].(map[string]any)["eligible"] = 8
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			client := newClient(t, tampered(w.office, c.route, c.change))
			link := Link{Survey: "spring-2026", Secret: w.invite(name, "unit-a"), Hash: w.manifest.Hash}.URL("http://x")
			err := client.Answer(t.Context(), link, someAnswers, nil)
			if err == nil || c.route != "/box" && len(w.store.staged) != 0 {
				t.Fatalf("the client went on (%v), %d ballots", err, len(w.store.staged))
			}
		})
	}
}

func TestAKeyMadeForOnePersonIsNoticedThoughItsProofIsRight(t *testing.T) {
	w, tagged := newWorld(t), newWorld(t)
	b := must(NewBlinding(rand.Reader))(t)
	element := must(ParseElement(must(w.manifest.Blinded(b))(t)))(t)
	e := must(tagged.desk.Issue("unit-a", element))(t)
	if _, err := tagged.manifest.Finalize(b, e); err != nil {
		t.Fatal("the tagged key is not a working one:", err)
	}
	if _, err := w.manifest.Finalize(b, e); err == nil {
		t.Fatal("the tagged key went unnoticed")
	}
}

func TestAUnitMadeForOnePersonIsNoticedThoughItsProofIsRight(t *testing.T) {
	w := newWorld(t)
	w.desk.infos["unit-of-one"] = info("spring-2026", "unit-of-one")
	b := must(NewBlinding(rand.Reader))(t)
	element := must(ParseElement(must(w.manifest.Blinded(b))(t)))(t)
	e := must(w.desk.Issue("unit-of-one", element))(t)
	if _, err := w.manifest.Finalize(b, e); err == nil {
		t.Fatal("the tagged unit went unnoticed")
	}
}

func TestAManifestThatTheLinkDoesNotNameIsRefused(t *testing.T) {
	w := newWorld(t)
	c := newClient(t, serve(w.office))
	if _, err := c.Manifest(t.Context(), "spring-2026", strings.Repeat("0", 64)); err == nil || survey.CodeOf(err) != survey.CodeInternal {
		t.Fatalf("got %v", err)
	}
	_, err := c.Manifest(t.Context(), "autumn-2026", w.manifest.Hash)
	wantCode(t, err, survey.CodeNotFound)
}

func TestAnAnswerThatIsNotOfTheProtocolKeepsItsStatus(t *testing.T) {
	for _, c := range []struct {
		name string
		code int
		body string
	}{
		{"a proxy's page", 502, "<html>Bad gateway</html>"},
		{"an error without a code", 500, "{}"},
		{"an internal failure", 500, `{"error":{"code":"internal","message":"x"}}`},
		{"a code with the status of another", 404, `{"error":{"code":"closed","message":"x"}}`},
		{"a code of nobody's", 418, `{"error":{"code":"teapot","message":"x"}}`},
		{"a redirect", 307, ""},
		{"a success of the wrong kind", 202, "{}"},
		{"a manifest cut short", 200, `{"protocol":`},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(c.code)
				fmt.Fprint(w, c.body)
			}))
			_, err := client.Manifest(t.Context(), "s1", "")
			if survey.CodeOf(err) != survey.CodeInternal || c.code != 200 && !strings.Contains(err.Error(), fmt.Sprint(c.code)) {
				t.Fatalf("got %v", err)
			}
		})
	}
}

func TestLinksAreReadAsTheyAreWritten(t *testing.T) {
	l := Link{Survey: "spring-2026", Secret: make([]byte, SecretSize), Hash: strings.Repeat("0a", 32)}
	const want = "https://example.org/trust/surveys/spring-2026#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA."
	url := l.URL("https://example.org/trust/")
	if url != want+l.Hash {
		t.Fatalf("link %s", url)
	}
	read := must(ParseLink(url))(t)
	if read.Survey != l.Survey || string(read.Secret) != string(l.Secret) || read.Hash != l.Hash {
		t.Errorf("read %+v", read)
	}
	below := l.URL("https://example.org/surveys/trust")
	if read := must(ParseLink(below))(t); read.Survey != l.Survey {
		t.Errorf("the survey of %s is %s", below, read.Survey)
	}
	for _, bad := range []string{
		"", "spring-2026", want, strings.Replace(url, "#", "?", 1), strings.Replace(url, "/surveys/", "/s/", 1),
		strings.Replace(url, "spring-2026", "a/b", 1), strings.ToUpper(url), url + "0", strings.Replace(url, ".0a", "0a", 1), "http://[x",
	} {
		if _, err := ParseLink(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestBlindingsDependOnTheirSourceAloneAndDamageIsNoticed(t *testing.T) {
	w := newWorld(t)
	source := func() io.Reader { return strings.NewReader(strings.Repeat("randomness", 20)) }
	a, b := must(NewBlinding(source()))(t), must(NewBlinding(source()))(t)
	if string(must(w.manifest.Blinded(a))(t)) != string(must(w.manifest.Blinded(b))(t)) {
		t.Error("the same source gave different elements")
	}
	for name, bad := range map[string]Blinding{
		"a short nonce": {Nonce: a.Nonce[1:], Blind: a.Blind}, "a zero blind": {Nonce: a.Nonce, Blind: make([]byte, 32)},
		"no blind": {Nonce: a.Nonce}, "a blind beyond the order": {Nonce: a.Nonce, Blind: []byte(strings.Repeat("\xff", 32))},
	} {
		if _, err := w.manifest.Blinded(bad); err == nil {
			t.Errorf("%s was used", name)
		}
	}
	if _, err := NewBlinding(strings.NewReader("")); !errors.Is(err, io.EOF) {
		t.Errorf("got %v", err)
	}
}
