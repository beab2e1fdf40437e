package main

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
)

// administrator has the database, with every right and all of its files.
type administrator struct {
	t      testing.TB
	db     *sql.DB
	sqlite string // the file; empty on PostgreSQL
	from   string // PostgreSQL: the write-ahead log's file in which the test began
}

// administrator connects to the program's database.
func (p *program) administrator() *administrator {
	p.t.Helper()
	a := &administrator{t: p.t}
	driver, address := "pgx", p.database
	if path, is := strings.CutPrefix(p.database, "sqlite:"); is {
		a.sqlite, driver, address = path, "sqlite", "file:"+path+"?_pragma=busy_timeout(30000)"
	}
	var err error
	if a.db, err = sql.Open(driver, address); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { a.db.Close() })
	if a.sqlite == "" {
		a.from = a.one("SELECT pg_walfile_name(pg_current_wal_lsn())")
	}
	return a
}

func (a *administrator) exec(statement string, args ...any) {
	a.t.Helper()
	if _, err := a.db.ExecContext(a.t.Context(), statement, args...); err != nil {
		a.t.Fatalf("%s: %v", statement, err)
	}
}

// one is the only value that a query has.
func (a *administrator) one(query string, args ...any) string {
	a.t.Helper()
	rows := a.rows(query, args...)
	if len(rows) != 1 {
		a.t.Fatalf("%s: %d rows, want one", query, len(rows))
	}
	return rows[0][0]
}

// column is a query's first value of every row, in order.
func (a *administrator) column(query string, args ...any) []string {
	a.t.Helper()
	var out []string
	for _, row := range a.rows(query, args...) {
		out = append(out, row[0])
	}
	return out
}

// dump is every row of a table as text, bytes as they are and, on PostgreSQL,
// as it prints them.
func (a *administrator) dump(table string) (rows []string) {
	a.t.Helper()
	query := fmt.Sprintf("SELECT * FROM %q", table)
	if a.sqlite == "" {
		query = fmt.Sprintf("SELECT t.*, t::text FROM %q t", table)
	}
	for _, row := range a.rows(query) {
		rows = append(rows, strings.Join(row, "|"))
	}
	return rows
}

// rows is the answer to a query with every value as it would be printed; bytes
// stay as they are.
func (a *administrator) rows(query string, args ...any) [][]string {
	a.t.Helper()
	found, err := a.db.QueryContext(a.t.Context(), query, args...)
	if err != nil {
		a.t.Fatalf("%s: %v", query, err)
	}
	defer found.Close()
	columns, err := found.Columns()
	if err != nil {
		a.t.Fatal(err)
	}
	var out [][]string
	for found.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := found.Scan(into...); err != nil {
			a.t.Fatalf("%s: %v", query, err)
		}
		row := make([]string, len(columns))
		for i, v := range values {
			row[i] = printed(v)
		}
		out = append(out, row)
	}
	if err := found.Err(); err != nil {
		a.t.Fatalf("%s: %v", query, err)
	}
	return out
}

func printed(v any) string {
	if b, ok := v.([]byte); ok {
		return string(b)
	}
	return fmt.Sprint(v)
}

// tables are all tables, also those that the program has from others.
func (a *administrator) tables() []string {
	a.t.Helper()
	query := "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
	if a.sqlite != "" {
		query = "SELECT name FROM sqlite_master WHERE type = 'table'"
	}
	tables := a.column(query)
	if len(tables) < 12 {
		a.t.Fatalf("only %v are tables; this finds nothing", tables)
	}
	return tables
}
