package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"teamtrust/migrations"
	"teamtrust/survey/store/storetest"
)

// closingSoon opens a survey that closes by itself while do runs. Where the
// machine was too slow for that, do says so and everything is done again with
// more time.
func closingSoon(t *testing.T, p *program, do func(e *election) (inTime bool)) *election {
	t.Helper()
	p.must("people", "import", staffList)
	for wait := 4 * time.Second; wait < 5*time.Minute; wait *= 2 {
		e := &election{t: t, p: p, closesSoon: true}
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

// epoch is the one that the survey's box is in.
func (a *administrator) epoch(id string) string {
	a.t.Helper()
	return a.one("SELECT epoch FROM surveys WHERE id = '" + id + "'")
}

// closings are who closed the survey, from both logs.
func (a *administrator) closings(id string) string {
	a.t.Helper()
	return strings.Join(append(
		a.column("SELECT actor FROM transitions WHERE survey = '"+id+"' AND to_state = 'closed'"),
		a.column("SELECT actor FROM audit WHERE object = '"+id+"' AND action = 'close survey'")...), ", ")
}

// The server is killed while the survey is open. What was to close it is a job
// in the database, and another server does it: at its time, or at once where
// that has passed.
func TestASurveyIsClosedByTheServerAfterTheOneThatWasKilled(t *testing.T) {
	for _, pause := range []string{"at its time", "whose time has passed"} {
		t.Run(pause, func(t *testing.T) {
			eachProgram(t, func(t *testing.T, p *program) {
				t.Parallel() // it is mostly waiting
				a := p.administrator()
				e := closingSoon(t, p, func(e *election) bool {
					s := p.serve("127.0.0.1:0")
					cast := e.together(e.voters[:40], e.at(s.url))
					s.kill()
					return cast == 40 && a.state(e.id) == "open"
				})
				if pause == "whose time has passed" {
					time.Sleep(time.Until(e.manifest.Closes.Add(time.Second)))
				}
				s := p.serve("127.0.0.1:0")
				e.untilClosed(a)
				s.stop()
				e.closedOnce(a)
			})
		})
	}
}

// closedOnce checks what a close leaves behind.
func (e *election) closedOnce(a *administrator) {
	e.t.Helper()
	e.compare(a)
	e.p.must("results", e.id, "--format", "json")
	if by := a.closings(e.id); by != "system, system" {
		e.t.Errorf("it was closed by %q, want the system, once", by)
	}
	left, err := filepath.Glob(filepath.Join(e.p.keys, e.id, "*", "sealing.key"))
	if err != nil || len(left) > 0 {
		e.t.Errorf("sealing keys of the closed survey are still there: %v (%v)", left, err)
	}
}

// A closing has begun, and cannot go on for a moment, when the server is told
// to stop.
func TestAServerThatStopsFinishesTheCountThatItBegan(t *testing.T) {
	p := newProgram(t, storetest.URL(t, migrations.Postgres))
	a := p.administrator()
	s := p.serve("127.0.0.1:0")
	a.idle() // a mix takes the same lock
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
