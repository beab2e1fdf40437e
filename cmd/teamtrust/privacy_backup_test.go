package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"teamtrust/survey/store/storetest"
)

// Whoever gets hold of the backups has what the database says, and nothing of
// what its files, its log and the key directory say besides.
func TestWhoeverHasTheBackups(t *testing.T) {
	eachProgram(t, func(t *testing.T, p *program) {
		clearOfTheHour(t)
		e := openElection(t, p, staffList)
		s := p.serve("127.0.0.1:0")
		p.administrator().idle()
		w := observe(e, s.url)
		keys := w.secretKeys()
		rows := newNeedles()
		for i, v := range w.voters {
			rows.addText("the name of a row", i, w.rowKey(v))
		}
		open := p.backUp("open")
		t.Run("while the survey is open a backup has no key, no ballot and no trace", func(t *testing.T) {
			has(t, open, keys, w.ballots, w.traces)
			if kinds(rows.find(open)) == "" {
				t.Error("the same look does not find the names of sealed rows, which are there")
			}
		})
		t.Run("nor does it tell in which order ballots came", func(t *testing.T) {
			if found := ordered(sightings(rows, open)); found != "" {
				t.Error(found)
			}
		})
		p.must("survey", "close", e.id, "--reason", "test")
		s.stop()
		closed := p.backUp("closed")
		t.Run("after the close it has no key and no trace, and ties nothing to an order", func(t *testing.T) {
			has(t, closed, keys, w.traces)
			for _, of := range []func(*voter) string{commitmentOf, nonceOf, commentOf} {
				n := newNeedles()
				for i, v := range w.voters {
					n.add("a row", i, []byte(`"`+of(v)+`"`))
				}
				if found := ordered(sightings(n, closed)); found != "" {
					t.Error(found)
				}
			}
		})
		t.Run("restored, in either database, it gives the same results", func(t *testing.T) { restoresAlike(t, p, e.id) })
		t.Run("restored from before the close the survey cannot be counted", func(t *testing.T) { restoresUnread(t, p, e.id) })
	})
}

// backUp makes a backup and reads it.
func (p *program) backUp(name string) []byte {
	p.t.Helper()
	p.must("backup", p.backup(name))
	content, err := os.ReadFile(p.backup(name))
	if err != nil {
		p.t.Fatal(err)
	}
	if info, err := os.Stat(p.backup(name)); err != nil || info.Mode().Perm() != 0o600 {
		p.t.Errorf("the backup has the mode %v, %v", info.Mode(), err)
	}
	return content
}

func (p *program) backup(name string) string { return filepath.Join(filepath.Dir(p.keys), name) }

func has(t *testing.T, content []byte, forbidden ...*needles) {
	t.Helper()
	for _, n := range forbidden {
		if found := kinds(n.find(content)); found != "" {
			t.Errorf("the backup has %s", found)
		}
	}
}

// sightings are the places of rows in a file, the first of each.
func sightings(n *needles, content []byte) (seen []sighting[int]) {
	known := map[int]bool{}
	for _, h := range n.find(content) {
		if !known[h.of] {
			known[h.of] = true
			seen = append(seen, sighting[int]{h.of, h.offset})
		}
	}
	return seen
}

// restored is another program on a database that was filled from a backup, with
// the keys of the first.
func (p *program) restored(t *testing.T, database, backup string) (*program, string) {
	t.Helper()
	other := newProgram(t, database)
	for i, f := range other.flags {
		if f == other.keys {
			other.flags[i] = p.keys
		}
	}
	other.keys = p.keys
	return other, other.must("restore", backup)
}

func restoresAlike(t *testing.T, p *program, id string) {
	for _, dialect := range storetest.Dialects(t) {
		other, _ := p.restored(t, storetest.URL(t, dialect), p.backup("closed"))
		for _, args := range [][]string{
			{"results", id, "--format", "json"}, {"results", id, "--format", "csv"}, {"verify", id}, {"survey", "list", "--format", "json"},
		} {
			if before, after := p.must(args...), other.must(args...); before != after {
				t.Errorf("%s: %s prints\n%.600s\nand not\n%.600s", dialect, strings.Join(args, " "), after, before)
			}
		}
		if before, after := p.sheets(id), other.sheets(id); len(before) == 0 || before != after {
			t.Errorf("%s: the workbook is another one", dialect)
		}
		if _, stderr, code := other.try("restore", p.backup("closed")); code != exitFailed || !strings.Contains(stderr, "not empty") {
			t.Errorf("a second restoration: exit code %d, %s", code, stderr)
		}
	}
}

// sheets are the tables of a workbook as they are in the file.
func (p *program) sheets(id string) string {
	p.t.Helper()
	file := filepath.Join(p.t.TempDir(), "book.xlsx")
	p.must("report", id, "-o", file)
	book, err := zip.OpenReader(file)
	if err != nil {
		p.t.Fatal(err)
	}
	defer book.Close()
	var all bytes.Buffer
	for _, f := range book.File {
		if !strings.HasPrefix(f.Name, "xl/worksheets/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			p.t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			p.t.Fatal(err)
		}
		r.Close()
	}
	return all.String()
}

// The keys of an open survey's box are gone once it was closed; a backup from
// before has its rows, and nobody can open them.
func restoresUnread(t *testing.T, p *program, id string) {
	other, said := p.restored(t, storetest.URL(t, storetest.Dialects(t)[0]), p.backup("open"))
	if !strings.Contains(said, "its ballots cannot be read") || !strings.Contains(said, id) {
		t.Errorf("the restoration says only\n%s", said)
	}
	_, stderr, code := other.try("survey", "close", id, "--reason", "test")
	if code != exitFailed || !strings.Contains(stderr, "is missing") {
		t.Errorf("closing it: exit code %d, %s", code, stderr)
	}
	s := other.serve("127.0.0.1:0") // it starts all the same
	s.stop()
}

// The disk fails while a survey is open, and last night's backup is put back:
// somebody who had answered since answers twice.
func TestASurveyGoesOnFromAnOlderState(t *testing.T) {
	eachProgram(t, func(t *testing.T, p *program) {
		clearOfTheHour(t)
		e := openElection(t, p, staffList)
		s := p.serve("127.0.0.1:0")
		p.administrator().idle()
		e.voteAll(t, s.url, e.voters[:300])
		p.backUp("night")
		e.voteAll(t, s.url, e.voters[300:320])
		s.stop()
		other, said := p.restored(t, storetest.URL(t, storetest.Dialects(t)[0]), p.backup("night"))
		if !strings.Contains(said, "55 of 355 links") {
			t.Errorf("the restoration says\n%s", said)
		}
		s = other.serve("127.0.0.1:0")
		e.p = other
		e.voteAll(t, s.url, e.voters[300:301]) // with the credential that was forgotten
		again := &voter{person: e.voters[300].person, link: e.voters[300].link}
		e.voteAll(t, s.url, []*voter{again}) // and with another one, from another device
		e.voteAll(t, s.url, e.voters[320:340])
		if record := fetchPage(t, s.url+"/verify/"+e.id+"?format=json"); !strings.Contains(record, `"restored":"20`) {
			t.Errorf("while it is open the public record says nothing of it: %.300s", record)
		}
		other.must("survey", "close", e.id, "--reason", "test")
		s.stop()
		var r struct {
			Cast   *int
			Blocks []struct{ N, Replaced int }
		}
		if err := json.Unmarshal([]byte(other.must("results", e.id, "--format", "json")), &r); err != nil {
			t.Fatal(err)
		}
		replaced := 0
		for _, b := range r.Blocks {
			if replaced += b.Replaced; b.N < 5+b.Replaced {
				t.Errorf("a block has %d ballots, which may be of %d people", b.N, b.N-b.Replaced)
			}
		}
		if r.Cast == nil || *r.Cast != 322 || replaced != 55 {
			t.Errorf("%v ballots were counted and %d links count as replaced, want 322 and 55", r.Cast, replaced)
		}
		if said := other.must("verify", e.id); !strings.Contains(said, "was put back") {
			t.Errorf("verify says nothing of it:\n%s", said)
		}
		if record := other.record(e.id); !strings.Contains(record, `"restored":`) {
			t.Error("the closing record does not say that the box was put back")
		}
	})
}

// voteAll lets some people vote; they keep what their browsers keep.
func (e *election) voteAll(t *testing.T, url string, voters []*voter) {
	t.Helper()
	client := e.at(url)
	for _, v := range voters {
		if v.credential.Token == nil {
			if err := e.collect(t.Context(), client, v); err != nil {
				t.Fatal(err)
			}
		}
		if err := e.fill(v, nil); err != nil {
			t.Fatal(err)
		}
		if err := e.vote(t.Context(), client, v); err != nil {
			t.Fatal(err)
		}
	}
}

func TestASurveyWhoseEndPassedMeanwhileIsCountedAtTheStart(t *testing.T) {
	eachProgram(t, func(t *testing.T, p *program) {
		p.must("people", "import", staffList)
		id := p.must("survey", "create", "--questionnaire", "P6", "--name", "Ends", "--closes", "1m")
		p.must("survey", "open", id)
		p.administrator().exec("UPDATE surveys SET closes = closes - 120")
		p.backUp("past")
		other, _ := p.restored(t, storetest.URL(t, storetest.Dialects(t)[0]), p.backup("past"))
		s := other.serve("127.0.0.1:0")
		s.stop()
		if list := other.must("survey", "list"); !strings.Contains(list, "closed") {
			t.Errorf("after a start the list is\n%s", list)
		}
	})
}

// A restoration that is killed has restored everything or nothing, and may be
// tried again.
func TestARestorationIsKilled(t *testing.T) {
	eachProgram(t, func(t *testing.T, p *program) {
		p.must("people", "import", staffList)
		p.backUp("whole")
		dialect := storetest.Dialects(t)[0]
		if !strings.HasPrefix(p.database, "sqlite:") {
			dialect = storetest.Dialects(t)[1]
		}
		for i := range 8 {
			other := newProgram(t, storetest.URL(t, dialect))
			cmd := other.command("restore", p.backup("whole"))
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(20+40*i) * time.Millisecond)
			_ = cmd.Process.Kill() // it may have ended
			_ = cmd.Wait()
			_, stderr, code := other.try("restore", p.backup("whole"))
			if code != exitDone && !strings.Contains(stderr, "not empty") {
				t.Errorf("killed after %d ms it cannot be tried again: exit code %d, %s", 20+40*i, code, stderr)
			}
			if got := other.must("people", "import", staffList, "--dry-run"); got != "355 people, 58 teams: 0 new, 0 changed, 0 leaving" {
				t.Errorf("killed after %d ms it has restored part: %s", 20+40*i, got)
			}
		}
	})
}
