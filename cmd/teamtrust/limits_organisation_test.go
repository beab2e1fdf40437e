package main

import (
	"sync"
	"testing"

	"teamtrust/migrations"
	"teamtrust/survey/ballot"
	"teamtrust/survey/store/storetest"
)

// organisation is a large survey on PostgreSQL from the first ballot to the
// pages: its ballots are cast by 64 clients at a time, the full box is closed,
// and the release is read.
func (t *table) organisation(b *testing.B) {
	const people = 100_000
	p := newProgram(b, storetest.URL(b, migrations.Postgres))
	e := openElection(b, p, invent(b, people))
	s := p.serve("127.0.0.1:0")
	e.collectAll(b, s)
	t.accepted(b, e, s)
	s.stop()
	closed := t.closing(b, e)
	t.verified(b, closed, e.id)
	t.pages(b, closed, e.id, people/10)
}

// firm is what the pages of a company with 58 teams take.
func (t *table) firm(b *testing.B) {
	p := newProgram(b, storetest.URL(b, migrations.Postgres))
	e := openElection(b, p, staffList)
	s := p.serve("127.0.0.1:0")
	e.together(e.voters[:300], e.at(s.url))
	s.stop()
	p.must("survey", "close", e.id, "--reason", "measured")
	t.pages(b, p, e.id, 58)
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
