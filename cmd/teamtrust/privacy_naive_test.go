package main

import (
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"teamtrust/migrations"
	"teamtrust/survey/store/storetest"
)

// naive is a ballot as a careless program would keep it.
type naive struct{ id, commitment, comment string }

// Stores that look anonymous, random ids and all. The administrator's attacks
// have to find each of them out; otherwise they prove nothing about ours.
func TestTheAdministratorSeesThroughCarelessStores(t *testing.T) {
	type attack func(a *administrator, arrival map[string]int, n *needles) []string
	read := func(a *administrator, _ map[string]int, n *needles) []string { return a.readable(n) }
	rows := func(a *administrator, arrival map[string]int, _ *needles) []string {
		return a.inOrder("careless", "commitment", arrival)
	}
	files := func(a *administrator, _ map[string]int, n *needles) []string { return a.inFileOrder(n) }
	for _, tt := range []struct {
		name   string
		only   migrations.Dialect // where it can be done; empty: on both
		keep   func(a *administrator, ballots []naive)
		attack attack
		want   []string
	}{
		{"plain rows, as they come", "", oneByOne, read, []string{"comment, commitment, nonce can be read in table careless", "can be read in file"}},
		{"plain rows as they come lie in the files so", "", oneByOne, files, []string{"the place of the commitment in file"}},
		{"plain rows as they come lie in the table so", migrations.Postgres, oneByOne, rows, []string{"place of careless", "xmin of careless", "300 transactions"}},
		{"rows sorted by a random id afterwards", migrations.Postgres, func(a *administrator, ballots []naive) {
			oneByOne(a, ballots)
			a.exec("CLUSTER careless USING careless_pkey")
		}, rows, []string{"xmin of careless", "300 transactions"}},
		{"one transaction in the order of arrival", migrations.Postgres, inOneTransaction, rows, []string{"place of careless", "cmin of careless"}},
		{"rows with a number", migrations.SQLite, func(a *administrator, ballots []naive) {
			a.exec("CREATE TABLE careless (id TEXT, commitment TEXT, comment TEXT)")
			insertAll(a, ballots)
		}, rows, []string{"place of careless"}},
		{"a credential beside its ballot", "", func(a *administrator, ballots []naive) {
			a.exec("CREATE TABLE careless (id TEXT PRIMARY KEY, commitment TEXT, comment TEXT, nonce TEXT)")
			insertAll(a, ballots)
			a.exec("UPDATE careless SET nonce = id")
		}, func(a *administrator, _ map[string]int, n *needles) []string { return a.tied(n) }, []string{"a row of careless ties"}},
	} {
		for _, dialect := range storetest.Dialects(t) {
			if tt.only != "" && tt.only != dialect {
				continue
			}
			t.Run(tt.name+" on "+string(dialect), func(t *testing.T) {
				p := newProgram(t, storetest.URL(t, dialect))
				p.must("migrate")
				a := p.administrator()
				ballots, arrival, n := carelessBallots()
				tt.keep(a, ballots)
				found := strings.Join(tt.attack(a, arrival, n), "; ")
				for _, want := range tt.want {
					if !strings.Contains(found, want) {
						t.Errorf("%q is not found out, only %q", want, found)
					}
				}
			})
		}
	}
}

func TestTheAdministratorFindsNothingInACarefulStore(t *testing.T) {
	eachProgram(t, func(t *testing.T, p *program) {
		p.must("migrate")
		a := p.administrator()
		ballots, arrival, n := carelessBallots()
		slices.SortFunc(ballots, func(a, b naive) int { return strings.Compare(a.id, b.id) })
		inOneTransaction(a, ballots)
		complainOf(t, a.inOrder("careless", "commitment", arrival))
		complainOf(t, a.inFileOrder(n))
	})
}

// carelessBallots are 300 ballots in order of arrival. Their ids serve as
// nonces too.
func carelessBallots() (ballots []naive, arrival map[string]int, n *needles) {
	n, arrival = newNeedles(), map[string]int{}
	for i := range 300 {
		id, commitment := make([]byte, 16), make([]byte, 32)
		_, _ = rand.Read(id)
		_, _ = rand.Read(commitment)
		b := naive{hex.EncodeToString(id), hex.EncodeToString(commitment), "A remark, " + rand.Text()}
		n.addBytes("nonce", i, id)
		n.addBytes("commitment", i, commitment)
		n.addText("comment", i, b.comment)
		ballots, arrival[b.commitment] = append(ballots, b), i
	}
	return ballots, arrival, n
}

func createCareless(a *administrator) {
	options := ""
	if a.sqlite != "" {
		options = " WITHOUT ROWID"
	}
	a.exec("CREATE TABLE careless (id TEXT PRIMARY KEY, commitment TEXT, comment TEXT)" + options)
}

func oneByOne(a *administrator, ballots []naive) {
	createCareless(a)
	insertAll(a, ballots)
}

func insertAll(a *administrator, ballots []naive) {
	for _, b := range ballots {
		a.exec("INSERT INTO careless (id, commitment, comment) VALUES ($1, $2, $3)", b.id, b.commitment, b.comment)
	}
}

func inOneTransaction(a *administrator, ballots []naive) {
	createCareless(a)
	tx, err := a.db.BeginTx(a.t.Context(), nil)
	if err != nil {
		a.t.Fatal(err)
	}
	for _, b := range ballots {
		if _, err := tx.Exec("INSERT INTO careless (id, commitment, comment) VALUES ($1, $2, $3)", b.id, b.commitment, b.comment); err != nil {
			a.t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		a.t.Fatal(err)
	}
}
