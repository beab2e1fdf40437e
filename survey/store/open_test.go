package store_test

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

func TestAnAddressThatCannotBeUsedIsRefusedWithoutRepeatingIt(t *testing.T) {
	for name, url := range map[string]string{
		"nothing":                  "",
		"a bare path":              "data/teamtrust.db",
		"another database":         "mysql://u:geheim@localhost/x",
		"SQLite without a path":    "sqlite:",
		"SQLite in the root":       "sqlite:///",
		"SQLite in memory":         "sqlite::memory:",
		"PostgreSQL without host":  "postgres://",
		"a password with a hash":   "postgres://u:geheim%zz@localhost/x",
		"a port that is no number": "postgres://u:geheim@localhost:port/x",
		"an unknown parameter":     "postgres://u:geheim@localhost/x?sslmode=geheim",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := store.Open(t.Context(), url)
			wantCode(t, err, survey.CodeBadRequest)
			if strings.Contains(err.Error(), "geheim") {
				t.Errorf("the message repeats the address: %v", err)
			}
		})
	}
}

func TestAServerThatDoesNotAnswerIsAnErrorWithoutThePassword(t *testing.T) {
	_, err := store.Open(t.Context(), "postgres://u:geheim@127.0.0.1:1/x?connect_timeout=2")
	want := `PostgreSQL at 127.0.0.1:1 does not let user "u" into database "x" (connect: connection refused); check that the server runs and that the database address is right.`
	if err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestAServerThatRefusesIsAnErrorWithItsReason(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, address string) {
		if s.Dialect() != migrations.Postgres {
			return
		}
		u, err := url.Parse(address)
		must(t, err)
		u.Path = "/none"
		_, err = store.Open(t.Context(), u.String())
		wantCode(t, err, survey.CodeRefused)
		if text := err.Error(); !strings.Contains(text, `(database "none" does not exist)`) || strings.Contains(text, "\n") {
			t.Errorf("error %v, want one sentence with the reason", err)
		}
	})
}

func TestAServerThatWasNotWaitedForIsNoWrongAddress(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := store.Open(ctx, "postgres://u@127.0.0.1:1/x"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that it was stopped", err)
	}
}

func TestADamagedDatabaseIsSaidToBeDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.db")
	s, err := store.Open(t.Context(), "sqlite:"+path)
	must(t, err)
	must(t, s.Migrate(t.Context()))
	must(t, s.Close())
	must(t, os.Truncate(path, 40_000))
	_, err = store.Open(t.Context(), "sqlite:"+path)
	wantCode(t, err, survey.CodeBadRequest)
	if !strings.Contains(err.Error(), path+" is damaged; put it back") {
		t.Errorf("error %v", err)
	}
}

func TestTheSQLiteFileIsForItsOwnerAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder with #, ? and %41")
	s := storetest.Open(t, "sqlite:"+filepath.Join(dir, "t.db"))
	must(t, s.Migrate(t.Context()))
	for path, want := range map[string]os.FileMode{
		dir: 0o700 | os.ModeDir, filepath.Join(dir, "t.db"): 0o600, filepath.Join(dir, "t.db-wal"): 0o600,
	} {
		info, err := os.Stat(path)
		must(t, err)
		if info.Mode() != want {
			t.Errorf("%s has mode %v, want %v", path, info.Mode(), want)
		}
	}
}

func TestAFileThatIsNoDatabaseIsRefused(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "notes.txt")
	must(t, os.WriteFile(file, []byte(strings.Repeat("no database ", 1000)), 0o600))
	for _, path := range []string{file, dir, filepath.Join(file, "below.db")} {
		_, err := store.Open(t.Context(), "sqlite:"+path)
		wantCode(t, err, survey.CodeBadRequest)
	}
}

func TestEverySQLiteConnectionIsSafe(t *testing.T) {
	s := storetest.Open(t, storetest.URL(t, migrations.SQLite))
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "secure_delete": "1", "foreign_keys": "1", "busy_timeout": "30000",
	} {
		var got string
		must(t, s.SQL().QueryRow("PRAGMA "+pragma).Scan(&got))
		if got != want {
			t.Errorf("%s is %s, want %s", pragma, got, want)
		}
	}
}

func TestAStoreAnswersAndKnowsItsDatabase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, url string) {
		must(t, s.Ping(t.Context()))
		if scheme, _, _ := strings.Cut(url, ":"); string(s.Dialect()) != scheme {
			t.Errorf("%s is called %s", scheme, s.Dialect())
		}
		if pool := s.Pool(); (pool != nil) != (s.Dialect() == migrations.Postgres) {
			t.Errorf("%s has the pool %v", s.Dialect(), pool)
		}
	})
}
