package store_test

import (
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/store"
)

func TestShow(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx, later := t.Context(), start().Add(30*24*time.Hour)
		shown := func() time.Time { return value(s.Survey(ctx, "one"))(t).Shown }
		o := opening(draft(t, s, "one"), hire(t, s, 5))
		must(t, s.Show(ctx, "one", later, start()))
		if got := shown(); !got.Equal(later) {
			t.Errorf("a draft is shown from %v, want %v", got, later)
		}
		must(t, s.OpenSurvey(ctx, o))
		if got := shown(); !got.Equal(later) {
			t.Errorf("opening made it %v", got)
		}
		must(t, s.CloseSurvey(ctx, "one", closing))
		if got := shown(); !got.Equal(later) {
			t.Errorf("closing made it %v", got)
		}
		must(t, s.Show(ctx, "one", later.Add(time.Hour), later.Add(-time.Second)))
		wantCode(t, s.Show(ctx, "one", later.Add(2*time.Hour), later.Add(time.Hour)), survey.CodeRefused)
		if got := shown(); !got.Equal(later.Add(time.Hour)) {
			t.Errorf("what was refused changed it to %v", got)
		}
		wantCode(t, s.Show(ctx, "none", later, start()), survey.CodeNotFound)
	})
}
