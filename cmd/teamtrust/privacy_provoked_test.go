package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"teamtrust/survey/ballot"
)

// provoke sends requests that fail, each with everything in it that a log must
// not repeat, the last one inside the server.
func (w *watched) provoke(a *administrator, s *process) {
	w.t.Helper()
	good := w.voters[0].box
	forged, foreign, beyond := good, good, good
	forged.Token = w.voters[1].box.Token
	foreign.Unit = "nowhere"
	beyond.Comments = map[string]string{w.manifest.Questionnaire.Comments[0].ID: strings.Repeat(commentOf(w.voters[0])+" ", 60)}
	body := encoded(w, good)
	for _, request := range []struct {
		name, method, path, body string
		want                     int
	}{
		{"a body that is no JSON", "POST", "/box", body[:len(body)-1], 400},
		{"a body that is too large", "POST", "/box", body + strings.Repeat(" ", ballot.MaxBody), 413},
		{"a member too many", "POST", "/box", strings.Replace(body, "{", `{"person":"`+w.voters[0].person+`",`, 1), 400},
		{"another voter's token", "POST", "/box", encoded(w, forged), 403},
		{"a unit that does not exist", "POST", "/box", encoded(w, foreign), 403},
		{"a comment that is too long", "POST", "/box", encoded(w, beyond), 422},
		{"a withdrawal with too much", "DELETE", "/box", body, 400},
		{"a query", "GET", "/box?nonce=" + good.Nonce + "&token=" + good.Token, "", 404},
		{"a path of its own", "POST", "/" + good.Nonce, body, 404},
	} {
		if got := w.send(s, request.method, request.path, request.body); got != request.want {
			w.t.Errorf("%s: the server answered %d, want %d", request.name, got, request.want)
		}
	}
	a.exec("ALTER TABLE staging RENAME TO elsewhere")
	if got := w.send(s, "POST", "/box", body); got != 500 {
		w.t.Errorf("without its table: the server answered %d, want 500", got)
	}
	a.exec("ALTER TABLE elsewhere RENAME TO staging")
	if got := w.send(s, "POST", "/box", body); got != 201 {
		w.t.Errorf("with its table again: the server answered %d, want 201", got)
	}
}

func encoded(w *watched, b ballot.Box) string {
	w.t.Helper()
	raw, err := json.Marshal(b)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(raw)
}

func (w *watched) send(s *process, method, path, body string) int {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, s.url+"/api/ballot/"+w.id+path, bytes.NewReader([]byte(body)))
	if err != nil {
		w.t.Fatal(err)
	}
	res, err := (&marking{RoundTripper: http.DefaultTransport}).RoundTrip(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		w.t.Fatal(err)
	}
	return res.StatusCode
}
