package main

import (
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// campaign kills something again and again while people vote in one survey
// after the other.
type campaign struct {
	underway
	t      *testing.T
	p      *program
	server *process
	hr     *http.Client
	kill   func() // what the campaign is about
	revive func() // until requests can succeed again
	kills  int
	left   int // kills that are still to come
	hits   hits
	delays map[string]time.Duration
}

// newCampaign starts a server and signs HR in.
func newCampaign(t *testing.T, p *program) *campaign {
	t.Helper()
	c := &campaign{t: t, p: p, server: p.serve("127.0.0.1:0"), hits: hits{}, delays: firstDelays()}
	c.under = map[string]int{}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c.hr = &http.Client{Jar: jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	_, secret, _ := strings.Cut(p.must("account", "add", "hr@example.org", "--role", "hr"), "/sign-in/")
	answer, err := c.hr.Get(c.server.url + "/sign-in/" + secret)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return c
}

// round is one survey of a campaign.
type round struct {
	*campaign
	*election
	t             *testing.T
	p             *program
	administrator *administrator
	client        *ballot.Client
	aim           atomic.Value // the place that is wanted: people do that more often
	receipts      atomic.Int64
	fresh         atomic.Int64 // people who have not come yet
}

func (c *campaign) open() *round {
	c.t.Helper()
	r := &round{campaign: c, election: &election{t: c.t, p: c.p}, t: c.t, p: c.p, administrator: c.p.administrator()}
	r.administrator.db.SetMaxIdleConns(0) // a file that is still open somewhere is not recovered by who opens it next
	r.id = c.p.must("survey", "create", "--questionnaire", "P6", "--name", "Autumn", "--rehearsal")
	c.p.must("survey", "open", r.id)
	r.invite()
	r.client = r.at(c.server.url)
	r.aim.Store("")
	r.fresh.Store(int64(len(r.voters)))
	rand.Shuffle(len(r.voters), func(i, j int) { r.voters[i], r.voters[j] = r.voters[j], r.voters[i] })
	return r
}

// voting lets people vote, 12 at a time, until the survey is closed. The channel
// is closed when the last of them knows.
func (r *round) voting() (over <-chan struct{}) {
	const atOnce = 12
	var all sync.WaitGroup
	for first := range atOnce {
		all.Go(func() {
			var mine []*voter
			for i := first; i < len(r.voters); i += atOnce {
				mine = append(mine, r.voters[i])
			}
			r.people(mine)
		})
	}
	done := make(chan struct{})
	go func() { all.Wait(); close(done) }()
	return done
}

// people vote one after the other, and those who have come back again and again.
func (r *round) people(mine []*voter) {
	known := 0 // who came already
	for open := true; open && r.t.Context().Err() == nil; time.Sleep(rand.N(8 * time.Millisecond)) {
		chance := rand.Float64()
		switch aim := r.aim.Load().(string); {
		case known < len(mine) && (known == 0 || chance < newcomers(aim)):
			known++
			r.fresh.Add(-1)
			open = r.first(mine[known-1])
		case aim == inWithdraw && chance > 0.4, chance > 0.8:
			open = r.withdraw(mine[rand.IntN(known)])
		default:
			open = r.replace(mine[rand.IntN(known)])
		}
	}
}

// newcomers is how many of all requests are of people who had not come yet.
func newcomers(aim string) float64 {
	switch aim {
	case inCollect, inCast:
		return 0.5
	case inMix: // which waits for new rows
		return 0.1
	}
	return 0.01
}

// first collects and casts. Like the others it returns false once the survey is
// closed.
func (r *round) first(v *voter) (open bool) {
	ctx := r.t.Context()
	if open, _ := r.insist(inCollect, v, func() error { return r.collect(ctx, r.client, v) }); !open {
		return false
	}
	return r.cast(inCast, v)
}

func (r *round) replace(v *voter) (open bool) {
	if v.receipt == "" {
		return r.cast(inCast, v) // it was withdrawn
	}
	return r.cast(inReplace, v)
}

// cast puts a new ballot into the box. Where that is refused, because the survey
// is closed, the ballot of the last receipt stays, unless an answer was lost.
func (r *round) cast(place string, v *voter) (open bool) {
	box, receipt := v.box, v.receipt
	if err := r.fill(v, nil); err != nil {
		r.t.Error(err)
		return false
	}
	open, doubt := r.insist(place, v, func() (err error) {
		v.receipt, err = r.client.Cast(r.t.Context(), r.manifest, v.box)
		return err
	})
	if !open {
		if doubt {
			v.unanswered = append(v.unanswered, v.box.Commitment)
		}
		v.box, v.receipt = box, receipt
		return false
	}
	r.receipts.Add(1)
	return true
}

func (r *round) withdraw(v *voter) (open bool) {
	open, doubt := r.insist(inWithdraw, v, func() error { return r.client.Withdraw(r.t.Context(), r.manifest, v.credential) })
	switch {
	case open:
		v.receipt = ""
	case doubt:
		v.unanswered = append(v.unanswered, "")
	}
	return open
}

// insist repeats a request until it is answered. A refusal is final: whoever gets
// one is locked out, except that the survey may be closed. Doubt is where an
// answer was lost.
func (r *round) insist(place string, v *voter, do func() error) (open, doubt bool) {
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
		err := r.during(place, do)
		switch {
		case err == nil:
			return true, doubt
		case survey.CodeOf(err) == survey.CodeClosed:
			return false, doubt
		case refused(err), time.Now().After(deadline), r.t.Context().Err() != nil:
			r.t.Errorf("%s is locked out of %s: %v", v.person, place, err)
			return false, doubt
		}
		doubt = true
	}
}

// until waits for something that has to happen.
func (c *campaign) until(happened func() bool) {
	c.t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); !happened(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			c.t.Fatalf("nothing happens any more; the server says:\n%s", c.server.log)
		}
	}
}
