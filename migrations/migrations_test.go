package migrations_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

// empty runs do on both databases with a connection to an empty one.
func empty(t *testing.T, do func(t *testing.T, url string, s *store.Store)) {
	t.Helper()
	for _, dialect := range storetest.Dialects(t) {
		t.Run(string(dialect), func(t *testing.T) {
			url := storetest.URL(t, dialect)
			do(t, url, storetest.Open(t, url))
		})
	}
}

func names(t *testing.T, dialect migrations.Dialect) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(string(dialect), "*"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no migrations of %s: %v", dialect, err)
	}
	for i, p := range paths {
		paths[i] = filepath.Base(p)
	}
	return paths
}

func TestBothDialectsHaveTheSameNumbersAndNames(t *testing.T) {
	lite, pg := names(t, migrations.SQLite), names(t, migrations.Postgres)
	if !slices.Equal(lite, pg) {
		t.Errorf("sqlite has %v, postgres has %v", lite, pg)
	}
	form := regexp.MustCompile(`^\d{5}_[a-z_]+\.sql$`)
	for i, name := range lite {
		if !form.MatchString(name) || !strings.HasPrefix(name, fmt.Sprintf("%05d_", i+1)) {
			t.Errorf("file %d is called %s, want %05d_noun.sql", i+1, name, i+1)
		}
	}
}

func TestAnEmptyDatabaseIsBroughtToTheNewestSchema(t *testing.T) {
	empty(t, func(t *testing.T, _ string, s *store.Store) {
		ctx := t.Context()
		pending, err := s.Pending(ctx)
		if err != nil || !slices.Equal(pending, names(t, s.Dialect())) {
			t.Errorf("pending %v, %v", pending, err)
		}
		if tables := columns(t, s); len(tables) != 0 {
			t.Errorf("asking what is pending made %v", tables)
		}
		for range 2 {
			if err := s.Migrate(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if pending, err := s.Pending(ctx); err != nil || len(pending) != 0 {
			t.Errorf("still pending %v, %v", pending, err)
		}
	})
}

func TestBothSchemasNameTheSameTablesAndColumns(t *testing.T) {
	schemas := map[migrations.Dialect]map[string][]string{}
	empty(t, func(t *testing.T, _ string, s *store.Store) {
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		schemas[s.Dialect()] = columns(t, s)
	})
	if len(schemas) < 2 {
		return // -short
	}
	lite, pg := schemas[migrations.SQLite], schemas[migrations.Postgres]
	if len(lite) < 20 || !reflect.DeepEqual(lite, pg) {
		t.Errorf("sqlite has\n%v\npostgres has\n%v", lite, pg)
	}
}

// columns are the names of the columns of every table of ours, in order.
func columns(t *testing.T, s *store.Store) map[string][]string {
	t.Helper()
	query := `SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid`
	if s.Dialect() == migrations.Postgres {
		query = `SELECT table_name, column_name FROM information_schema.columns
			WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position`
	}
	rows, err := s.SQL().Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string][]string{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		if table != "goose_db_version" {
			out[table] = append(out[table], column)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestASchemaNewerThanTheProgramIsRefused(t *testing.T) {
	empty(t, func(t *testing.T, _ string, s *store.Store) {
		ctx := t.Context()
		if err := s.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := s.SQL().Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, '1')"); err != nil {
			t.Fatal(err)
		}
		for doing, err := range map[string]error{"migrate": s.Migrate(ctx), "plan": second(s.Pending(ctx))} {
			if survey.CodeOf(err) != survey.CodeRefused || !strings.Contains(err.Error(), "newer version") {
				t.Errorf("%s: %v", doing, err)
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestManyProcessesMayMigrateAtOnce(t *testing.T) {
	empty(t, func(t *testing.T, url string, s *store.Store) {
		answers := make(chan error)
		const n = 6
		for range n {
			other := storetest.Open(t, url)
			go func() { answers <- other.Migrate(context.Background()) }()
		}
		for range n {
			if err := <-answers; err != nil {
				t.Error(err)
			}
		}
		var rows, versions int
		err := s.SQL().QueryRow("SELECT count(*), count(DISTINCT version_id) FROM goose_db_version").Scan(&rows, &versions)
		if err != nil || rows != versions || rows != len(names(t, s.Dialect()))+1 {
			t.Errorf("%d rows, %d versions, %v", rows, versions, err)
		}
	})
}

func TestAnUnknownDialectHasNoSchema(t *testing.T) {
	var db *sql.DB
	if err := migrations.Apply(t.Context(), db, "oracle"); err == nil {
		t.Error("it has one")
	}
}

// A released file never changes: a database that has applied it would differ
// from a new one.
func TestEveryFileGoesForwardOnly(t *testing.T) {
	for _, dialect := range []migrations.Dialect{migrations.SQLite, migrations.Postgres} {
		for _, name := range names(t, dialect) {
			text, err := os.ReadFile(filepath.Join(string(dialect), name))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(string(text), "-- +goose Up\n") || strings.Contains(string(text), "+goose Down") {
				t.Errorf("%s/%s has to begin with -- +goose Up and to have no way down", dialect, name)
			}
		}
	}
}

// A released version's database: the schema up to a number, as that version
// applied it.
func released(t *testing.T, s *store.Store, newest int) {
	t.Helper()
	versions := `CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')))`
	if s.Dialect() == migrations.Postgres {
		versions = `CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, version_id BIGINT NOT NULL, is_applied BOOLEAN NOT NULL, tstamp TIMESTAMP NOT NULL DEFAULT now())`
	}
	run(t, s, versions, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, '1')`)
	for i, name := range names(t, s.Dialect())[:newest] {
		text, err := os.ReadFile(filepath.Join(string(s.Dialect()), name))
		if err != nil {
			t.Fatal(err)
		}
		run(t, s, string(text), fmt.Sprintf("INSERT INTO goose_db_version (version_id, is_applied) VALUES (%d, '1')", i+1))
	}
}

func run(t *testing.T, s *store.Store, statements ...string) {
	t.Helper()
	for _, x := range statements {
		if _, err := s.SQL().Exec(x); err != nil {
			t.Fatalf("%s: %v", x, err)
		}
	}
}

// older is a database of an earlier schema in which two surveys were opened.
func older(t *testing.T, s *store.Store, newest int) {
	t.Helper()
	released(t, s, newest)
	nothing := map[migrations.Dialect]string{migrations.SQLite: "x''", migrations.Postgres: "''"}[s.Dialect()]
	run(t, s, "INSERT INTO questionnaires (id, version, source, content) VALUES ('Q', '1', "+nothing+", '{}')")
	for i, id := range []string{"S1", "S2"} {
		run(t, s, `INSERT INTO surveys (id, name, questionnaire, version, state, rehearsal, minimum_group, closes_after, created, manifest_hash, invited)
			VALUES ('`+id+`', 'Pulse', 'Q', '1', 'open', '0', 5, 60, 1, 'x', 9)`,
			fmt.Sprintf(`INSERT INTO log (position, survey, leaf) VALUES (%d, '%s', 'leaf of %s')`, i, id, id))
	}
}

func TestALogFromBeforeCheckpointsKeepsItsLeaves(t *testing.T) {
	empty(t, func(t *testing.T, _ string, s *store.Store) {
		older(t, s, 12)
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		log, _, err := s.Log(t.Context())
		want := ballot.Log{{Survey: "S1", Kind: ballot.LogManifest, Leaf: "leaf of S1"}, {Survey: "S2", Kind: ballot.LogManifest, Leaf: "leaf of S2"}}
		if err != nil || !reflect.DeepEqual(log, want) {
			t.Errorf("the log is %+v, %v", log, err)
		}
	})
}

func TestBallotsFromBeforeTheirListWasKeptAreListed(t *testing.T) {
	empty(t, func(t *testing.T, _ string, s *store.Store) {
		older(t, s, 15)
		for i, commitment := range []string{"c", "a", "b", "a"} {
			run(t, s, fmt.Sprintf("INSERT INTO ballots (id, survey, block, answers, salt, commitment) VALUES ('%d', 'S2', 'b', '{}', '', '%s')", i, commitment))
		}
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		list, err := s.Commitments(t.Context(), "S2")
		if err != nil || !slices.Equal(list, []string{"a", "a", "b", "c"}) {
			t.Errorf("the list is %v, %v", list, err)
		}
		if _, err := s.Commitments(t.Context(), "S1"); survey.CodeOf(err) != survey.CodeNotFound {
			t.Errorf("a survey without ballots has a list: %v", err)
		}
	})
}

func TestOneTimeForEverybodyBecomesOneForManagersAndOneForEmployees(t *testing.T) {
	empty(t, func(t *testing.T, _ string, s *store.Store) {
		older(t, s, 18)
		run(t, s, "UPDATE surveys SET shown = 1767225600 WHERE id = 'S1'")
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		from := time.Unix(1767225600, 0).UTC()
		for id, want := range map[string][]survey.Showing{"S1": {{Reader: survey.Managers, From: from}, {Reader: survey.Employees, From: from}}, "S2": nil} {
			sv, err := s.Survey(t.Context(), id)
			if err != nil || !reflect.DeepEqual(sv.Showings, want) {
				t.Errorf("%s is shown %v (%v), want %v", id, sv.Showings, err, want)
			}
		}
	})
}
