package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

func TestEndSurvey(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		o := open(t, s, "S1", 12)
		draft(t, s, "D1")
		at := o.Survey.Opens.Add(time.Hour)
		must(t, s.Stage(ctx, "S1", sealed(hexHash("in time"))))
		must(t, s.EndSurvey(ctx, "S1", at, "the plant burns"))
		t.Run("it is open, ended, and takes nothing any more", func(t *testing.T) {
			if sv := value(s.Survey(ctx, "S1"))(t); sv.State != survey.Open || !sv.Ended.Equal(at) || sv.TakesBallots(at) {
				t.Errorf("it is %+v", sv)
			}
			wantCode(t, s.Stage(ctx, "S1", sealed(hexHash("late"))), survey.CodeClosed)
			_, err := s.Collect(ctx, "S1", o.Invitations[0].Hash, "x")
			wantCode(t, err, survey.CodeClosed)
			wantCode(t, s.Replace(ctx, "S1", o.Invitations[0].Person, hexHash("new"), "hr", "lost", at), survey.CodeClosed)
			if n := count(t, s, "staging"); n != 1 {
				t.Errorf("%d rows, want 1", n)
			}
		})
		t.Run("it ends once, and only where it takes ballots", func(t *testing.T) {
			wantCode(t, s.EndSurvey(ctx, "S1", at.Add(time.Hour), "again"), survey.CodeClosed)
			wantCode(t, s.EndSurvey(ctx, "D1", at, "a draft"), survey.CodeClosed)
			wantCode(t, s.EndSurvey(ctx, "S9", at, "none"), survey.CodeNotFound)
		})
		t.Run("the close counts it and gets the reason", func(t *testing.T) {
			must(t, s.CloseSurvey(ctx, "S1", func(b life.Box) (life.Closing, error) {
				if b.EndReason != "the plant burns" {
					t.Errorf("the reason is %q", b.EndReason)
				}
				c, err := closing(b)
				if len(c.Ballots) != 1 {
					t.Errorf("%d ballots", len(c.Ballots))
				}
				return c, err
			}))
			if sv := value(s.Survey(ctx, "S1"))(t); sv.State != survey.Closed || !sv.Ended.Equal(at) {
				t.Errorf("it is %+v", sv)
			}
		})
	})
}

func TestABallotAcknowledgedBeforeTheEndIsInTheBoxAndNoneAfter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, url string) {
		o := open(t, s, "S1", 12)
		nodes := []*store.Store{s, storetest.Open(t, url)}
		var mu sync.Mutex
		acknowledged := 0
		var casting sync.WaitGroup
		for c := range 16 {
			casting.Go(func() {
				for i := 0; ; i++ {
					if err := nodes[c%2].Stage(t.Context(), "S1", sealed(hexHash("%d %d", c, i))); err != nil {
						if survey.CodeOf(err) != survey.CodeClosed {
							t.Error(err)
						}
						return
					}
					mu.Lock()
					acknowledged++
					mu.Unlock()
				}
			})
		}
		time.Sleep(100 * time.Millisecond)
		must(t, s.EndSurvey(t.Context(), "S1", o.Survey.Opens, "enough"))
		after := count(t, s, "staging")
		casting.Wait()
		if n := count(t, s, "staging"); n != after || n != acknowledged || n == 0 {
			t.Errorf("%d rows when it ended, %d now, %d acknowledged", after, n, acknowledged)
		}
	})
}

func TestWhileDraft(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		staff := hire(t, s, 12)
		sv := draft(t, s, "S1")
		broken := errors.New("broken")
		if err := s.WhileDraft(ctx, "S1", func() error { return broken }); !errors.Is(err, broken) {
			t.Errorf("answered %v", err)
		}
		opened := make(chan error, 1)
		must(t, s.WhileDraft(ctx, "S1", func() error {
			go func() { opened <- s.OpenSurvey(ctx, opening(sv, staff)) }()
			select {
			case err := <-opened:
				t.Errorf("it opened meanwhile: %v", err)
			case <-time.After(200 * time.Millisecond):
			}
			return nil
		}))
		must(t, <-opened)
		wantCode(t, s.WhileDraft(ctx, "S1", func() error { t.Error("done to an open survey"); return nil }), survey.CodeRefused)
		wantCode(t, s.WhileDraft(ctx, "S9", func() error { return nil }), survey.CodeNotFound)
	})
}

func TestAnOpeningAsksWhetherItIsReady(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		o := opening(draft(t, s, "S1"), hire(t, s, 12))
		broken := errors.New("broken")
		o.Ready = func() error { return broken }
		if err := s.OpenSurvey(t.Context(), o); !errors.Is(err, broken) {
			t.Errorf("answered %v", err)
		}
		if sv := value(s.Survey(t.Context(), "S1"))(t); sv.State != survey.Draft || count(t, s, "invitations") != 0 {
			t.Errorf("it is %s", sv.State)
		}
	})
}
