package store_test

import (
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/store"
)

// everybodyFrom are the showings of one time for all.
func everybodyFrom(at time.Time) []survey.Showing {
	return []survey.Showing{{Reader: survey.Managers, From: at}, {Reader: survey.Employees, From: at}}
}

func TestShow(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx, later := t.Context(), start().Add(30*24*time.Hour)
		want := func(when string, r survey.Reader, team survey.Path, at time.Time) {
			t.Helper()
			if got := value(s.Survey(ctx, "one"))(t).ShownFrom(r, team); !got.Equal(at) {
				t.Errorf("%s, %s of %q read from %v, want %v", when, r, team, got, at)
			}
		}
		o := opening(draft(t, s, "one"), hire(t, s, 5))
		must(t, s.Show(ctx, "one", start(), everybodyFrom(later)...))
		want("in a draft", survey.Managers, "A", later)
		must(t, s.OpenSurvey(ctx, o))
		must(t, s.Show(ctx, "one", start(), survey.Showing{Team: "A", Reader: survey.Managers, From: later.Add(-time.Hour)}))
		must(t, s.CloseSurvey(ctx, "one", closing))
		want("after the close", survey.Managers, "A / B", later.Add(-time.Hour))
		want("after the close", survey.Employees, "A / B", later)
		want("after the close", survey.Managers, survey.Organisation, later)
		must(t, s.Show(ctx, "one", later.Add(-2*time.Hour), everybodyFrom(later.Add(time.Hour))...))
		want("a new time for all leaves a team's own", survey.Managers, "A", later.Add(-time.Hour))
		wantCode(t, s.Show(ctx, "none", start(), everybodyFrom(later)...), survey.CodeNotFound)
	})
}

func TestWhatWasReadCannotBeTakenBack(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx, later := t.Context(), start().Add(30*24*time.Hour)
		must(t, s.OpenSurvey(ctx, opening(draft(t, s, "one"), hire(t, s, 5))))
		must(t, s.Show(ctx, "one", start(), survey.Showing{Reader: survey.Employees, From: later}, survey.Showing{Team: "A", Reader: survey.Employees, From: later.Add(time.Hour)}))
		must(t, s.CloseSurvey(ctx, "one", closing))
		before := value(s.Survey(ctx, "one"))(t)
		wantCode(t, s.Show(ctx, "one", later, everybodyFrom(later.Add(time.Hour))...), survey.CodeRefused)
		wantCode(t, s.Show(ctx, "one", later.Add(time.Hour), survey.Showing{Team: "A", Reader: survey.Employees, From: later.Add(2 * time.Hour)}), survey.CodeRefused)
		wantCode(t, s.Show(ctx, "one", later, survey.Showing{Reader: survey.Managers, From: later.Add(time.Hour)}), survey.CodeRefused)
		wantCode(t, s.Unshow(ctx, "one", later.Add(time.Hour), "A", survey.Employees), survey.CodeRefused)
		if now := value(s.Survey(ctx, "one"))(t); len(now.Showings) != len(before.Showings) {
			t.Errorf("what was refused left %v, before %v", now.Showings, before.Showings)
		}
		must(t, s.Unshow(ctx, "one", later, "A", survey.Readers()[1]))
		if got := value(s.Survey(ctx, "one"))(t); got.Held(survey.Employees, "A", later) {
			t.Error("a team without a time of its own does not follow the one above")
		}
	})
}
