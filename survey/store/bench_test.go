package store_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

// eachBench runs a benchmark on every database.
func eachBench(b *testing.B, do func(b *testing.B, s *store.Store)) {
	for _, dialect := range storetest.Dialects(b) {
		b.Run(string(dialect), func(b *testing.B) {
			s := storetest.Open(b, storetest.URL(b, dialect))
			must(b, s.Migrate(b.Context()))
			do(b, s)
		})
	}
}

// BenchmarkStage stores sealed ballots of 9 kB from 64 clients.
func BenchmarkStage(b *testing.B) {
	eachBench(b, func(b *testing.B, s *store.Store) {
		open(b, s, "S1", 12)
		body := sealed("").Sealed
		var n atomic.Int64
		b.SetParallelism(32) // on two cores
		b.SetBytes(int64(len(body)))
		b.ResetTimer()
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				row := ballot.Staged{Key: hexHash("%d", n.Add(1)), Sealed: body}
				if err := s.Stage(b.Context(), "S1", row); err != nil {
					b.Error(err)
					return
				}
			}
		})
	})
}

// BenchmarkCollect stores blinded elements from 64 clients.
func BenchmarkCollect(b *testing.B) {
	eachBench(b, func(b *testing.B, s *store.Store) {
		o := open(b, s, "S1", 5000)
		var n atomic.Int64
		b.SetParallelism(32)
		b.ResetTimer()
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				i := int(n.Add(1)) % len(o.Invitations)
				if _, err := s.Collect(b.Context(), "S1", o.Invitations[i].Hash, "x"); err != nil {
					b.Error(err)
					return
				}
			}
		})
	})
}

// BenchmarkClose closes a survey of 10,000 ballots; an operation is one ballot.
func BenchmarkClose(b *testing.B) {
	eachBench(b, func(b *testing.B, s *store.Store) {
		const ballots = 10000
		for round := 0; b.Loop(); round++ {
			b.StopTimer()
			id := fmt.Sprint("S", round)
			rehearse(b, s, id, 12)
			fill(b, s, id, ballots)
			b.StartTimer()
			must(b, s.CloseSurvey(b.Context(), id, func(box life.Box) (life.Closing, error) { return closing(box) }))
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*ballots), "µs/ballot")
	})
}

func fill(b *testing.B, s *store.Store, id string, n int) {
	body := sealed("").Sealed
	answers := make(chan error)
	for c := range 64 {
		go func() {
			var err error
			for i := c; i < n && err == nil; i += 64 {
				err = s.Stage(b.Context(), id, ballot.Staged{Key: hexHash("%s %d", id, i), Sealed: body})
			}
			answers <- err
		}()
	}
	for range 64 {
		must(b, <-answers)
	}
}
