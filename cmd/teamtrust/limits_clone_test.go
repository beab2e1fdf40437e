package main

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"teamtrust/migrations"
	"teamtrust/survey/store/storetest"
)

// clone copies the program's PostgreSQL database and its keys: a survey can be
// closed only once. Nobody may be connected to the database.
func (p *program) clone(b *testing.B) *program {
	b.Helper()
	c := newProgram(b, storetest.URL(b, migrations.Postgres))
	if err := os.CopyFS(c.keys, os.DirFS(p.keys)); err != nil {
		b.Fatal(err)
	}
	server := &program{t: b, database: os.Getenv(storetest.Variable)}
	a := server.administrator()
	defer a.db.Close()
	a.exec("DROP DATABASE " + databaseName(b, c.database))
	a.exec("CREATE DATABASE " + databaseName(b, c.database) + " TEMPLATE " + databaseName(b, p.database))
	return c
}

func databaseName(b *testing.B, address string) string {
	b.Helper()
	u, err := url.Parse(address)
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimPrefix(u.Path, "/")
}
