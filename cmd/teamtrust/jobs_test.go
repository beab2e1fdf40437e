package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// past opens the installation with a clock that stands still.
func (in *installation) past(at time.Time) *opened {
	in.t.Helper()
	flag := func(name string) string { return in.flags[slices.Index(in.flags, name)+1] }
	a := &app{Config: Config{Data: flag("--data"), Keys: flag("--keys"), Database: flag("--database")}}
	o, err := a.openAt(in.t.Context(), func() time.Time { return at })
	if err != nil {
		in.t.Fatal(err)
	}
	in.t.Cleanup(func() { o.Close() })
	return o
}

// overdue is a rehearsal whose planned end has come while nobody looked, with
// one of its links.
func (in *installation) overdue() (o *opened, id, link string) {
	in.t.Helper()
	in.must("people", "import", staffList)
	o = in.past(time.Now().Add(-2 * time.Hour))
	ctx := in.t.Context()
	sv, err := o.life.Create(ctx, life.Draft{Name: "Overdue", BuiltIn: "P6", Closes: "1h", Rehearsal: true}, life.CommandLine)
	if err != nil {
		in.t.Fatal(err)
	}
	if _, err := o.life.Open(ctx, sv.ID, life.CommandLine); err != nil {
		in.t.Fatal(err)
	}
	links, err := o.life.Rehearse(ctx, sv.ID)
	if err != nil {
		in.t.Fatal(err)
	}
	return o, sv.ID, links[0].URL
}

// Nobody can answer between the start of the server and its first sweep.
func TestAServerThatWasDownAtTheEndClosesBeforeItAnswers(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		o, id, link := in.overdue()
		in.serve("serve")
		sv, err := o.store.Survey(t.Context(), id)
		if err != nil || sv.State != survey.Closed {
			t.Errorf("the server listens and the survey is %s (%v)", sv.State, err)
		}
		_, fragment, _ := strings.Cut(link, "/surveys/")
		q, err := o.store.Questionnaire(t.Context(), sv.Questionnaire, sv.Version)
		if err != nil {
			t.Fatal(err)
		}
		answers := survey.Answers{q.Items[0].ID: {Value: 3}}
		err = ballot.NewClient(in.url, http.DefaultClient, rand.Reader).Answer(t.Context(), in.url+"/surveys/"+fragment, answers, nil)
		if survey.CodeOf(err) != survey.CodeClosed {
			t.Errorf("a late ballot: %v", err)
		}
	})
}

func TestASweepWhoseProcessWasKilledKeepsNoOtherFromRunning(t *testing.T) {
	eachProgram(t, func(t *testing.T, p *program) {
		const count = "SELECT count(*) FROM river_job WHERE kind = 'sweep' AND state = "
		s := p.serve("127.0.0.1:0")
		a := p.administrator()
		defer a.db.Close()
		wait := func(query string, over func(n string) bool) {
			t.Helper()
			for deadline := time.Now().Add(2 * time.Minute); !over(a.one(query)); time.Sleep(20 * time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatalf("%s is still %s", query, a.one(query))
				}
			}
		}
		wait(count+"'completed'", func(n string) bool { return n != "0" })
		s.stop() // a killed one would keep the lead of the queue for some seconds, too
		a.exec("UPDATE river_job SET state = 'running', finalized_at = NULL, attempted_at = $1 WHERE kind = 'sweep'", time.Now().UTC().Add(-3*time.Minute).Format(time.DateTime))
		s = p.serve("127.0.0.1:0")
		wait(count+"'running'", func(n string) bool { return n == "0" })
		s.stop()
	})
}

// listedAs is the first survey of the list as scripts read it.
func (in *installation) listedAs() map[string]any {
	in.t.Helper()
	var list []map[string]any
	if err := json.Unmarshal([]byte(in.must("survey", "list", "--format", "json")), &list); err != nil || len(list) == 0 {
		in.t.Fatalf("survey list: %v, %v", list, err)
	}
	return list[0]
}

func TestTheListSaysWhatWasCastOnceItIsKnown(t *testing.T) {
	in := newInstallation(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	in.must("people", "import", staffList)
	id := in.must("survey", "create", "--questionnaire", "P6", "--name", "Pulse", "--closes", "7d")
	if cast, has := in.listedAs()["cast"]; has {
		t.Errorf("a draft has cast %v", cast)
	}
	in.must("survey", "open", id)
	open := in.listedAs()
	if cast, has := open["cast"]; has {
		t.Errorf("an open survey has cast %v", cast)
	}
	in.must("survey", "close", id, "--reason", "a test")
	closed := in.listedAs()
	if cast, has := closed["cast"]; !has || cast != nil {
		t.Errorf("a closed survey without a block: cast %v (there: %v), want null", cast, has)
	}
	sv, err := in.past(time.Now()).store.Survey(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if closed["closes"] != sv.ClosedAt.Format(time.RFC3339) || open["closes"] != sv.Closes.Format(time.RFC3339) {
		t.Errorf("open until %v, closed early at %v; want %v, %v", open["closes"], closed["closes"], sv.Closes, sv.ClosedAt)
	}
}

func TestTheCloseJobDropsTheKeysOfItsProcess(t *testing.T) {
	in := newInstallation(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	_, id, _ := in.overdue()
	o := in.past(time.Now())
	for _, when := range []string{"closing", "closed already"} {
		var forgotten []string
		w := &closeWorker{life: o.life, forget: func(id string) { forgotten = append(forgotten, id) }}
		if err := w.Work(t.Context(), &river.Job[closeJob]{JobRow: &rivertype.JobRow{}, Args: closeJob{Survey: id}}); err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		if !slices.Equal(forgotten, []string{id}) {
			t.Errorf("%s: forgot %v, want %s", when, forgotten, id)
		}
	}
}

// A failure is logged and the next tick tries again.
func TestEveryProcessDropsKeysAtEveryTick(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	ticks, done := make(chan time.Time), make(chan struct{})
	var sweeps int
	var log strings.Builder
	go func() {
		defer close(done)
		tidy(ctx, func(context.Context) error { sweeps++; return errors.New("no database") }, ticks, slog.New(slog.NewTextHandler(&log, nil)))
	}()
	ticks <- time.Time{}
	ticks <- time.Time{}
	ticks <- time.Time{}
	stop()
	<-done
	if sweeps < 2 || !strings.Contains(log.String(), "no database") {
		t.Errorf("%d sweeps, log %q", sweeps, log.String())
	}
}

func TestBallotsStayAsLongAsTheRetentionSays(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		in.must("people", "import", staffList)
		in.serve("serve", "--retention", "2")
		id := in.must("survey", "create", "--questionnaire", "P6", "--name", "Rehearsal", "--rehearsal")
		in.must("survey", "open", id)
		in.must("simulate", id, "--ballots", "9", "--seed", "7")
		in.must("survey", "close", id, "--reason", "the rehearsal is over")
		o := in.past(time.Now())
		for _, c := range []struct {
			days float64
			left int
		}{{1.9, 9}, {2.1, 0}} {
			at := time.Now().Add(time.Duration(c.days * 24 * float64(time.Hour)))
			w := &sweepWorker{opened: o, now: func() time.Time { return at }, retention: serving{keeping: keeping{Retention: 2}}.retention()}
			if err := w.retain(t.Context()); err != nil {
				t.Fatal(err)
			}
			left := 0
			for _, err := range o.store.Ballots(t.Context(), id) {
				if err != nil {
					t.Fatal(err)
				}
				left++
			}
			if left != c.left {
				t.Errorf("%v days later %d ballots are left, want %d", c.days, left, c.left)
			}
		}
		if page := in.page("/how"); !strings.Contains(page, "2 days after the close") {
			t.Error("the page How this works tells another retention")
		}
	})
}

// page is what a browser without a session gets.
func (in *installation) page(path string) string {
	in.t.Helper()
	res, err := http.Get(in.url + path)
	if err != nil {
		in.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		in.t.Fatal(err)
	}
	return string(body)
}

// Whoever cannot use the first link gets another by starting again, until
// somebody can administer the installation.
func TestEveryStartPrintsANewSetupLinkUntilOneWasUsed(t *testing.T) {
	in := newInstallation(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	setup := func() string {
		for _, line := range in.serve("serve") {
			if _, path, found := strings.Cut(line, "/setup/"); found {
				return "/setup/" + path
			}
		}
		return ""
	}
	first, second := setup(), setup()
	if first == "" || second == "" || first == second {
		t.Fatalf("the links are %q and %q", first, second)
	}
	form := func(organisation string) url.Values {
		return url.Values{"email": {"first@example.org"}, "organisation": {organisation}}
	}
	for _, try := range []struct {
		link, organisation string
		want               int
	}{{first, "Nordwind", http.StatusNotFound}, {second, "A\x00B", http.StatusBadRequest}, {second, "Nordwind", http.StatusOK}, {second, "Nordwind", http.StatusNotFound}} {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := (&http.Client{Jar: jar}).PostForm(in.url+try.link, form(try.organisation))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != try.want {
			t.Errorf("setting up %q: status %d, want %d", try.organisation, res.StatusCode, try.want)
		}
	}
	if third := setup(); third != "" {
		t.Errorf("an installation with an administrator prints %q", third)
	}
}
