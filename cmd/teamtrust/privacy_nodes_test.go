package main

import (
	"context"
	"sync"
	"testing"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/store/storetest"
)

// Everybody votes again and again at two servers until both say that it is
// closed: the count is exactly what people have receipts for.
func TestTwoServersTakeBallotsAndOneOfThemCloses(t *testing.T) {
	p := newProgram(t, storetest.URL(t, migrations.Postgres))
	a := p.administrator()
	servers := []*process{p.serve("127.0.0.1:0"), p.serve("127.0.0.1:0")}
	e := closingSoon(t, p, func(e *election) bool {
		clients := []*ballot.Client{e.at(servers[0].url), e.at(servers[1].url)}
		return e.untilRefused(clients) > 2*len(clients)
	})
	e.untilClosed(a)
	e.closedOnce(a)
	for _, s := range servers {
		s.complains()
	}
}

// untilRefused lets everybody vote, and vote again at another server, until
// the survey is closed. It returns how many receipts there were.
func (e *election) untilRefused(clients []*ballot.Client) int {
	var all sync.WaitGroup
	var mu sync.Mutex
	receipts := 0
	for w := range 16 {
		all.Go(func() {
			for i := w; ; i++ {
				v := e.voters[(w+16*(i-w))%(len(e.voters)/16*16)]
				n, err := e.again(v, clients[i%len(clients)])
				mu.Lock()
				receipts += n
				mu.Unlock()
				if survey.CodeOf(err) == survey.CodeClosed {
					return
				}
				if err != nil {
					e.t.Errorf("%s: %v", v.person, err)
					return
				}
			}
		})
	}
	all.Wait()
	return receipts
}

// again votes with a new ballot; where that is refused, the one of the last
// receipt stays.
func (e *election) again(v *voter, client *ballot.Client) (receipts int, err error) {
	before, receipt := v.box, v.receipt
	if v.credential.Token != nil {
		if err := e.fill(v, nil); err != nil {
			return 0, err
		}
	}
	if err := e.vote(context.Background(), client, v); err != nil {
		v.box, v.receipt = before, receipt
		return 0, err
	}
	return 1, nil
}
