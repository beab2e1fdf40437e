package main

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
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
