package store_test

import (
	"fmt"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/life"
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
		for _, key := range []string{"k:b", "k:a", "k_a", "K:a", "l"} {
			must(t, s.SetSetting(ctx, key, ""))
		}
		if got := value(s.SettingKeys(ctx, "k:"))(t); !slices.Equal(got, []string{"k:a", "k:b"}) {
			t.Errorf("the keys that begin with k: are %v", got)
		}
		must(t, s.DeleteSetting(ctx, "k:a"))
		must(t, s.DeleteSetting(ctx, "k:a"))
		if got := value(s.SettingKeys(ctx, "k"))(t); !slices.Equal(got, []string{"k", "k:b", "k_a"}) {
			t.Errorf("the keys that begin with k are %v", got)
		}
	})
}

// What can fail is the account itself: the secret is then as good as before.
func TestSettingUpIsDoneAsAWholeAndOnce(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		must(t, s.SetSetting(ctx, life.SettingSetup, "hash"))
		first := life.FirstStart{
			Secret: "hash", Organisation: "Nordwind", Email: "First@example.org", Roles: []people.Role{people.Admin, "nonsense"},
			Entries: []people.Entry{{At: start(), Actor: "first@example.org", Action: "add account"}},
		}
		if _, err := s.SetUp(ctx, first); err == nil {
			t.Fatal("a role that there is not was given")
		}
		if got := value(s.Setting(ctx, life.SettingSetup))(t); got != "hash" {
			t.Errorf("the secret was used up: %q", got)
		}
		if got := value(s.Accounts(ctx))(t); len(got) != 0 {
			t.Errorf("half an account is left: %+v", got)
		}
		first.Roles = []people.Role{people.Admin, people.HR}
		wrong := first
		wrong.Secret = "another"
		_, err := s.SetUp(ctx, wrong)
		wantCode(t, err, survey.CodeNotFound)

		var done atomic.Int32
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := s.SetUp(ctx, first); err == nil {
					done.Add(1)
				}
			})
		}
		all.Wait()
		acc := value(s.AccountByEmail(ctx, "first@example.org"))(t)
		if done.Load() != 1 || !acc.Has(people.Admin) || !acc.Has(people.HR) {
			t.Errorf("%d of 4 set it up, and the account is %+v", done.Load(), acc)
		}
		if got := value(s.Entries(ctx, 9, 0))(t); len(got) != 1 {
			t.Errorf("the audit log has %d entries", len(got))
		}
		if got := value(s.Setting(ctx, life.SettingOrganisation))(t); got != "Nordwind" {
			t.Errorf("the organisation is %q", got)
		}
	})
}
