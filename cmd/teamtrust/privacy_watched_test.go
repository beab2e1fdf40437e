package main

import (
	"crypto/rand"
	"encoding/json"
	mathrand "math/rand/v2"
	"net/http"
	"slices"

	"teamtrust/survey/ballot"
)

// watched is an election whose every step somebody saw: the order in which
// ballots arrived, and, to give the attacker everything, also what was in them.
type watched struct {
	*election
	voters  []*voter // whose ballot is in the box, in order of arrival
	ballots *needles // what must not be readable before the close
	traces  *needles // what must never be anywhere
}

// The marks that every request of a voter bears.
const (
	markAgent   = "browser-of-a-person/1.0"
	markAddress = "203.0.113.77"
	markCookie  = "cookie-of-a-person"
)

// marking adds to each request what a log could tell people apart by, and sees
// whether the server wants to.
type marking struct {
	http.RoundTripper
	cookies []string
}

func (m *marking) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("User-Agent", markAgent)
	r.Header.Set("X-Forwarded-For", markAddress)
	r.Header.Set("Forwarded", "for="+markAddress)
	r.Header.Set("Cookie", "session="+markCookie)
	res, err := m.RoundTripper.RoundTrip(r)
	if err == nil {
		m.cookies = append(m.cookies, res.Header.Values("Set-Cookie")...)
	}
	return res, err
}

// observe lets most of the staff vote, one after the other in an order of
// chance. Some change their ballot at once, the last five withdraw theirs.
func observe(e *election, url string) *watched {
	e.t.Helper()
	w := &watched{election: e, ballots: newNeedles(), traces: newNeedles()}
	transport := &marking{RoundTripper: http.DefaultTransport.(*http.Transport).Clone()}
	client := e.through(transport, url)
	voters := slices.Clone(e.voters)
	mathrand.Shuffle(len(voters), func(i, j int) { voters[i], voters[j] = voters[j], voters[i] })
	voters = voters[:305]
	for i, v := range voters {
		w.cast(client, i, v)
		if i%10 == 0 {
			w.cast(client, i, v)
		}
	}
	w.voters = voters[:300]
	for _, v := range voters[300:] {
		if err := client.Withdraw(e.t.Context(), e.manifest, v.credential); err != nil {
			e.t.Fatal(err)
		}
	}
	if len(transport.cookies) > 0 {
		e.t.Errorf("the ballot routes set cookies: %v", transport.cookies)
	}
	for _, mark := range []string{markAgent, markAddress, markCookie} {
		w.traces.addText("a mark of the browser", -1, mark)
	}
	return w
}

// cast votes with a comment that nobody else wrote, and notes every secret.
func (w *watched) cast(client *ballot.Client, i int, v *voter) {
	w.t.Helper()
	if v.credential.Token == nil {
		if err := w.collect(w.t.Context(), client, v); err != nil {
			w.t.Fatal(err)
		}
	}
	comments := map[string]string{w.manifest.Questionnaire.Comments[0].ID: "A remark, " + rand.Text()}
	if err := w.fill(v, comments); err != nil {
		w.t.Fatal(err)
	}
	if err := w.vote(w.t.Context(), client, v); err != nil {
		w.t.Fatal(err)
	}
	w.note(i, v)
}

func (w *watched) note(i int, v *voter) {
	w.t.Helper()
	w.traces.addBytes("an invitation's secret", i, v.link.Secret)
	w.traces.addBytes("a blind", i, v.blinding.Blind)
	w.noteBallot(i, v)
}

// noteBallot notes what the server got to see in the box request.
func (w *watched) noteBallot(i int, v *voter) {
	w.t.Helper()
	answers, err := json.Marshal(v.box.Answers)
	if err != nil {
		w.t.Fatal(err)
	}
	w.ballots.addText("answers", i, string(answers))
	w.ballots.addBytes("nonce", i, v.credential.Nonce)
	w.ballots.addBytes("token", i, v.credential.Token)
	w.ballots.addBytes("salt", i, unbase64(w.t, v.box.Salt))
	w.ballots.addBytes("commitment", i, unhex(w.t, v.box.Commitment))
	for _, text := range v.box.Comments {
		w.ballots.addText("comment", i, text)
	}
}

// arrival is the order of arrival by something that a voter has.
func (w *watched) arrival(of func(v *voter) string) map[string]int {
	out := map[string]int{}
	for i, v := range w.voters {
		out[of(v)] = i
	}
	return out
}

func commitmentOf(v *voter) string { return v.box.Commitment }

func nonceOf(v *voter) string { return v.box.Nonce }

func commentOf(v *voter) string {
	for _, text := range v.box.Comments {
		return text
	}
	return ""
}
