package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"teamtrust/survey/people"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

// Several handles on one file are what several processes are: a server, and
// commands beside it.
func TestManyWritersInSeveralProcessesDoNotLockEachOtherOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, url string) {
		open(t, s, "S1", 64)
		handles := []*store.Store{s, storetest.Open(t, url), storetest.Open(t, url), storetest.Open(t, url)}
		const writers, rounds = 8, 25
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for i := range rounds {
					if err := write(t.Context(), handles[w%len(handles)], w, i); err != nil {
						t.Errorf("writer %d, round %d: %v", w, i, err)
						return
					}
				}
			})
		}
		all.Wait()
		if n := count(t, s, "staging"); n != writers*rounds {
			t.Errorf("%d ballots, want %d", n, writers*rounds)
		}
		if n := count(t, s, "audit"); n != writers*rounds {
			t.Errorf("%d audit entries, want %d", n, writers*rounds)
		}
	})
}

// write does one of everything that writes while a survey is open, and reads
// in between.
func write(ctx context.Context, s *store.Store, w, i int) error {
	p := person(w)
	p.Name = fmt.Sprint("round ", i)
	steps := []func() error{
		func() error { return s.Stage(ctx, "S1", sealed(hexHash("%d %d", w, i))) },
		func() error { return s.Record(ctx, people.Entry{At: start(), Actor: "test", Action: "write"}) },
		func() error { _, err := s.Surveys(ctx); return err },
		func() error { return s.SetSetting(ctx, "shared", fmt.Sprint(w, i)) },
		func() error { _, err := s.Collect(ctx, "S1", hexHash("S1 N%05d", w*8+i%8), "x"); return err },
		func() error { return s.Import(ctx, people.Import{Put: []people.Person{p}}) },
		func() error { _, err := s.Staff(ctx); return err },
		func() error {
			return s.Sessions().CommitCtx(ctx, fmt.Sprint(w), []byte("data"), time.Now().Add(time.Hour))
		},
	}
	for n, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("step %d: %w", n, err)
		}
	}
	return nil
}

func TestTwoProcessesMayMakeTheSameFileAtOnce(t *testing.T) {
	for round := range 5 {
		url := "sqlite:" + t.TempDir() + "/t.db"
		answers := make(chan error)
		for range 6 {
			go func() {
				s, err := store.Open(context.Background(), url)
				if err == nil {
					err = s.Close()
				}
				answers <- err
			}()
		}
		for range 6 {
			if err := <-answers; err != nil {
				t.Errorf("round %d: %v", round, strings.TrimSpace(err.Error()))
			}
		}
	}
}
