package store_test

import (
	"bytes"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/survey/store"
)

func TestSignInLinks(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx, now := t.Context(), start()
		a := value(s.AddAccount(ctx, "hr@example.org", people.HR, nil))(t)
		must(t, s.AddSignInLink(ctx, "one", a.ID, now.Add(time.Hour)))
		must(t, s.AddSignInLink(ctx, "late", a.ID, now.Add(-time.Second)))
		if err := s.AddSignInLink(ctx, "nobody's", "nobody", now.Add(time.Hour)); err == nil {
			t.Error("a link of no account was stored")
		}
		if got := value(s.UseSignInLink(ctx, "one", now))(t); got.ID != a.ID || !got.Has(people.HR) {
			t.Errorf("signed in as %+v", got)
		}
		for _, hash := range []string{"one", "late", "unknown"} {
			_, err := s.UseSignInLink(ctx, hash, now)
			wantCode(t, err, survey.CodeNotFound)
		}
	})
}

func TestOfManyWhoUseASignInLinkExactlyOneSignsIn(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		a := value(s.AddAccount(ctx, "hr@example.org", people.HR, nil))(t)
		for round := range 5 {
			hash := hexHash("link %d", round)
			must(t, s.AddSignInLink(ctx, hash, a.ID, start().Add(time.Hour)))
			answers := make(chan error)
			for range 8 {
				go func() {
					_, err := s.UseSignInLink(ctx, hash, start())
					answers <- err
				}()
			}
			signedIn := 0
			for range 8 {
				if err := <-answers; err == nil {
					signedIn++
				} else if survey.CodeOf(err) != survey.CodeNotFound {
					t.Errorf("refused with %v", err)
				}
			}
			if signedIn != 1 {
				t.Errorf("%d signed in, want 1", signedIn)
			}
		}
	})
}

func TestSessions(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx, sessions := t.Context(), s.Sessions()
		later := time.Now().Add(time.Hour)
		find := func(token string) []byte {
			data, ok, err := sessions.FindCtx(ctx, token)
			must(t, err)
			if ok != (data != nil) {
				t.Errorf("found %v with %q", ok, data)
			}
			return data
		}
		if find("token") != nil {
			t.Error("found before it was committed")
		}
		must(t, sessions.CommitCtx(ctx, "token", []byte("one"), later))
		must(t, sessions.CommitCtx(ctx, "token", []byte("two"), later))
		must(t, sessions.Commit("old", []byte("x"), time.Now().Add(-time.Minute)))
		if got := find("token"); !bytes.Equal(got, []byte("two")) {
			t.Errorf("found %q", got)
		}
		if find("old") != nil {
			t.Error("an expired session was found")
		}
		must(t, sessions.CommitCtx(ctx, "other", []byte("y"), later))
		if n := count(t, s, "sessions"); n != 2 {
			t.Errorf("%d sessions, want the expired one deleted", n)
		}
		must(t, sessions.DeleteCtx(ctx, "token"))
		must(t, sessions.Delete("token"))
		if find("token") != nil {
			t.Error("found after it was deleted")
		}
		var stored string
		must(t, s.SQL().QueryRow("SELECT hash FROM sessions").Scan(&stored))
		if stored == "other" || len(stored) != 64 {
			t.Errorf("the token is stored as %q", stored)
		}
	})
}

// count counts the rows of a table.
func count(t *testing.T, s *store.Store, table string) (n int) {
	t.Helper()
	must(t, s.SQL().QueryRow("SELECT count(*) FROM "+table).Scan(&n))
	return n
}
