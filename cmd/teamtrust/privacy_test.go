package main

import (
	"regexp"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// The database administrator has every table and every file, before the close
// and after it, and knows when each ballot arrived.
func TestTheDatabaseAdministrator(t *testing.T) {
	eachProgram(t, func(t *testing.T, p *program) {
		clearOfTheHour(t)
		a := p.administrator()
		e := openElection(t, p, staffList)
		s := p.serve("127.0.0.1:0")
		a.idle()
		w := observe(e, s.url)
		w.provoke(a, s)
		keys := w.secretKeys()
		w.before(t, a, keys)
		sealed := a.column("SELECT sealed FROM staging")
		p.must("survey", "close", e.id, "--reason", "test")
		w.after(t, a, keys)
		w.order(t, a)
		w.destroyed(t, a, sealed)
		s.stop()
		w.silent(t, s)
	})
}

// ballotSide are the tables that ballots go through.
func ballotSide() []string { return []string{"staging", "ballots", "comments", "spent"} }

func (w *watched) before(t *testing.T, a *administrator, keys *needles) {
	t.Run("before the close no ballot, key or trace can be read", func(t *testing.T) {
		complainOf(t, a.readable(w.ballots))
		complainOf(t, a.readable(w.traces))
		complainOf(t, a.readable(keys))
	})
	t.Run("the same look finds what is there", func(t *testing.T) {
		rows := newNeedles()
		for i, v := range w.voters {
			rows.addText("the name of a row", i, w.rowKey(v))
		}
		found := strings.Join(a.readable(rows), "; ")
		for _, where := range []string{"in table staging", "in file"} {
			if !strings.Contains(found, where) {
				t.Errorf("no name of a sealed row is found %s, only %q", where, found)
			}
		}
	})
	t.Run("all sealed rows have one size", func(t *testing.T) {
		if sizes := a.column("SELECT DISTINCT length(sealed) FROM staging"); len(sizes) != 1 {
			t.Errorf("they have the sizes %v", sizes)
		}
		if n := a.one("SELECT count(*) FROM staging"); n != "305" {
			t.Errorf("%s rows are staged, want 305: withdrawn ones stay as they were", n)
		}
	})
	t.Run("nothing in a sealed row goes with people", func(t *testing.T) {
		complainOf(t, w.goesWithPeople(a))
		complainOf(t, w.namesPeople(a, ballotSide()...))
	})
}

func (w *watched) after(t *testing.T, a *administrator, keys *needles) {
	t.Run("after the close no row ties people, credentials and ballots to each other", func(t *testing.T) {
		if n := a.one("SELECT count(*) FROM ballots"); n != "300" {
			t.Errorf("%s ballots were counted, want 300", n)
		}
		complainOf(t, w.namesPeople(a, ballotSide()...))
		complainOf(t, a.tied(w.ballots))
		complainOf(t, a.readable(w.traces))
		complainOf(t, a.readable(keys))
	})
	t.Run("ballots bear their block's label alone", func(t *testing.T) {
		var blocks []string
		record, err := ballot.ParseClosingRecord([]byte(a.one("SELECT record FROM releases")))
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range record.Blocks {
			blocks = append(blocks, b.Block)
		}
		known := " " + strings.Join(blocks, " ") + " "
		for _, label := range a.column("SELECT block FROM ballots UNION SELECT block FROM spent") {
			if !strings.Contains(known, " "+label+" ") || survey.Path(label).ID() == label {
				t.Errorf("a ballot or a credential bears %q, which is no block", label)
			}
		}
	})
}

func (w *watched) order(t *testing.T, a *administrator) {
	t.Run("no order and no system column tells when a ballot arrived", func(t *testing.T) {
		complainOf(t, a.inOrder("ballots", "commitment", w.arrival(commitmentOf)))
		complainOf(t, a.inOrder("spent", "nonce", w.arrival(nonceOf)))
		complainOf(t, a.inOrder("comments", "text", w.arrival(commentOf)))
		complainOf(t, a.inFileOrder(w.ballots))
	})
	t.Run("the order of one table says nothing of another", func(t *testing.T) {
		ballots := a.places("ballots", "commitment")["place"]
		order := func(of func(*voter) string) map[string]int {
			out := map[string]int{}
			for _, v := range w.voters {
				out[of(v)] = ballots[commitmentOf(v)]
			}
			return out
		}
		complainOf(t, a.inOrder("spent", "nonce", order(nonceOf)))
		complainOf(t, a.inOrder("comments", "text", order(commentOf)))
	})
}

func (w *watched) destroyed(t *testing.T, a *administrator, sealed []string) {
	t.Run("sealed rows and the keys that opened them are gone", func(t *testing.T) {
		if n := a.one("SELECT count(*) FROM staging"); n != "0" {
			t.Errorf("%s rows are still staged", n)
		}
		if names := w.keyFiles(); names != "link.key poprf.key" {
			t.Errorf("the key directory holds %q, want the link and the POPRF key", names)
		}
		if a.sqlite == "" {
			return // the write-ahead log keeps ciphertext for good
		}
		a.exec("PRAGMA wal_checkpoint(TRUNCATE)")
		rest := newNeedles()
		for i, row := range sealed {
			for at := 0; at+16 <= len(row); at += 64 {
				rest.add("a sealed row", i, []byte(row[at:at+16]))
			}
		}
		complainOf(t, a.readable(rest))
	})
}

// silent reads what the server wrote while people voted and requests failed.
func (w *watched) silent(t *testing.T, s *process) {
	t.Run("the server's log says nothing of anybody", func(t *testing.T) {
		log := s.log.String()
		if !strings.Contains(log, "requests of the employees' side failed since the last report") {
			t.Errorf("the failure that was provoked is not in the log, so nothing can be said of it:\n%s", log)
		}
		for _, n := range []*needles{w.ballots, w.traces} {
			if hits := n.find([]byte(log)); len(hits) > 0 {
				t.Errorf("the log has %s", kinds(hits))
			}
		}
		if address := regexp.MustCompile(`\d+\.\d+\.\d+\.\d+|\[?::1\]?:`).FindString(log); address != "" {
			t.Errorf("the log has the address %s", address)
		}
	})
}

func complainOf(t *testing.T, found []string) {
	t.Helper()
	for _, text := range found {
		t.Error(text)
	}
}
