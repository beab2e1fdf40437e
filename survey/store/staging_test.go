package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

func stagedRow(t *testing.T, s *store.Store, id, key string) (sealed []byte) {
	t.Helper()
	must(t, s.SQL().QueryRow("SELECT sealed FROM staging WHERE survey = '"+id+"' AND key = '"+key+"'").Scan(&sealed))
	return sealed
}

func TestStage(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		open(t, s, "S1", 12)
		rehearse(t, s, "R1", 12)
		draft(t, s, "D1")
		key := hexHash("a ballot")

		t.Run("a ballot is stored when the call returns", func(t *testing.T) {
			row := sealed(key)
			must(t, s.Stage(ctx, "S1", row))
			if !bytes.Equal(stagedRow(t, s, "S1", key), row.Sealed) {
				t.Error("stored something else")
			}
		})
		t.Run("the same key replaces it", func(t *testing.T) {
			row := sealed(key)
			must(t, s.Stage(ctx, "S1", row))
			if !bytes.Equal(stagedRow(t, s, "S1", key), row.Sealed) || count(t, s, "staging") != 1 {
				t.Error("it was not replaced")
			}
		})
		t.Run("the same key in another survey is another ballot", func(t *testing.T) {
			must(t, s.Stage(ctx, "R1", sealed(key)))
			if n := count(t, s, "staging"); n != 2 {
				t.Errorf("%d rows, want 2", n)
			}
		})
		for _, id := range []string{"D1", "nowhere", "no id", "x\x00y", strings.Repeat("x", 99)} {
			t.Run(fmt.Sprintf("survey %.10q takes no ballots", id), func(t *testing.T) {
				wantCode(t, s.Stage(ctx, id, sealed(key)), survey.CodeClosed)
			})
		}
		for name, row := range map[string]ballot.Staged{
			"an empty row":      {Key: key},
			"a short key":       {Key: "00", Sealed: []byte("x")},
			"an upper-case key": {Key: strings.ToUpper(key), Sealed: []byte("x")},
			"a huge row":        {Key: key, Sealed: make([]byte, 2<<20)},
		} {
			t.Run(name+" is not stored", func(t *testing.T) {
				if err := s.Stage(ctx, "S1", row); err == nil {
					t.Error("it was")
				}
			})
		}
		t.Run("a caller who has gone stores nothing", func(t *testing.T) {
			gone, cancel := context.WithCancel(ctx)
			cancel()
			if err := s.Stage(gone, "S1", sealed(hexHash("gone"))); !errors.Is(err, context.Canceled) {
				t.Errorf("answered %v", err)
			}
			if n := count(t, s, "staging"); n != 2 {
				t.Errorf("%d rows, want 2", n)
			}
		})
	})
}

func TestBallotsOfAClosedSurveyDoNotFailOthersInTheSameBatch(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		open(t, s, "S1", 12)
		rehearse(t, s, "R1", 12)
		must(t, s.CloseSurvey(ctx, "R1", closing))
		errs := make(chan error)
		for i := range 200 {
			id := []string{"S1", "R1", "nowhere"}[i%3]
			go func() {
				err := s.Stage(ctx, id, sealed(hexHash("%d", i)))
				if want := id == "S1"; (err == nil) != want || err != nil && survey.CodeOf(err) != survey.CodeClosed {
					errs <- fmt.Errorf("survey %s: %v", id, err)
					return
				}
				errs <- nil
			}()
		}
		for range 200 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		if n := count(t, s, "staging"); n != 67 {
			t.Errorf("%d rows, want 67", n)
		}
	})
}

func TestTheSameBallotSentManyTimesAtOnceIsStoredOnce(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		open(t, s, "S1", 12)
		var all sync.WaitGroup
		for i := range 300 {
			all.Go(func() {
				if err := s.Stage(t.Context(), "S1", sealed(hexHash("%d", i%10))); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := count(t, s, "staging"); n != 10 {
			t.Errorf("%d rows, want 10", n)
		}
	})
}

func TestCloseOfTheStoreAnswersEverybody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, url string) {
		open(t, s, "S1", 12)
		second, err := store.Open(t.Context(), url)
		must(t, err)
		answers := make(chan error, 500)
		for i := range 500 {
			go func() { answers <- second.Stage(context.Background(), "S1", sealed(hexHash("%d", i))) }()
		}
		first := <-answers
		must(t, second.Close())
		must(t, second.Close())
		stored := 0
		if first == nil {
			stored++
		}
		for range 499 {
			if <-answers == nil {
				stored++
			}
		}
		if n := count(t, s, "staging"); n != stored || stored == 0 {
			t.Errorf("%d acknowledged, %d stored", stored, n)
		}
		if err := second.Stage(t.Context(), "S1", sealed(hexHash("late"))); err == nil {
			t.Error("a closed store took a ballot")
		}
	})
}

// The counter-examples that this guards against: a close that reads the box
// before the last commit, or a batch that looks at the state of the survey
// before the close commits.
func TestABallotAcknowledgedBeforeTheCloseIsCountedAndNoneAfter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, url string) {
		other := storetest.Open(t, url) // a second node
		for round := range 4 {
			id := fmt.Sprint("S", round)
			open(t, s, id, 12)
			raceClose(t, id, s, other)
		}
	})
}

func raceClose(t *testing.T, id string, nodes ...*store.Store) {
	t.Helper()
	var mu sync.Mutex
	acknowledged := map[string]bool{}
	var casting sync.WaitGroup
	for c := range 32 {
		node := nodes[c%len(nodes)]
		casting.Go(func() {
			for i := 0; ; i++ {
				key := hexHash("%s %d %d", id, c, i)
				err := node.Stage(t.Context(), id, sealed(key))
				if err != nil {
					if survey.CodeOf(err) != survey.CodeClosed {
						t.Error(err)
					}
					return
				}
				mu.Lock()
				acknowledged[nonce(key)] = true
				mu.Unlock()
			}
		})
	}
	time.Sleep(100 * time.Millisecond)
	began := time.Now()
	var waited time.Duration
	must(t, nodes[0].CloseSurvey(t.Context(), id, func(b life.Box) (life.Closing, error) {
		waited = time.Since(began)
		c, err := closing(b)
		time.Sleep(50 * time.Millisecond) // ballots arrive while it is counted
		return c, err
	}))
	casting.Wait()
	counted := 0
	for x, err := range nodes[0].Spent(t.Context(), id) {
		must(t, err)
		counted++
		if !acknowledged[x.Nonce] {
			t.Errorf("%s was counted and not acknowledged", x.Nonce)
		}
		delete(acknowledged, x.Nonce)
	}
	if len(acknowledged) > 0 || counted == 0 {
		t.Errorf("%d counted, %d acknowledged ballots are missing", counted, len(acknowledged))
	}
	t.Logf("%d ballots, the close waited %v", counted, waited)
	if waited > 20*time.Second {
		t.Errorf("ballots kept the close waiting for %v", waited)
	}
}

func TestACloseThatFailsLeavesTheBoxOpen(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		open(t, s, "S1", 12)
		must(t, s.Stage(ctx, "S1", sealed(hexHash("first"))))
		answer := make(chan error, 1)
		broken := errors.New("broken")
		err := s.CloseSurvey(ctx, "S1", func(b life.Box) (life.Closing, error) {
			go func() { answer <- s.Stage(ctx, "S1", sealed(hexHash("second"))) }()
			time.Sleep(100 * time.Millisecond)
			return life.Closing{}, broken
		})
		if !errors.Is(err, broken) {
			t.Fatalf("closed with %v", err)
		}
		must(t, <-answer)
		if got := value(s.Survey(ctx, "S1"))(t); got.State != survey.Open {
			t.Errorf("it is %s", got.State)
		}
		if n := count(t, s, "staging"); n != 2 {
			t.Errorf("%d rows, want 2", n)
		}
	})
}

// Even a close that knows nothing of the advisory lock is not overlooked: the
// row is looked at in its newest state.
func TestABallotThatMeetsAnUncommittedCloseWaitsForIt(t *testing.T) {
	onPostgres(t, func(t *testing.T, s *store.Store, _ string) {
		ctx := t.Context()
		open(t, s, "S1", 12)
		tx := value(s.SQL().BeginTx(ctx, nil))(t)
		_, err := tx.ExecContext(ctx, "UPDATE surveys SET state = 'closed' WHERE id = 'S1'")
		must(t, err)
		answer := make(chan error, 1)
		go func() { answer <- s.Stage(ctx, "S1", sealed(hexHash("late"))) }()
		select {
		case err := <-answer:
			t.Fatalf("answered %v before the close was known", err)
		case <-time.After(200 * time.Millisecond):
		}
		must(t, tx.Commit())
		wantCode(t, <-answer, survey.CodeClosed)
		if n := count(t, s, "staging"); n != 0 {
			t.Errorf("%d rows were stored", n)
		}
	})
}

func TestWhileOneSurveyIsClosedAnotherTakesBallots(t *testing.T) {
	onPostgres(t, func(t *testing.T, s *store.Store, _ string) {
		ctx := t.Context()
		open(t, s, "S1", 12)
		rehearse(t, s, "R1", 12)
		must(t, s.CloseSurvey(ctx, "S1", func(b life.Box) (life.Closing, error) {
			waiting, cancel := context.WithTimeout(ctx, 10*time.Second)
			defer cancel()
			for i := range 50 {
				go func() { _ = s.Stage(waiting, "S1", sealed(hexHash("%d", i))) }()
			}
			for i := range 50 {
				must(t, s.Stage(waiting, "R1", sealed(hexHash("%d", i))))
			}
			return closing(b)
		}))
	})
}
