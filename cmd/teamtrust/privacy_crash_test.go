package main

import (
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// Servers are killed while people vote. Nobody notices but by trying again.
func TestAKilledServerLosesNoBallotAndLocksNobodyOut(t *testing.T) {
	voters, kills := 120, 3
	if os.Getenv("TEAMTRUST_TEST_ALL") != "" {
		voters, kills = 355, 25
	}
	eachProgram(t, func(t *testing.T, p *program) {
		e := openElection(t, p, staffList)
		c := &crash{election: e, server: p.serve("127.0.0.1:0"), when: killTimes(2*voters, kills)}
		c.client = e.at(c.server.url)
		rand.Shuffle(len(e.voters), func(i, j int) { e.voters[i], e.voters[j] = e.voters[j], e.voters[i] })
		c.run(e.voters[:voters])
		if len(c.when) > 0 {
			t.Fatalf("%d kills were still to come", len(c.when))
		}
		c.server.stop()
		p.must("survey", "close", e.id, "--reason", "test")
		e.compare(p.administrator())
	})
}

// killTimes draws after how many receipts the server is killed.
func killTimes(receipts, kills int) []int64 {
	when := make([]int64, kills)
	for i := range when {
		when[i] = int64(1 + rand.IntN(receipts*3/4))
	}
	slices.Sort(when)
	return when
}

// crash is an election whose server is killed again and again.
type crash struct {
	*election
	client   *ballot.Client
	server   *process
	when     []int64 // receipts after which it is killed
	receipts atomic.Int64
}

// run lets everybody vote and change their mind once, 16 at a time.
func (c *crash) run(voters []*voter) {
	next := make(chan *voter)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for v := range next {
				c.insist(c.client, v)
				if err := c.fill(v, nil); err != nil {
					c.t.Error(err)
				}
				c.insist(c.client, v)
			}
		})
	}
	voted := make(chan struct{})
	go func() {
		for _, v := range voters {
			next <- v
		}
		close(next)
		all.Wait()
		close(voted)
	}()
	c.killUntil(voted)
}

// insist votes until there is a receipt. A refusal is final: whoever gets one
// is locked out.
func (c *crash) insist(client *ballot.Client, v *voter) {
	for {
		err := c.vote(c.t.Context(), client, v)
		if err == nil {
			c.receipts.Add(1)
			return
		}
		if refused(err) || c.t.Context().Err() != nil {
			c.t.Errorf("%s is locked out: %v", v.person, err)
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// refused reports whether a server answered, and not with success.
func refused(err error) bool {
	var e *survey.Error
	return errors.As(err, &e)
}

func (c *crash) killUntil(done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		case <-time.After(time.Millisecond):
		}
		for len(c.when) > 0 && c.receipts.Load() >= c.when[0] {
			c.when = c.when[1:]
			c.server.kill()
			c.server = c.p.serve(c.server.address())
		}
	}
}
