package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/store/storetest"
)

// closingSoon opens a survey that closes by itself while do runs. Where the
// machine was too slow for that, do says so and everything is done again with
// more time.
func closingSoon(t *testing.T, p *program, do func(e *election) (inTime bool)) *election {
	t.Helper()
	p.must("people", "import", staffList)
	for wait := 4 * time.Second; wait < 5*time.Minute; wait *= 2 {
		e := &election{t: t, p: p}
		closes := time.Now().Add(wait).UTC().Format(time.RFC3339)
		e.id = p.must("survey", "create", "--questionnaire", "P10", "--name", "Autumn", "--rehearsal", "--closes", closes)
		if _, _, code := p.try("survey", "open", e.id); code != exitDone {
			continue
		}
		e.invite()
		if do(e) {
			return e
		}
	}
	t.Fatal("no survey was open long enough")
	return nil
}

// untilClosed waits for the job that closes the survey. Its last act, after the
// keys are destroyed, is an entry in the audit log.
func (e *election) untilClosed(a *administrator) {
	e.t.Helper()
	entry := "SELECT count(*) FROM audit WHERE object = '" + e.id + "' AND action = 'close survey'"
	for deadline := time.Now().Add(3 * time.Minute); a.one(entry) == "0"; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			e.t.Fatal("the survey never closed by itself")
		}
	}
}

func (a *administrator) state(id string) string {
	a.t.Helper()
	return a.one("SELECT state FROM surveys WHERE id = '" + id + "'")
}

// closings are who closed the survey, from both logs.
func (a *administrator) closings(id string) string {
	a.t.Helper()
	return strings.Join(append(
		a.column("SELECT actor FROM transitions WHERE survey = '"+id+"' AND to_state = 'closed'"),
		a.column("SELECT actor FROM audit WHERE object = '"+id+"' AND action = 'close survey'")...), ", ")
}

func TestASurveyWhoseTimePassedWhileTheServerWasDownIsClosedByTheNextOne(t *testing.T) {
	eachProgram(t, func(t *testing.T, p *program) {
		t.Parallel() // it is mostly waiting
		a := p.administrator()
		e := closingSoon(t, p, func(e *election) bool {
			s := p.serve("127.0.0.1:0")
			cast := e.together(e.voters[:40], e.at(s.url))
			s.kill()
			return cast == 40 && a.state(e.id) == "open"
		})
		time.Sleep(time.Until(e.manifest.Closes.Add(time.Second)))
		s := p.serve("127.0.0.1:0")
		e.untilClosed(a)
		e.compare(a)
		p.must("results", e.id, "--format", "json")
		s.stop()
		if by := a.closings(e.id); by != "system, system" {
			t.Errorf("it was closed by %q, want the system, once", by)
		}
		keys := filepath.Join(p.keys, e.id)
		if _, err := os.Stat(filepath.Join(keys, "sealing.key")); !os.IsNotExist(err) {
			t.Errorf("the sealing key of the closed survey is still there (%v)", err)
		}
	})
}

// Everybody votes again and again at two servers until both say that it is
// closed: the count is exactly what people have receipts for.
func TestTwoServersTakeBallotsAndOneOfThemCloses(t *testing.T) {
	p := newProgram(t, storetest.URL(t, migrations.Postgres))
	a := p.administrator()
	servers := []*process{p.serve("127.0.0.1:0"), p.serve("127.0.0.1:0")}
	e := closingSoon(t, p, func(e *election) bool {
		clients := []*ballot.Client{e.at(servers[0].url), e.at(servers[1].url)}
		return e.untilRefused(clients) > 2*len(clients)
	})
	e.untilClosed(a)
	e.compare(a)
	if by := a.closings(e.id); by != "system, system" {
		t.Errorf("it was closed by %q, want the system, once", by)
	}
	for _, s := range servers {
		s.complains()
	}
}

// untilRefused lets everybody vote, and vote again at another server, until
// the survey is closed. It returns how many receipts there were.
func (e *election) untilRefused(clients []*ballot.Client) int {
	var all sync.WaitGroup
	var mu sync.Mutex
	receipts := 0
	for w := range 16 {
		all.Go(func() {
			for i := w; ; i++ {
				v := e.voters[(w+16*(i-w))%(len(e.voters)/16*16)]
				n, err := e.again(v, clients[i%len(clients)])
				mu.Lock()
				receipts += n
				mu.Unlock()
				if survey.CodeOf(err) == survey.CodeClosed {
					return
				}
				if err != nil {
					e.t.Errorf("%s: %v", v.person, err)
					return
				}
			}
		})
	}
	all.Wait()
	return receipts
}

// again votes with a new ballot; where that is refused, the one of the last
// receipt stays.
func (e *election) again(v *voter, client *ballot.Client) (receipts int, err error) {
	before, receipt := v.box, v.receipt
	if v.credential.Token != nil {
		if err := e.fill(v, nil); err != nil {
			return 0, err
		}
	}
	if err := e.vote(context.Background(), client, v); err != nil {
		v.box, v.receipt = before, receipt
		return 0, err
	}
	return 1, nil
}

// A closing has begun, and cannot go on for a moment, when the server is told
// to stop.
func TestAServerThatStopsFinishesTheCountThatItBegan(t *testing.T) {
	p := newProgram(t, storetest.URL(t, migrations.Postgres))
	a := p.administrator()
	s := p.serve("127.0.0.1:0")
	e := closingSoon(t, p, func(e *election) bool { return e.together(e.voters[:40], e.at(s.url)) == 40 })
	holding, err := a.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := holding.Exec("SELECT 1 FROM surveys WHERE id = $1 FOR SHARE", e.id); err != nil {
		t.Fatal(err)
	}
	const waiting = "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database WHERE datname = current_database() AND locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted AND classid = x'7474'::int" // survey/store: closingLock
	for deadline := time.Now().Add(3 * time.Minute); a.one(waiting) == "0"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the closing never began")
		}
	}
	time.AfterFunc(500*time.Millisecond, func() { _ = holding.Rollback() })
	s.stop()
	if state := a.state(e.id); state != "closed" {
		t.Fatalf("the survey is %s", state)
	}
	e.compare(a)
}
