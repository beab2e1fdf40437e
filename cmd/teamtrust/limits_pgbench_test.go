package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// pgbenchVariable names the program; .ci/with-postgres sets it.
const pgbenchVariable = "TEAMTRUST_TEST_PGBENCH"

// twoInserts is the least that a program without any idea would do for a
// ballot: note that the credential is spent, and store the answers.
const twoInserts = `\set nonce random(1, 9223372036854775806)
BEGIN;
INSERT INTO limit_spent (nonce) VALUES (md5((:nonce)::bigint::text));
INSERT INTO limit_ballots (id, answers) VALUES (md5((:nonce)::bigint::text), '{"COM1":4,"COM2":5,"REL1":3,"REL2":4,"TRA1":2,"TRA2":4,"RES1":5,"RES2":5}');
COMMIT;
`

const tablesForInserts = `
CREATE TABLE limit_spent (nonce text PRIMARY KEY);
CREATE TABLE limit_ballots (id text PRIMARY KEY, answers jsonb NOT NULL)`

var transactions = regexp.MustCompile(`tps = ([0-9.]+)`)

// pgbench is the rate of the two INSERTs in a transaction, by 64 clients.
type pgbench struct {
	b             *testing.B
	program, file string
	database      string
}

func newPgbench(b *testing.B, a *administrator, database string) *pgbench {
	p := &pgbench{b: b, program: os.Getenv(pgbenchVariable), file: filepath.Join(b.TempDir(), "two.sql"), database: database}
	if p.program == "" {
		b.Fatalf("%s names no pgbench: run make bench", pgbenchVariable)
	}
	if err := os.WriteFile(p.file, []byte(twoInserts), 0o600); err != nil {
		b.Fatal(err)
	}
	a.exec(tablesForInserts)
	return p
}

func (p *pgbench) rate(clients, seconds int) float64 {
	p.b.Helper()
	out, err := exec.Command(p.program, "-n", "-M", "prepared", "-c", strconv.Itoa(clients), "-j", "2", "-T", strconv.Itoa(seconds), "-f", p.file, p.database).CombinedOutput()
	if err != nil {
		p.b.Fatalf("pgbench: %v\n%s", err, out)
	}
	m := transactions.FindSubmatch(out)
	if m == nil {
		p.b.Fatalf("pgbench says no rate:\n%s", out)
	}
	rate, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		p.b.Fatal(err)
	}
	return rate
}
