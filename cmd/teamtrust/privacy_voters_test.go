package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/csv"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// voter is somebody with an invitation link, and what their browser keeps.
type voter struct {
	person, team string
	link         ballot.Link
	blinding     ballot.Blinding
	credential   ballot.Credential
	box          ballot.Box
	receipt      string   // of box; empty until it is acknowledged
	filled       []string // the commitment of every ballot that was ever made
	unanswered   []string // what requests whose answer was lost wanted to be counted; "" is no ballot
}

// election is one open survey with everybody who may vote in it.
type election struct {
	t          testing.TB
	p          *program
	id         string
	voters     []*voter // by employee id
	manifest   *ballot.Manifest
	crowd      crowd
	closesSoon bool // by itself: who comes too late is no fault (closingSoon)
}

// openElection imports a staff list and opens a P10 survey for it.
func openElection(t testing.TB, p *program, staff string, create ...string) *election {
	t.Helper()
	p.must("people", "import", staff)
	e := &election{t: t, p: p}
	e.id = p.must(append([]string{"survey", "create", "--questionnaire", "P10", "--name", "Autumn"}, create...)...)
	p.must("survey", "open", e.id)
	e.invite()
	return e
}

// invite reads everybody's link from the file that HR downloads.
func (e *election) invite() {
	e.t.Helper()
	file := filepath.Join(e.t.TempDir(), "links.csv")
	e.p.must("survey", "invitations", e.id, "-o", file)
	raw, err := os.ReadFile(file)
	if err != nil {
		e.t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		e.t.Fatal(err)
	}
	for _, row := range rows[1:] {
		link, err := ballot.ParseLink(row[3])
		if err != nil {
			e.t.Fatal(err)
		}
		e.voters = append(e.voters, &voter{person: row[0], team: row[2], link: link})
	}
}

// at is a client of one server of the election. It fetches the manifest as
// every browser does.
func (e *election) at(url string) *ballot.Client {
	e.t.Helper()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 64
	e.t.Cleanup(transport.CloseIdleConnections)
	return e.through(transport, url)
}

// through is the same over a connection of the caller's.
func (e *election) through(transport http.RoundTripper, url string) *ballot.Client {
	e.t.Helper()
	client := ballot.NewClient(url, &http.Client{Transport: transport, Timeout: time.Minute}, rand.Reader)
	m, err := client.Manifest(context.Background(), e.id, e.voters[0].link.Hash)
	if err != nil {
		e.t.Fatal(err)
	}
	e.manifest = m
	e.crowd = crowd{seed: 1, q: m.Questionnaire.Survey()}
	return client
}

// vote does what is still to be done until the voter has a receipt. After a
// failure it is called again and goes on from what the browser kept.
func (e *election) vote(ctx context.Context, client *ballot.Client, v *voter) (err error) {
	if v.credential.Token == nil {
		if err := e.collect(ctx, client, v); err != nil {
			return err
		}
	}
	if v.box.Unit == "" {
		if err := e.fill(v, nil); err != nil {
			return err
		}
	}
	v.receipt, err = client.Cast(ctx, e.manifest, v.box)
	return err
}

// collect gets the voter's credential. The browser keeps what it drew before
// it asks.
func (e *election) collect(ctx context.Context, client *ballot.Client, v *voter) (err error) {
	if v.blinding.Nonce == nil {
		if v.blinding, err = ballot.NewBlinding(rand.Reader); err != nil {
			return err
		}
	}
	v.credential, err = client.Collect(ctx, e.manifest, v.link.Secret, v.blinding)
	return err
}

// fill makes the voter's ballot, or another one in its place.
func (e *election) fill(v *voter, comments map[string]string) (err error) {
	answers, _ := e.crowd.ballot(rand.Text(), v.team)
	v.receipt = ""
	v.box, err = e.manifest.NewBox(v.credential, answers, comments, rand.Reader)
	v.filled = append(v.filled, v.box.Commitment)
	return err
}

// together lets voters vote at the same time, each with the client of their
// turn, and returns how many have a receipt.
func (e *election) together(voters []*voter, clients ...*ballot.Client) int {
	var receipts atomic.Int64
	var all sync.WaitGroup
	next := make(chan int)
	for range 16 {
		all.Go(func() {
			for i := range next {
				if err := e.vote(e.t.Context(), clients[i%len(clients)], voters[i]); err != nil {
					if e.closesSoon && survey.CodeOf(err) == survey.CodeClosed {
						continue // the caller begins anew, with more time
					}
					e.t.Errorf("%s: %v", voters[i].person, err)
					continue
				}
				receipts.Add(1)
			}
		})
	}
	for i := range voters {
		next <- i
	}
	close(next)
	all.Wait()
	return int(receipts.Load())
}
