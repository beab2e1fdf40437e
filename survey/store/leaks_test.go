package store_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"teamtrust/migrations"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

// The tables of the ballot side with the type of every column: texts and bytes
// alone, so that none can be a time or an order, and no default that could
// write one.
func ballotTables() map[string]string {
	return map[string]string{
		"staging":  "survey text, key text, sealed bytes",
		"ballots":  "id text, survey text, block text, answers json, salt text, commitment text",
		"comments": "id text, survey text, label text, prompt text, text text",
		"spent":    "survey text, block text, nonce text, token text",

		"commitments": "survey text, list text",
	}
}

func TestTheLiveTablesOfTheBallotSideHaveNoTimeAndNoOrder(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		for table, want := range ballotTables() {
			if got := describe(t, s, table); got != want {
				t.Errorf("%s has (%s), it may have (%s)", table, got, want)
			}
		}
	})
}

func describe(t *testing.T, s *store.Store, table string) string {
	t.Helper()
	query := "SELECT name, type, dflt_value FROM pragma_table_info('" + table + "') ORDER BY cid"
	if s.Dialect() == migrations.Postgres {
		query = `SELECT column_name, data_type, coalesce(column_default, identity_generation, generation_expression)
			FROM information_schema.columns WHERE table_name = '` + table + `' ORDER BY ordinal_position`
	}
	rows, err := s.SQL().Query(query)
	must(t, err)
	defer rows.Close()
	kinds := map[string]string{"TEXT": "text", "text": "text", "BLOB": "bytes", "bytea": "bytes", "jsonb": "json"}
	var out []string
	for rows.Next() {
		var name, kind string
		var standard *string
		must(t, rows.Scan(&name, &kind, &standard))
		if k, ok := kinds[kind]; ok {
			kind = k
		}
		if name == "answers" && kind == "text" {
			kind = "json"
		}
		column := name + " " + kind
		if standard != nil {
			column += " = " + *standard
		}
		out = append(out, column)
	}
	must(t, rows.Err())
	return strings.Join(out, ", ")
}

func TestOnSQLiteTheBallotSideHasNoRowids(t *testing.T) {
	s := storetest.Open(t, storetest.URL(t, migrations.SQLite))
	must(t, s.Migrate(t.Context()))
	for table := range ballotTables() {
		if _, err := s.SQL().Exec("SELECT rowid FROM " + table); err == nil {
			t.Errorf("%s has a rowid: it is the order in which rows came", table)
		}
	}
}

// The database administrator's attack: everything that a table says about the
// order of its rows, against the order in which the ballots arrived.
func TestAfterTheCloseNoOrderOfArrivalIsLeft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, url string) {
		ctx := t.Context()
		open(t, s, "S1", 12)
		const n = 300
		arrived := map[string]int{} // by nonce
		var rows []ballot.Staged
		for i := range n {
			row := sealed(hexHash("ballot %d", i))
			arrived[nonce(row.Key)] = i
			rows = append(rows, row)
			must(t, s.Stage(ctx, "S1", row))
		}
		if s.Dialect() == migrations.SQLite && !onDisk(t, url, rows[0].Sealed) {
			t.Fatal("the test cannot see sealed rows in the files")
		}
		var of map[string]int // by ballot id
		must(t, s.CloseSurvey(ctx, "S1", func(b life.Box) (life.Closing, error) {
			c, err := closing(b)
			of = shuffled(&c, arrived)
			return c, err
		}))
		if left := count(t, s, "staging"); left != 0 {
			t.Errorf("%d rows are left in staging", left)
		}
		uncorrelated(t, "ballots", physical(t, s, "ballots", "id"), of)
		uncorrelated(t, "spent", physical(t, s, "spent", "nonce"), arrived)
		if s.Dialect() == migrations.Postgres {
			oneTransaction(t, s)
			vacuumed(t, s)
			return
		}
		for i, row := range rows {
			if onDisk(t, url, row.Sealed) {
				t.Fatalf("sealed row %d is still in the files", i)
			}
		}
	})
}

// shuffled hands the ballots over in order of arrival, the worst that a caller
// could do, and returns that order by ballot id.
func shuffled(c *life.Closing, arrived map[string]int) map[string]int {
	type pair struct {
		b ballot.Stored
		s ballot.Spent
	}
	var pairs []pair
	for i := range c.Ballots {
		pairs = append(pairs, pair{c.Ballots[i], c.Spent[i]})
	}
	slices.SortFunc(pairs, func(a, b pair) int { return arrived[a.s.Nonce] - arrived[b.s.Nonce] })
	of := map[string]int{}
	for i, p := range pairs {
		c.Ballots[i], c.Spent[i] = p.b, p.s
		of[p.b.ID] = arrived[p.s.Nonce]
	}
	return of
}

// physical returns a column in the order in which the database keeps the rows.
func physical(t *testing.T, s *store.Store, table, column string) (out []string) {
	t.Helper()
	query := "SELECT " + column + " FROM " + table // a scan of the only tree
	if s.Dialect() == migrations.Postgres {
		query += " ORDER BY ctid"
	}
	rows, err := s.SQL().Query(query)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var v string
		must(t, rows.Scan(&v))
		out = append(out, v)
	}
	must(t, rows.Err())
	if !slices.IsSorted(out) {
		t.Errorf("%s is not kept in the order of %s", table, column)
	}
	return out
}

// uncorrelated fails when the place of a row tells when its ballot arrived:
// Spearman's rank correlation beyond four standard errors.
func uncorrelated(t *testing.T, table string, places []string, arrived map[string]int) {
	t.Helper()
	if len(places) != len(arrived) {
		t.Fatalf("%s has %d rows, want %d", table, len(places), len(arrived))
	}
	n, sum := float64(len(places)), 0.0
	for i, v := range places {
		at, ok := arrived[v]
		if !ok {
			t.Fatalf("%s has a row %s that nobody cast", table, v)
		}
		sum += math.Pow(float64(i-at), 2)
	}
	rho := 1 - 6*sum/(n*(n*n-1))
	if limit := 4 / math.Sqrt(n-1); math.Abs(rho) > limit {
		t.Errorf("%s: place and arrival correlate with %.2f, at most %.2f is chance", table, rho, limit)
	}
}

func TestTheCorrelationFindsAnOrderThatWasKept(t *testing.T) {
	arrived, places := map[string]int{}, []string{}
	for i := range 300 {
		id := fmt.Sprint(i)
		arrived[id] = i
		places = append(places, id)
	}
	for range 60 { // a fifth of the rows somewhere else
		i, j := rand.IntN(300), rand.IntN(300)
		places[i], places[j] = places[j], places[i]
	}
	n, sum := 300.0, 0.0
	for i, v := range places {
		sum += math.Pow(float64(i-arrived[v]), 2)
	}
	if rho := 1 - 6*sum/(n*(n*n-1)); rho < 4/math.Sqrt(n-1) {
		t.Errorf("an order that was kept in parts has a correlation of %.2f and would pass", rho)
	}
}

// oneTransaction fails when rows of a close have transaction ids of their own.
func oneTransaction(t *testing.T, s *store.Store) {
	t.Helper()
	var ids int
	must(t, s.SQL().QueryRow(`SELECT count(DISTINCT xmin::text) FROM
		(SELECT xmin FROM ballots UNION ALL SELECT xmin FROM spent) AS rows`).Scan(&ids))
	if ids != 1 {
		t.Errorf("the rows of the close have %d transaction ids, want one", ids)
	}
}

// vacuumed fails when the place of the deleted rows was not freed.
func vacuumed(t *testing.T, s *store.Store) {
	t.Helper()
	var times int
	must(t, s.SQL().QueryRow("SELECT vacuum_count FROM pg_stat_user_tables WHERE relname = 'staging'").Scan(&times))
	if times == 0 {
		t.Error("staging was not vacuumed")
	}
}

// onDisk looks for parts of a value in every file of the database.
func onDisk(t *testing.T, url string, value []byte) bool {
	t.Helper()
	files, err := filepath.Glob(strings.TrimPrefix(url, "sqlite:") + "*")
	must(t, err)
	for _, f := range files {
		content, err := os.ReadFile(f)
		must(t, err)
		for part := range slices.Chunk(value, 64) {
			if bytes.Contains(content, part[:min(32, len(part))]) {
				return true
			}
		}
	}
	return false
}
