package server

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// reply is everything of an answer that somebody outside can see, but for
// when it came.
func (b *bench) reply(method, path, kind, body string) string {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Accept-Encoding", "gzip")
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	res.Header.Del("Date")
	var head bytes.Buffer
	if err := res.Header.Write(&head); err != nil {
		b.t.Fatal(err)
	}
	return fmt.Sprintf("%s %s %d\n%s\n%s", res.Proto, res.Status, res.ContentLength, head.String(), raw)
}

func secretOf(link string) string {
	_, fragment, _ := strings.Cut(link, "#")
	secret, _, _ := strings.Cut(fragment, ".")
	return secret
}

// collectBody asks with a secret and an element that is one.
func (b *bench) collectBody(h held, secret string) string {
	b.t.Helper()
	raw, err := b.store.Manifest(b.t.Context(), h.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	m, err := ballot.ParseManifest(raw)
	if err != nil {
		b.t.Fatal(err)
	}
	return fmt.Sprintf(`{"invitation":%q,"blinded":%q}`, secret, m.PublicKey)
}

// Nobody but the holder of an invitation's secret learns anything of it: what
// never existed, what was replaced and what belongs to another survey get one
// answer, byte for byte.
func TestEverySecretThatIsNoneGetsTheSameAnswer(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		replaced := map[string]string{"a replaced invitation that was used": h.links[0].URL, "a replaced one that was not": h.links[11].URL}
		for _, i := range []int{0, 11} {
			if _, err := b.life.Replace(t.Context(), h.ID, h.links[i].Person, "lost", life.CommandLine); err != nil {
				t.Fatal(err)
			}
		}
		random := make([]byte, 32)
		_, _ = rand.Read(random)
		secrets := map[string]string{"a random secret": base64.RawURLEncoding.EncodeToString(random), "zeros": base64.RawURLEncoding.EncodeToString(make([]byte, 32))}
		for name, link := range replaced {
			secrets[name] = secretOf(link)
		}
		same := func(of string, ask func(secret string) string) {
			var answers []string
			for _, secret := range secrets {
				for range 2 {
					answers = append(answers, ask(secret))
				}
			}
			slices.Sort(answers)
			if answers = slices.Compact(answers); len(answers) != 1 {
				t.Errorf("%s tells secrets apart:\n%s", of, strings.Join(answers, "\n---\n"))
			}
		}
		collect := func(secret string) string {
			return b.reply("POST", "/api/ballot/"+h.ID+"/collect", "application/json", b.collectBody(h, secret))
		}
		results := func(secret string) string {
			return b.reply("POST", "/surveys/"+h.ID+"/results", "application/x-www-form-urlencoded", url.Values{"invitation": {secret}}.Encode())
		}
		same("collect, while the survey is open", collect)
		same("the page of results, while it is open", results)
		if used, unused := results(secretOf(h.links[1].URL)), results(secretOf(h.links[23].URL)); used != unused {
			t.Errorf("the page tells before the close whether an invitation was used:\n%s\n---\n%s", used, unused)
		}
		b.end(&h)
		secrets["a good invitation that was used"], secrets["a good one that was not"] = secretOf(h.links[1].URL), secretOf(h.links[23].URL)
		same("collect, after the close", collect)
		delete(secrets, "a good invitation that was used")
		delete(secrets, "a good one that was not")
		same("the page of results, after the close", results)
		if log := b.log.String(); log != "" {
			t.Errorf("the log speaks of secrets that are none:\n%s", log)
		}
	})
}

// A secret that is not even written like one is refused before anybody is asked
// for anything: also when the database is gone.
func TestASecretThatIsMalformedIsRefusedWithoutALook(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		collect := func(secret string) string {
			return b.reply("POST", "/api/ballot/"+h.ID+"/collect", "application/json", b.collectBody(h, secret))
		}
		good := secretOf(h.links[1].URL)
		secrets := []string{"", "x", good[1:], good + "A", good + "=", "+" + good[1:], strings.Repeat("A", 42) + "B"}
		var bodies []string
		for _, secret := range secrets {
			bodies = append(bodies, b.collectBody(h, secret))
		}
		before := collect(good)
		if !strings.Contains(before, " 200 ") && !strings.Contains(before, " 409 ") {
			t.Fatalf("a good secret gets\n%s", before)
		}
		if err := b.store.SQL().Close(); err != nil {
			t.Fatal(err)
		}
		for i, body := range bodies {
			if answer := b.reply("POST", "/api/ballot/"+h.ID+"/collect", "application/json", body); !strings.Contains(answer, " 400 ") {
				t.Errorf("%q gets\n%s", secrets[i], answer)
			}
		}
		if log := b.log.String(); log != "" {
			t.Errorf("the log speaks of malformed secrets:\n%s", log)
		}
	})
}

// The answers to those who hold a secret have one length each, plain and
// compressed, so that a glance at the network tells nothing more than the route.
func TestAnswersToBallotsHaveOneLength(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		lengths := map[int]bool{}
		for _, i := range []int{11, 23} {
			answer := b.reply("POST", "/api/ballot/"+h.ID+"/collect", "application/json", b.collectBody(h, secretOf(h.links[i].URL)))
			if !strings.Contains(answer, " 200 ") || strings.Contains(answer, "Content-Encoding") {
				t.Fatalf("collect answers\n%s", answer)
			}
			unit := answer[strings.Index(answer, `"unit":"`)+8:]
			unit, _, _ = strings.Cut(unit, `"`)
			lengths[len(answer)-len(unit)] = true
		}
		if len(lengths) != 1 {
			t.Errorf("answers to collect have the lengths %v besides their units", lengths)
		}
	})
}
