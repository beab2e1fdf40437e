package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/store"
)

// logged is the log and what was signed of it.
func logged(t *testing.T, s *store.Store) (ballot.Log, []ballot.Checkpoint) {
	t.Helper()
	log, signed, err := s.Log(t.Context())
	must(t, err)
	return log, signed
}

// signed is what sign makes of the first size leaves.
func signed(log ballot.Log, size int) ballot.Checkpoint {
	return ballot.Checkpoint{Size: size, Note: fmt.Sprint("signed ", log[:size].Leaves()), VerifierKey: "key"}
}

func TestOpeningAndClosingGrowTheLogAndEachTimeItIsSigned(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, "S1", 12)
		must(t, s.CloseSurvey(t.Context(), "S1", closing))
		log, checkpoints := logged(t, s)
		want := ballot.Log{
			{Survey: "S1", Kind: ballot.LogManifest, Leaf: o.Survey.ManifestHash},
			{Survey: "S1", Kind: ballot.LogClosing, Leaf: ballot.RecordHash([]byte(`{"record":true}`))},
		}
		if !reflect.DeepEqual(log, want) {
			t.Errorf("the log is %+v", log)
		}
		if want := []ballot.Checkpoint{signed(log, 1), signed(log, 2)}; !reflect.DeepEqual(checkpoints, want) {
			t.Errorf("signed was %+v", checkpoints)
		}
	})
}

func TestWhatCannotBeSignedIsNotDone(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx, broken := t.Context(), errors.New("no key")
		refuse := func([]string) (ballot.Checkpoint, error) { return ballot.Checkpoint{}, broken }
		o := opening(draft(t, s, "S1"), hire(t, s, 12))
		for _, sign := range []ballot.SignLog{nil, refuse} {
			o.Sign = sign
			if err := s.OpenSurvey(ctx, o); err == nil || sign != nil && !errors.Is(err, broken) {
				t.Errorf("opened: %v", err)
			}
		}
		o.Sign = sign
		must(t, s.OpenSurvey(ctx, o))
		err := s.CloseSurvey(ctx, "S1", func(b life.Box) (life.Closing, error) {
			c, err := closing(b)
			c.Sign = refuse
			return c, err
		})
		if !errors.Is(err, broken) || value(s.Survey(ctx, "S1"))(t).State != survey.Open {
			t.Errorf("closed: %v", err)
		}
		if log, checkpoints := logged(t, s); len(log) != 1 || len(checkpoints) != 1 {
			t.Errorf("the log is %+v, %+v", log, checkpoints)
		}
	})
}

func TestALogOfAnEarlierVersionIsCompletedOnce(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		for i, id := range []string{"S2", "S1"} { // S2 closes first
			o := rehearse(t, s, id, 12)
			must(t, s.CloseSurvey(ctx, id, func(b life.Box) (life.Closing, error) {
				c, err := closing(b)
				c.Survey.ClosedAt = o.Survey.Opens.Add(time.Duration(i+1) * time.Hour)
				c.Record = []byte("record of " + id)
				return c, err
			}))
		}
		whole, _ := logged(t, s)
		for _, old := range []string{"DELETE FROM log WHERE kind = 'closing'", "UPDATE log SET position = position - 1 WHERE position > 1", "DELETE FROM checkpoints"} {
			if _, err := s.SQL().Exec(old); err != nil {
				t.Fatal(err)
			}
		}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if err := s.CompleteLog(ctx, sign); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		log, checkpoints := logged(t, s)
		if want := (ballot.Log{whole[0], whole[2], whole[1], whole[3]}); !reflect.DeepEqual(log, want) {
			t.Errorf("the log is %+v", log)
		}
		if want := []ballot.Checkpoint{signed(log, 4)}; !reflect.DeepEqual(checkpoints, want) {
			t.Errorf("signed was %+v", checkpoints)
		}
		must(t, s.CompleteLog(ctx, nil)) // nobody is asked to sign
	})
}
