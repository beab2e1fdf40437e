package main

import (
	"encoding/json"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"teamtrust/survey/ballot"
)

// accepted measures how many ballots a second the server takes from 64
// clients. A ballot needs a token verified, a row sealed and a receipt signed,
// at C a second on all cores, and at the very least a transaction, at P a
// second; one after the other that is 1/(1/P + 1/C).
func (t *table) accepted(b *testing.B, e *election, s *process) {
	const clients = 64
	a := e.p.administrator()
	a.idle()
	p := newPgbench(b, a, e.p.database)
	defer a.db.Close() // the database is copied next
	defer a.exec("DROP TABLE limit_spent, limit_ballots")
	bodies := e.bodies(b)
	share := len(bodies) / repetitions
	var taken, limits, ps, cs []float64
	for i := range repetitions {
		part := bodies[i*share : (i+1)*share]
		inserts, crypto := p.rate(clients, 3), e.crypto(b, part, a.epoch(e.id))
		requests := make([][]byte, len(part))
		for j, body := range part {
			requests[j] = post(s.address(), "/api/ballot/"+e.id+"/box", body)
		}
		took := timed(func() {
			if err := deliver(s.address(), clients, requests, "201"); err != nil {
				b.Fatal(err)
			}
		})
		taken, limits = append(taken, float64(share)/took), append(limits, 1/(1/inserts+1/crypto))
		ps, cs = append(ps, inserts), append(cs, crypto)
	}
	t.compare("ballots accepted by 64 clients", perSecond, taken, limits, 0.8)
	t.atMost("- P: transactions of two INSERTs", perSecond, ps, 0)
	t.atMost("- C: verify, seal and sign", perSecond, cs, 0)
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
func (e *election) crypto(b *testing.B, bodies [][]byte, epoch string) float64 {
	directory, err := ballot.OpenDirectory(e.p.keys)
	if err != nil {
		b.Fatal(err)
	}
	keys, err := directory.Load(e.id, epoch)
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
