package store_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/survey/store"
)

func TestQuestionnaires(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx, q := t.Context(), questionnaire()
		must(t, s.PutQuestionnaire(ctx, q, []byte("source\x00bytes")))
		must(t, s.PutQuestionnaire(ctx, q, []byte("source\x00bytes")))
		wantCode(t, s.PutQuestionnaire(ctx, q, []byte("other")), survey.CodeRefused)
		if got := value(s.Questionnaire(ctx, "Q2", "1"))(t); !reflect.DeepEqual(got, q) {
			t.Errorf("got %+v, want %+v", got, q)
		}
		if got := value(s.QuestionnaireSource(ctx, "Q2", "1"))(t); string(got) != "source\x00bytes" {
			t.Errorf("source %q", got)
		}
		next := questionnaire()
		next.Version = "2"
		must(t, s.PutQuestionnaire(ctx, next, []byte("other")))
		if got := value(s.Questionnaires(ctx))(t); !reflect.DeepEqual(got, []*survey.Questionnaire{q, next}) {
			t.Errorf("all %+v", got)
		}
		_, err := s.Questionnaire(ctx, "Q2", "3")
		wantCode(t, err, survey.CodeNotFound)
	})
}

func TestAuditLog(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		for i := range 5 {
			must(t, s.Record(ctx, people.Entry{
				At: start().Add(time.Duration(i) * time.Minute), Actor: "hr@example.org", Role: people.HR,
				Action: fmt.Sprint("step ", i), Object: "S1", Detail: "because", Denied: i == 4,
			}))
		}
		newest := value(s.Entries(ctx, 2, 0))(t)
		if len(newest) != 2 || newest[0].Action != "step 4" || newest[1].Action != "step 3" {
			t.Fatalf("newest %+v", newest)
		}
		want := people.Entry{Number: newest[1].Number + 1, At: start().Add(4 * time.Minute), Actor: "hr@example.org", Role: people.HR, Action: "step 4", Object: "S1", Detail: "because", Denied: true}
		if newest[0] != want {
			t.Errorf("got %+v, want %+v", newest[0], want)
		}
		if got := value(s.Entries(ctx, 10, newest[1].Number))(t); len(got) != 3 || got[0].Action != "step 2" || got[2].Action != "step 0" {
			t.Errorf("before the fourth: %+v", got)
		}
		must(t, s.Record(ctx, people.Entry{At: start(), Actor: "hr@example.org", Action: "step 1", Detail: "again"}))
		if got := value(s.EntriesOf(ctx, "step 1", 1))(t); len(got) != 1 || got[0].Detail != "again" {
			t.Errorf("the last of step 1: %+v", got)
		}
		if got := value(s.EntriesOf(ctx, "step 4", 9))(t); len(got) != 0 {
			t.Errorf("what was refused did not happen: %+v", got)
		}
	})
}

func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		_, err := s.Setting(ctx, "k")
		wantCode(t, err, survey.CodeNotFound)
		must(t, s.SetSetting(ctx, "k", "1"))
		must(t, s.SetSetting(ctx, "k", "2"))
		if got := value(s.Setting(ctx, "k"))(t); got != "2" {
			t.Errorf("got %q", got)
		}
		wantCode(t, s.UseSetting(ctx, "k", "1"), survey.CodeNotFound)
		must(t, s.UseSetting(ctx, "k", "2"))
		wantCode(t, s.UseSetting(ctx, "k", "2"), survey.CodeNotFound)
	})
}
