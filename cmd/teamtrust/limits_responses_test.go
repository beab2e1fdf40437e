package main

import (
	"fmt"
	"io"
	"net/http"
	"testing"

	"teamtrust/survey/store/storetest"
)

// responses measures the processor time of a complete response: a credential
// collected and a ballot cast. The server is a process of its own, so that what
// browsers do is not in it; with SQLite the database is. Beside it, without an
// aim, stands what it takes with the page and the manifest that every browser
// fetches before.
func (t *table) responses(b *testing.B) {
	const people = 1000
	for _, dialect := range storetest.Dialects(b) {
		p, staff := newProgram(b, storetest.URL(b, dialect)), invent(b, people)
		var ballots, all []float64
		for range repetitions {
			e := openElection(b, p, staff, "--rehearsal")
			idle := p.spent(func(*process) {})
			answer := p.spent(func(s *process) { e.answer(b, s) }) - idle
			look := p.spent(func(s *process) { e.look(b, s) }) - idle
			ballots, all = append(ballots, answer/people), append(all, (answer+look)/people)
		}
		t.atMost(fmt.Sprintf("processor time of collect and cast (%s)", dialect), milliseconds, ballots, 0.002)
		t.atMost(fmt.Sprintf("the same with page and manifest (%s)", dialect), milliseconds, all, 0)
	}
}

// spent is the processor time, in seconds, of a server that does something.
func (p *program) spent(something func(s *process)) float64 {
	s := p.serve("127.0.0.1:0")
	something(s)
	s.stop()
	return s.cpu().Seconds()
}

func (e *election) answer(b *testing.B, s *process) {
	if n := e.together(e.voters, e.at(s.url)); n != len(e.voters) {
		b.Fatalf("%d of %d have a receipt", n, len(e.voters))
	}
}

// look fetches page and manifest once for everybody.
func (e *election) look(b *testing.B, s *process) {
	for range e.voters {
		for _, path := range []string{"/surveys/", "/api/ballot/"} {
			res, err := http.Get(s.url + path + e.id)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != http.StatusOK {
				b.Fatalf("%s: %s, %v", path, res.Status, err)
			}
			res.Body.Close()
		}
	}
}
