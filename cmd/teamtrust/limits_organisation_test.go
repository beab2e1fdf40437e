package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"teamtrust/migrations"
	"teamtrust/survey/ballot"
	"teamtrust/survey/store/storetest"
)

// organisation is a large survey on PostgreSQL from the first ballot to the
// pages: its ballots are cast by 64 clients at a time, the full box is closed,
// and the release is read.
func (t *table) organisation(b *testing.B) {
	people := 20_000
	if everything() {
		people = 100_000
	}
	p := newProgram(b, storetest.URL(b, migrations.Postgres))
	e := openElection(b, p, invent(b, people))
	s := p.serve("127.0.0.1:0")
	e.collectAll(b, s)
	t.accepted(b, e, s)
	s.stop()
	closed := t.closing(b, e)
	t.pages(b, closed, e.id, fmt.Sprint(people/10, " teams"))
}

// firm is what the pages of a company with 58 teams take.
func (t *table) firm(b *testing.B) {
	p := newProgram(b, storetest.URL(b, migrations.Postgres))
	e := openElection(b, p, staffList)
	s := p.serve("127.0.0.1:0")
	e.together(e.voters[:300], e.at(s.url))
	s.stop()
	p.must("survey", "close", e.id, "--reason", "measured")
	t.pages(b, p, e.id, "58 teams")
}

// collectAll gets everybody's credential and fills their ballot.
func (e *election) collectAll(b *testing.B, s *process) {
	client := e.at(s.url)
	var all sync.WaitGroup
	next := make(chan *voter)
	for range 16 {
		all.Go(func() {
			for v := range next {
				if err := e.prepare(client, v); err != nil {
					b.Errorf("%s: %v", v.person, err)
				}
			}
		})
	}
	for _, v := range e.voters {
		next <- v
	}
	close(next)
	all.Wait()
	if b.Failed() {
		b.FailNow()
	}
}

func (e *election) prepare(client *ballot.Client, v *voter) error {
	if err := e.collect(e.t.Context(), client, v); err != nil {
		return err
	}
	return e.fill(v, map[string]string{e.manifest.Questionnaire.Comments[0].ID: "We say what we mean, most of the time."})
}

// accepted measures how many ballots a second the server takes from 64
// clients. A ballot needs a token verified, a row sealed and a receipt signed,
// at C a second on all cores, and at the very least a transaction, at P a
// second; one after the other that is 1/(1/P + 1/C).
func (t *table) accepted(b *testing.B, e *election, s *process) {
	const clients = 64
	a := e.p.administrator()
	p := newPgbench(b, a, e.p.database)
	defer a.db.Close() // the database is copied next
	defer a.exec("DROP TABLE limit_spent, limit_ballots")
	bodies := e.bodies(b)
	share := len(bodies) / repetitions
	var taken, limits []float64
	for i := range repetitions {
		part := bodies[i*share : (i+1)*share]
		inserts, crypto := p.rate(clients, 3), e.crypto(b, part)
		requests := make([][]byte, len(part))
		for j, body := range part {
			requests[j] = post(s.address(), "/api/ballot/"+e.id+"/box", body)
		}
		took := timed(func() {
			if err := deliver(s.address(), clients, requests, "201"); err != nil {
				b.Fatal(err)
			}
		})
		b.Logf("P %.0f/s, C %.0f/s, taken %.0f/s", inserts, crypto, float64(share)/took)
		taken, limits = append(taken, float64(share)/took), append(limits, 1/(1/inserts+1/crypto))
	}
	t.compare(b, "ballots accepted by 64 clients", perSecond, taken, limits, 0.8)
}

func (e *election) bodies(b *testing.B) [][]byte {
	out := make([][]byte, len(e.voters))
	for i, v := range e.voters {
		raw, err := json.Marshal(v.box)
		if err != nil {
			b.Fatal(err)
		}
		out[i] = raw
	}
	return out
}

// crypto is how many ballots a second are verified, sealed and signed on all
// cores where nothing else is done.
func (e *election) crypto(b *testing.B, bodies [][]byte) float64 {
	directory, err := ballot.OpenDirectory(e.p.keys)
	if err != nil {
		b.Fatal(err)
	}
	keys, err := directory.Load(e.id)
	if err != nil {
		b.Fatal(err)
	}
	desk, err := ballot.NewDesk(keys, e.manifest.Bytes())
	if err != nil {
		b.Fatal(err)
	}
	var done atomic.Int64
	var all sync.WaitGroup
	stop := time.Now().Add(2 * time.Second)
	took := timed(func() {
		for range runtime.GOMAXPROCS(0) {
			all.Go(func() {
				for time.Now().Before(stop) {
					if _, _, err := desk.Accept(bodies[int(done.Add(1))%len(bodies)]); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		all.Wait()
	})
	return float64(done.Load()) / took
}
