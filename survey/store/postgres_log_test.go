package store_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"strings"
	"testing"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

// loud is a database whose server is told to log everything, and a connection
// of its superuser.
func loud(t *testing.T) (address string, admin *sql.DB) {
	t.Helper()
	address = storetest.URL(t, migrations.Postgres)
	admin, err := sql.Open("pgx", address)
	must(t, err)
	t.Cleanup(func() { admin.Close() })
	var name string
	must(t, admin.QueryRow("SELECT current_database()").Scan(&name))
	for _, setting := range []string{"log_statement = 'all'", "log_min_duration_statement = 0", "log_parameter_max_length = -1", "log_parameter_max_length_on_error = -1", "log_duration = on", "debug_print_plan = off"} {
		execute(t, admin, "ALTER DATABASE "+name+" SET "+setting)
	}
	return address, admin
}

func execute(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// as is the address for an ordinary role that owns the database.
func as(t *testing.T, admin *sql.DB, address string, grants ...string) string {
	t.Helper()
	role := "role_" + strings.ToLower(rand.Text())
	execute(t, admin, "CREATE ROLE "+role+" LOGIN")
	execute(t, admin, "GRANT CREATE ON SCHEMA public TO "+role)
	for _, g := range grants {
		execute(t, admin, g+" TO "+role)
	}
	t.Cleanup(func() {
		_, err := admin.ExecContext(context.Background(), "DROP OWNED BY "+role+"; DROP ROLE "+role)
		must(t, err)
	})
	u, err := url.Parse(address)
	must(t, err)
	u.User = url.User(role)
	return u.String()
}

func TestWhatARoleMayNotKeepOutOfTheLogIsSaid(t *testing.T) {
	if testing.Short() {
		t.Log("needs PostgreSQL; only the sentences are tested")
		return
	}
	address, admin := loud(t)
	for name, tt := range map[string]struct {
		address    string
		want, lack string
	}{
		"a superuser keeps all of it out": {address, "", "log"},
		"an ordinary role does not":       {as(t, admin, address), "log_statement = all", "log_parameter_max_length_on_error"},
		"a role that may set parameters": {as(t, admin, address, "GRANT SET ON PARAMETER log_statement, log_duration, log_min_duration_statement"),
			"", "log_statement"},
	} {
		t.Run(name, func(t *testing.T) {
			s := storetest.Open(t, tt.address)
			got, err := s.ServerLog(t.Context())
			must(t, err)
			if !strings.Contains(got, tt.want) || strings.Contains(got, tt.lack) {
				t.Errorf("the sentence is %q", got)
			}
			if tt.want == "" && got != "" {
				t.Errorf("it complains: %s", got)
			}
		})
	}
}

func TestSQLiteHasNoLog(t *testing.T) {
	s := storetest.Open(t, storetest.URL(t, migrations.SQLite))
	if got, err := s.ServerLog(t.Context()); got != "" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestValuesAreNeverWrittenIntoTheTextOfStatements(t *testing.T) {
	_, err := store.Open(t.Context(), "postgres://u@127.0.0.1:1/x?default_query_exec_mode=simple_protocol")
	if survey.CodeOf(err) != survey.CodeBadRequest || !strings.Contains(err.Error(), "use exec") {
		t.Errorf("got %v", err)
	}
}
