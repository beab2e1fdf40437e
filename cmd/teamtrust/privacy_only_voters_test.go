package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// The worst case for somebody in the database: of each team of six, which is a
// unit of its own, one person votes. Whose used credential is whose can be
// computed then, because the unit of each is public after the close. Nothing must
// lead from there to a ballot: it stays one of all in its block.
func TestTheOnlyVoterOfAUnitIsNotLinked(t *testing.T) {
	eachProgram(t, func(t *testing.T, p *program) {
		a := p.administrator()
		e := openElection(t, p, smallTeams(t))
		s := p.serve("127.0.0.1:0")
		var only []*voter
		teams := map[string]bool{}
		for _, v := range e.voters {
			if !teams[v.team] && strings.Contains(v.team, "/") {
				only, teams[v.team] = append(only, v), true
			}
		}
		if got := e.together(only, e.at(s.url)); got != 60 {
			t.Fatalf("%d people voted, want 60", got)
		}
		p.must("survey", "close", e.id, "--reason", "test")
		e.compare(a)
		k := e.known(a, "ballots", "spent")
		k.identify(only)
		for block, rows := range k.byBlock() {
			if len(rows) < e.manifest.MinimumGroup {
				t.Errorf("block %s has %d ballots", block, len(rows))
			}
		}
		complainOf(t, k.linked())
		for name, variant := range carelessCloses() {
			t.Run(name, func(t *testing.T) {
				k := variant(e, a, only)
				k.identify(only)
				if found := strings.Join(k.linked(), "; "); !strings.Contains(found, name) {
					t.Errorf("it is not found out, only %q", found)
				}
			})
		}
	})
}

// smallTeams is a staff list of ten departments with six teams of six.
func smallTeams(t *testing.T) string {
	t.Helper()
	var rows strings.Builder
	rows.WriteString("employee_id,name,email,team,manages,language\n")
	for i := range 360 {
		fmt.Fprintf(&rows, "E%03d,Person %03d,e%03d@example.org,Department %d / Team %d,,en\n", i, i, i, i/36, i/6)
	}
	file := filepath.Join(t.TempDir(), "teams.csv")
	if err := os.WriteFile(file, []byte(rows.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// known is what the database holds after a close, in the order in which it lies
// there.
type known struct {
	*election
	a       *administrator
	ballots []closedRow // id, label, commitment, everything
	spent   []closedRow // nonce, label
	of      map[*voter]string
}

type closedRow struct{ key, label, commitment, all string }

// known reads two tables, all columns of them, in the order of their places.
func (e *election) known(a *administrator, ballots, spent string) *known {
	e.t.Helper()
	k := &known{election: e, a: a, of: map[*voter]string{}}
	order := " NOT INDEXED"
	if a.sqlite == "" {
		order = " ORDER BY ctid"
	}
	for _, row := range a.rows("SELECT id, block, commitment, b.* FROM " + ballots + " b" + order) {
		k.ballots = append(k.ballots, closedRow{row[0], row[1], row[2], strings.Join(row, "|")})
	}
	for _, row := range a.rows("SELECT nonce, block FROM " + spent + order) {
		k.spent = append(k.spent, closedRow{key: row[0], label: row[1]})
	}
	return k
}

// identify finds the used credential of everybody who was the only voter of
// their unit, with the key that the close publishes.
func (k *known) identify(only []*voter) {
	k.t.Helper()
	record, err := ballot.ParseClosingRecord([]byte(k.a.one("SELECT record FROM releases WHERE survey = '" + k.id + "'")))
	if err != nil {
		k.t.Fatal(err)
	}
	evaluator, err := record.Evaluator()
	if err != nil {
		k.t.Fatal(err)
	}
	token := map[string]string{}
	for _, row := range k.a.rows("SELECT nonce, token FROM spent WHERE survey = '" + k.id + "'") {
		token[row[0]] = row[1]
	}
	for _, v := range only {
		for _, s := range k.spent {
			if got, err := evaluator.Token(k.unitOf(v), s.key); err == nil && got == token[s.key] {
				k.of[v] = s.key
			}
		}
		if k.of[v] != v.box.Nonce {
			k.t.Fatalf("the credential of %s is not found; the attack proves nothing", v.person)
		}
	}
}

func (k *known) unitOf(v *voter) string { return survey.Path(v.team).ID() }

func (k *known) byBlock() map[string][]closedRow {
	out := map[string][]closedRow{}
	for _, b := range k.ballots {
		out[b.label] = append(out[b.label], b)
	}
	return out
}

// carelessCloses write the same ballots as a careless program would. What is
// found out about each has to begin with its name.
func carelessCloses() map[string]func(e *election, a *administrator, only []*voter) *known {
	department := func(v *voter) string { name, _, _ := strings.Cut(v.team, " / "); return name }
	return map[string]func(e *election, a *administrator, only []*voter) *known{
		"the unit in a row": func(e *election, a *administrator, only []*voter) *known {
			return e.careless(a, only, "unit", func(v *voter) (string, string) { return rand.Text(), survey.Path(v.team).ID() })
		},
		"the same place in both tables": func(e *election, a *administrator, only []*voter) *known {
			return e.careless(a, only, "place", func(v *voter) (string, string) { return rand.Text(), department(v) })
		},
		"a name made of the credential": func(e *election, a *administrator, only []*voter) *known {
			return e.careless(a, only, "name", func(v *voter) (string, string) {
				sum := sha256.Sum256(unbase64(e.t, v.box.Nonce))
				return hex.EncodeToString(sum[:16]), department(v)
			})
		},
		"neighbours in the file": func(e *election, a *administrator, only []*voter) *known {
			a.exec("CREATE TABLE careless_receipts (receipt TEXT)")
			for _, v := range only {
				a.exec("INSERT INTO careless_receipts VALUES ($1)", v.box.Nonce+v.box.Commitment)
			}
			a.exec("DELETE FROM careless_receipts")
			return e.known(a, "ballots", "spent")
		},
	}
}

// careless writes ballot and credential of one after the other.
func (e *election) careless(a *administrator, only []*voter, suffix string, row func(v *voter) (id, block string)) *known {
	e.t.Helper()
	ballots, spent := "careless_ballots_"+suffix, "careless_spent_"+suffix
	a.exec("CREATE TABLE " + ballots + " (id TEXT, block TEXT, commitment TEXT)")
	a.exec("CREATE TABLE " + spent + " (nonce TEXT, block TEXT)")
	for _, v := range only {
		id, block := row(v)
		a.exec("INSERT INTO "+ballots+" (id, block, commitment) VALUES ($1, $2, $3)", id, block, v.box.Commitment)
		a.exec("INSERT INTO "+spent+" (nonce, block) VALUES ($1, $2)", v.box.Nonce, block)
	}
	return e.known(a, ballots, spent)
}
