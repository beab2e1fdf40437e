package store_test

import (
	"reflect"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/store"
)

func TestSurveys(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		first := draft(t, s, "first")

		t.Run("a draft comes back as it was stored", func(t *testing.T) {
			if got := value(s.Survey(ctx, "first"))(t); !reflect.DeepEqual(got, first) {
				t.Errorf("got %+v, want %+v", got, first)
			}
		})
		t.Run("an id is taken once", func(t *testing.T) {
			wantCode(t, s.CreateSurvey(ctx, first, "x"), survey.CodeRefused)
		})
		t.Run("a survey needs a stored questionnaire", func(t *testing.T) {
			other := first
			other.ID, other.Version = "other", "99"
			wantCode(t, s.CreateSurvey(ctx, other, "x"), survey.CodeNotFound)
		})
		t.Run("a survey begins as a draft", func(t *testing.T) {
			other := first
			other.ID, other.State = "other", survey.Open
			wantCode(t, s.CreateSurvey(ctx, other, "x"), survey.CodeRefused)
		})
		t.Run("a survey with a group below five cannot be stored", func(t *testing.T) {
			other := first
			other.ID, other.MinimumGroup = "other", 4
			if err := s.CreateSurvey(ctx, other, "x"); err == nil {
				t.Error("it was stored")
			}
		})
		t.Run("an unknown survey is not found", func(t *testing.T) {
			_, err := s.Survey(ctx, "nobody")
			wantCode(t, err, survey.CodeNotFound)
			_, err = s.Transitions(ctx, "nobody")
			wantCode(t, err, survey.CodeNotFound)
		})
		t.Run("the newest survey is listed first", func(t *testing.T) {
			second := first
			second.ID, second.Created = "second", first.Created.Add(time.Hour)
			must(t, s.CreateSurvey(ctx, second, "x"))
			if got := value(s.Surveys(ctx))(t); !reflect.DeepEqual(got, []survey.Survey{second, first}) {
				t.Errorf("got %+v", got)
			}
		})
	})
}

func TestOpenSurvey(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		sv := draft(t, s, "S1")
		o := opening(sv, hire(t, s, 12))

		t.Run("a draft has nothing frozen", func(t *testing.T) {
			_, _, err := s.Frozen(ctx, "S1")
			wantCode(t, err, survey.CodeNotFound)
			_, err = s.Manifest(ctx, "S1")
			wantCode(t, err, survey.CodeNotFound)
		})
		must(t, s.OpenSurvey(ctx, o))
		t.Run("everything frozen comes back", func(t *testing.T) {
			if got := value(s.Survey(ctx, "S1"))(t); !reflect.DeepEqual(got, o.Survey) {
				t.Errorf("survey %+v, want %+v", got, o.Survey)
			}
			tree, units, err := s.Frozen(ctx, "S1")
			must(t, err)
			if !reflect.DeepEqual(tree, o.Tree) || !reflect.DeepEqual(units, o.Units) {
				t.Errorf("frozen %v %+v, want %v %+v", tree, units, o.Tree, o.Units)
			}
			if got := value(s.Manifest(ctx, "S1"))(t); string(got) != string(o.Manifest) {
				t.Errorf("manifest %s", got)
			}
		})
		t.Run("its manifest is a leaf of the log", func(t *testing.T) {
			want := ballot.Log{{Survey: "S1", Kind: ballot.LogManifest, Leaf: o.Survey.ManifestHash}}
			if got, _ := logged(t, s); !reflect.DeepEqual(got, want) {
				t.Errorf("log %v", got)
			}
		})
		t.Run("every transition is recorded with who caused it", func(t *testing.T) {
			want := []survey.Transition{
				{At: sv.Created, To: survey.Draft, By: "hr@example.org"},
				{At: o.Survey.Opens, From: survey.Draft, To: survey.Open, By: o.By},
			}
			if got := value(s.Transitions(ctx, "S1"))(t); !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
		t.Run("it opens once", func(t *testing.T) { wantCode(t, s.OpenSurvey(ctx, o), survey.CodeRefused) })
		t.Run("people whose survey is open are not invited to another", func(t *testing.T) {
			second := opening(draft(t, s, "S2"), hire(t, s, 12))
			wantCode(t, s.OpenSurvey(ctx, second), survey.CodeRefused)
			if got := value(s.Survey(ctx, "S2"))(t); got.State != survey.Draft {
				t.Errorf("it is %s", got.State)
			}
			_, err := s.Manifest(ctx, "S2")
			wantCode(t, err, survey.CodeNotFound)
		})
		t.Run("a rehearsal opens beside a real survey", func(t *testing.T) { rehearse(t, s, "R1", 12) })
	})
}

func TestOnlyOneOfTwoOpeningsAtOnceSucceeds(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		staff := hire(t, s, 12)
		answers := make(chan error)
		for _, id := range []string{"A", "B", "C", "D"} {
			o := opening(draft(t, s, id), staff)
			go func() { answers <- s.OpenSurvey(t.Context(), o) }()
		}
		passed := 0
		for range 4 {
			if err := <-answers; err == nil {
				passed++
			} else if survey.CodeOf(err) != survey.CodeRefused {
				t.Errorf("refused with %v", err)
			}
		}
		if passed != 1 {
			t.Errorf("%d openings passed, want 1", passed)
		}
		if got, _ := logged(t, s); len(got) != 1 {
			t.Errorf("log %v, want one leaf", got)
		}
	})
}

func TestOverlaps(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		old := open(t, s, "old", 12)
		rehearse(t, s, "rehearsal", 12)
		draft(t, s, "next")
		ids := func() (out []string) {
			for _, sv := range value(s.Overlaps(ctx, "next"))(t) {
				out = append(out, sv.ID)
			}
			return out
		}
		if got := ids(); !reflect.DeepEqual(got, []string{"old"}) {
			t.Errorf("while it is open: %v", got)
		}
		must(t, s.CloseSurvey(ctx, "old", closing))
		found := value(s.Overlaps(ctx, "next"))(t)
		if len(found) != 1 || found[0].ClosedAt.IsZero() || !found[0].Closes.Equal(old.Survey.Closes) {
			t.Errorf("after it closed: %+v", found)
		}
		if got := value(s.Overlaps(ctx, "old"))(t); len(got) != 0 {
			t.Errorf("a survey overlaps with itself, a rehearsal or a draft: %+v", got)
		}
		var all []string
		for _, p := range value(s.Staff(ctx))(t) {
			all = append(all, p.ID)
		}
		leave(t, s, all...)
		if got := ids(); got != nil {
			t.Errorf("after everybody left: %v", got)
		}
	})
}

func TestKeysDestroyed(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		open(t, s, "S1", 12)
		wantCode(t, s.KeysDestroyed(ctx, "S1", start()), survey.CodeNotFound)
		must(t, s.CloseSurvey(ctx, "S1", closing))
		if got := value(s.Undestroyed(ctx))(t); !reflect.DeepEqual(got, []string{"S1"}) {
			t.Errorf("undestroyed %v", got)
		}
		must(t, s.KeysDestroyed(ctx, "S1", start().Add(time.Hour)))
		must(t, s.KeysDestroyed(ctx, "S1", start().Add(2*time.Hour)))
		if got := value(s.KeysDestroyedAt(ctx, "S1"))(t); !got.Equal(start().Add(time.Hour)) {
			t.Errorf("destroyed at %v, want the first time", got)
		}
		if got := value(s.Undestroyed(ctx))(t); len(got) != 0 {
			t.Errorf("undestroyed %v", got)
		}
	})
}
