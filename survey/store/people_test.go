package store_test

import (
	"fmt"
	"reflect"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/survey/store"
)

func leave(t testing.TB, s *store.Store, ids ...string) {
	t.Helper()
	must(t, s.Import(t.Context(), people.Import{Leave: ids, By: "test", At: start()}))
}

func TestStaffList(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		staff := hire(t, s, 3)

		t.Run("the list comes back by id", func(t *testing.T) {
			if got := value(s.Staff(ctx))(t); !reflect.DeepEqual(got, staff) {
				t.Errorf("got %+v, want %+v", got, staff)
			}
		})
		t.Run("the tree holds every prefix", func(t *testing.T) {
			want := survey.Tree{"Operations", "Operations / Plant A", "Sales"}
			if got := value(s.Tree(ctx))(t); !reflect.DeepEqual(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
		t.Run("a person who is put again is changed", func(t *testing.T) {
			p := staff[0]
			p.Name, p.Manages, p.Email = "Örjan Ünal", []survey.Path{"Operations", "Sales"}, ""
			must(t, s.Import(ctx, people.Import{Put: []people.Person{p}}))
			if got := value(s.Staff(ctx))(t); !reflect.DeepEqual(got[0], p) {
				t.Errorf("got %+v, want %+v", got[0], p)
			}
			p.Manages = []survey.Path{"Sales"}
			must(t, s.Import(ctx, people.Import{Put: []people.Person{p}}))
			if got := value(s.Staff(ctx))(t); !reflect.DeepEqual(got[0], p) {
				t.Errorf("got %+v, want %+v", got[0], p)
			}
		})
		t.Run("a person who left is kept but not staff", func(t *testing.T) {
			leave(t, s, staff[1].ID)
			if got := value(s.Staff(ctx))(t); len(got) != 2 {
				t.Errorf("staff %+v", got)
			}
			if got := value(s.Everybody(ctx))(t); len(got) != 3 || !got[1].Left {
				t.Errorf("everybody %+v", got)
			}
			if got := value(s.Tree(ctx))(t); !reflect.DeepEqual(got, survey.Tree{"Operations", "Operations / Plant A"}) {
				t.Errorf("tree %v", got)
			}
		})
		t.Run("a person who left can come back", func(t *testing.T) {
			must(t, s.Import(ctx, people.Import{Put: staff[1:2]}))
			if got := value(s.Staff(ctx))(t); len(got) != 3 || got[1].Left {
				t.Errorf("staff %+v", got)
			}
		})
	})
}

func TestLargeStaffList(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		const n = 2500 // more than two statements' worth
		staff := hire(t, s, n)
		if got := value(s.Staff(t.Context()))(t); len(got) != n || got[n-1].ID != staff[n-1].ID {
			t.Fatalf("%d people", len(got))
		}
		var ids []string
		for _, p := range staff[:n-1] {
			ids = append(ids, p.ID)
		}
		leave(t, s, ids...)
		if got := value(s.Staff(t.Context()))(t); len(got) != 1 {
			t.Errorf("%d people stay, want 1", len(got))
		}
	})
}

func TestPeopleAreSortedByBytesOnBothDatabases(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		var put []people.Person
		for _, id := range []string{"b", "B", "a-1", "a1", "A", "ä"} {
			p := person(0)
			p.ID = id
			put = append(put, p)
		}
		must(t, s.Import(t.Context(), people.Import{Put: put}))
		var got []string
		for _, p := range value(s.Staff(t.Context()))(t) {
			got = append(got, p.ID)
		}
		if want := []string{"A", "B", "a-1", "a1", "b", "ä"}; !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestManagersAccountsFollowTheStaffList(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		boss := person(1)
		boss.Email, boss.Manages = "Boss@Example.org", []survey.Path{"Sales", "Operations"}
		put := func(p people.Person) { must(t, s.Import(ctx, people.Import{Put: []people.Person{p}})) }
		account := func() string {
			a := value(s.AccountByEmail(ctx, "boss@example.ORG"))(t)
			return fmt.Sprint(a.Email, a.Roles, a.Teams)
		}
		put(boss)
		first := value(s.AccountByEmail(ctx, "boss@example.org"))(t)
		if got, want := account(), "boss@example.org[manager] [Operations Sales]"; got != want {
			t.Errorf("a manager has %s, want %s", got, want)
		}
		boss.Manages = []survey.Path{"Sales"}
		put(boss)
		if got, want := account(), "boss@example.org[manager] [Sales]"; got != want {
			t.Errorf("after a change: %s, want %s", got, want)
		}
		value(s.AddAccount(ctx, "BOSS@example.org ", people.Manager, []survey.Path{"Research"}))(t)
		value(s.AddAccount(ctx, "boss@example.org", people.HR, nil))(t)
		leave(t, s, boss.ID)
		if got, want := account(), "boss@example.org[hr manager] [Research]"; got != want {
			t.Errorf("after leaving, what was given by hand stays: %s, want %s", got, want)
		}
		if a := value(s.Account(ctx, first.ID))(t); a.Email != first.Email {
			t.Errorf("the account changed its id: %+v", a)
		}
	})
}

func TestAccounts(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		_, err := s.AccountByEmail(ctx, "hr@example.org")
		wantCode(t, err, survey.CodeNotFound)
		a := value(s.AddAccount(ctx, "HR@example.org", people.HR, nil))(t)
		b := value(s.AddAccount(ctx, "hr@example.org", people.HR, nil))(t)
		if !reflect.DeepEqual(a, b) || !survey.ValidID(a.ID) || a.Email != "hr@example.org" || !a.Has(people.HR) || a.Teams != nil {
			t.Errorf("added %+v and then %+v", a, b)
		}
		value(s.AddAccount(ctx, "auditor@example.org", people.Auditor, nil))(t)
		all := value(s.Accounts(ctx))(t)
		if len(all) != 2 || all[0].Email != "auditor@example.org" || all[0].Has(people.HR) || !reflect.DeepEqual(all[1], a) {
			t.Errorf("accounts %+v", all)
		}
		if _, err := s.AddAccount(ctx, "x@example.org", "owner", nil); err == nil {
			t.Error("an unknown role was stored")
		}
		_, err = s.Account(ctx, "nobody")
		wantCode(t, err, survey.CodeNotFound)
	})
}
