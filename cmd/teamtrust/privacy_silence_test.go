package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A server that has everything to complain of: requests and connections that
// are none, a database that fails, hangs and refuses rows, a close that fails in a
// job, and PostgreSQL told to log all it can. Nothing that anybody wrote may be
// in the program's output, its metrics, its jobs or PostgreSQL's log.
func TestNothingThatFailsSaysAnythingOfAnybody(t *testing.T) {
	eachProgram(t, func(t *testing.T, p *program) {
		a := p.administrator()
		a.logEverything()
		e := openElection(t, p, staffList, "--rehearsal")
		metrics := freeAddress(t)
		s := p.serve("127.0.0.1:0", "--metrics-listen", metrics)
		w := observeSome(e, s.url, 12)
		w.provoke(a, s)
		w.babble(s)
		w.hang(t, a, s)
		w.failToClose(t, a, s)
		scraped := get(t, "http://"+metrics+"/metrics")
		s.stop()
		for where, text := range map[string]string{
			"the program prints": s.log.String(), "the metrics have": scraped,
			"the jobs keep": strings.Join(a.dump("river_job"), "\n"), "PostgreSQL logs": a.serverLog(t, e.id),
		} {
			for _, n := range []*needles{w.ballots, w.traces} {
				if hits := n.find([]byte(text)); len(hits) > 0 {
					t.Errorf("%s %s", where, kinds(hits))
				}
			}
		}
		for _, want := range []string{"requests of the employees' side failed since the last report", "route=/api/ballot/:survey/box"} {
			if !strings.Contains(s.log.String(), want) {
				t.Errorf("the log lacks %q, so nothing was provoked:\n%s", want, s.log)
			}
		}
	})
}

// observeSome lets a few people vote, with comments.
func observeSome(e *election, url string, n int) *watched {
	e.t.Helper()
	w := &watched{election: e, ballots: newNeedles(), traces: newNeedles()}
	client := e.through(&marking{RoundTripper: http.DefaultTransport.(*http.Transport).Clone()}, url)
	for i, v := range e.voters[:n] {
		w.cast(client, i, v)
	}
	w.voters = e.voters[:n]
	for _, mark := range []string{markAgent, markAddress, markCookie} {
		w.traces.addText("a mark of the browser", -1, mark)
	}
	return w
}

// babble sends what is no request: TLS, garbage, headers without end, a body
// that stops.
func (w *watched) babble(s *process) {
	w.t.Helper()
	body := encoded(w, w.voters[0].box)
	for _, words := range []string{
		"\x16\x03\x01\x02\x00\x01" + body, body, "POST /api/ballot/" + w.id + "/box HTTP/1.1\r\nHost: x\r\nUser-Agent: " + markAgent + "\r\nContent-Length: 10\r\nContent-Length: 11\r\n\r\n" + body,
		"POST /api/ballot/" + w.id + "/box HTTP/1.1\r\nHost: x\r\nCookie: " + strings.Repeat(markCookie, 4000) + "\r\n\r\n",
		"POST /api/ballot/" + w.id + "/box HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n" + body[:200],
	} {
		conn, err := net.Dial("tcp", s.address())
		if err != nil {
			w.t.Fatal(err)
		}
		_, _ = io.WriteString(conn, words)
		_ = conn.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
		_, _ = conn.Read(make([]byte, 256))
		conn.Close()
	}
}

// hang holds the table of sealed ballots while somebody votes and gives up.
func (w *watched) hang(t *testing.T, a *administrator, s *process) {
	t.Helper()
	tx, err := a.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	lock := "LOCK TABLE staging IN ACCESS EXCLUSIVE MODE"
	if a.sqlite != "" {
		lock = "UPDATE settings SET value = value"
	}
	if _, err := tx.Exec(lock); err != nil {
		t.Fatal(err)
	}
	client := http.Client{Timeout: 300 * time.Millisecond, Transport: &marking{RoundTripper: http.DefaultTransport}}
	res, err := client.Post(s.url+"/api/ballot/"+w.id+"/box", "application/json", strings.NewReader(encoded(w, w.voters[0].box)))
	if err == nil {
		res.Body.Close()
		t.Error("a ballot was taken while the database hung")
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
}

// failToClose lets the close of the survey fail with a row in the text of the
// error, where the database can do that, and repairs it.
func (w *watched) failToClose(t *testing.T, a *administrator, s *process) {
	t.Helper()
	if a.sqlite != "" {
		a.exec("CREATE TRIGGER refuse BEFORE INSERT ON ballots BEGIN SELECT RAISE(ABORT, 'refused'); END")
	} else {
		a.exec("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no place for % %', NEW.answers, NEW.salt; END $$")
		a.exec("CREATE TRIGGER refuse BEFORE INSERT ON ballots FOR EACH ROW EXECUTE FUNCTION refuse()")
	}
	_, stderr, code := w.p.try("survey", "close", w.id, "--reason", "test")
	if code != exitFailed || !strings.Contains(stderr, "refused it") && !strings.Contains(stderr, "constraint") {
		t.Errorf("the close ends with %d and %q", code, stderr)
	}
	if hits := w.ballots.find([]byte(stderr)); len(hits) > 0 {
		t.Errorf("the command prints %s", kinds(hits))
	}
	drop := "DROP TRIGGER refuse ON ballots"
	if a.sqlite != "" {
		drop = "DROP TRIGGER refuse"
	}
	a.exec(drop)
	w.p.must("survey", "close", w.id, "--reason", "test")
	if got := w.send(s, "POST", "/box", encoded(w, w.voters[0].box)); got != 410 {
		t.Errorf("a late ballot: status %d, want 410", got)
	}
}

// logEverything tells PostgreSQL to log all that it can of new connections to
// this database.
func (a *administrator) logEverything() {
	a.t.Helper()
	if a.sqlite != "" {
		return
	}
	name := a.one("SELECT current_database()")
	for _, set := range []string{"log_statement = 'all'", "log_min_duration_statement = 0", "log_parameter_max_length = -1", "log_parameter_max_length_on_error = -1", "log_error_verbosity = verbose"} {
		a.exec("ALTER DATABASE " + name + " SET " + set)
	}
}

// serverLog is PostgreSQL's own log, without what the administrator's trigger
// itself said there. That it does log statements is seen by one of the
// administrator's own.
func (a *administrator) serverLog(t *testing.T, mark string) string {
	t.Helper()
	if a.sqlite != "" {
		return ""
	}
	a.exec("SET log_statement = 'all'")
	a.exec("SELECT 1 AS " + fmt.Sprintf("%q", "seen-"+mark))
	raw, err := os.ReadFile(filepath.Join(filepath.Dir(a.one("SHOW data_directory")), "log"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(raw), "seen-"+mark) {
		t.Error("PostgreSQL logs no statements, so nothing can be said of its log")
	}
	var out strings.Builder
	for line := range strings.Lines(string(raw)) {
		if !strings.Contains(line, "no place for") {
			out.WriteString(line)
		}
	}
	return out.String()
}

func get(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d, %v", url, res.StatusCode, err)
	}
	return string(raw)
}
