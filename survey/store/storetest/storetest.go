// Package storetest runs the same test on every database that the product
// supports, each time on a fresh, migrated one.
//
// What is not here: test data. Tests of other rooms make theirs through the
// rooms they test.
package storetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"teamtrust/migrations"
	"teamtrust/survey/store"
)

// Variable names a PostgreSQL server: the address of a user who may create
// databases.
const Variable = "TEAMTRUST_TEST_POSTGRES"

// Each runs do as the subtests "sqlite" and "postgres" with an open store and
// its address. Without a PostgreSQL server the second one fails; only with
// -short it is left out.
func Each(t *testing.T, do func(t *testing.T, s *store.Store, url string)) {
	t.Helper()
	for _, dialect := range Dialects(t) {
		t.Run(string(dialect), func(t *testing.T) {
			address := URL(t, dialect)
			s := Open(t, address)
			if err := s.Migrate(t.Context()); err != nil {
				t.Fatalf("migrate: %v", err)
			}
			do(t, s, address)
		})
	}
}

// Dialects are the databases to test on: both, and with -short SQLite where
// there is no PostgreSQL server.
func Dialects(t testing.TB) []migrations.Dialect {
	t.Helper()
	if testing.Short() && os.Getenv(Variable) == "" {
		return []migrations.Dialect{migrations.SQLite}
	}
	return []migrations.Dialect{migrations.SQLite, migrations.Postgres}
}

// Open opens a store and closes it at the end of the test.
func Open(t testing.TB, address string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), address)
	if err != nil {
		t.Fatalf("open %s: %v", address, err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return s
}

// URL returns the address of an empty database that is removed at the end of
// the test.
func URL(t testing.TB, dialect migrations.Dialect) string {
	t.Helper()
	if dialect == migrations.SQLite {
		return "sqlite:" + filepath.Join(t.TempDir(), "data", "teamtrust.db")
	}
	admin := os.Getenv(Variable)
	if admin == "" {
		t.Fatalf("%s names no PostgreSQL server: run make test, or .ci/with-postgres go test ...", Variable)
	}
	u, err := url.Parse(admin)
	if err != nil {
		t.Fatalf("%s is no address: %v", Variable, err)
	}
	name := "teamtrust_test_" + strings.ToLower(rand.Text())
	execute(t, t.Context(), admin, "CREATE DATABASE "+name)
	t.Cleanup(func() {
		execute(t, context.Background(), admin, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", name))
	})
	u.Path = "/" + name
	return u.String()
}

func execute(t testing.TB, ctx context.Context, admin, statement string) {
	t.Helper()
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		t.Fatalf("reach the PostgreSQL server of %s: %v", Variable, err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
