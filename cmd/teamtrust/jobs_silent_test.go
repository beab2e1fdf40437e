package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"teamtrust/survey"
)

// talkative is a job that fails with something in its text.
type talkative struct {
	How string `json:"how"`
}

func (talkative) Kind() string { return "talkative" }

type talkativeWorker struct {
	river.WorkerDefaults[talkative]
}

const inAJob = "answer-of-a-person"

func (talkativeWorker) Work(_ context.Context, job *river.Job[talkative]) error {
	switch job.Args.How {
	case "a panic":
		panic(inAJob)
	case "a fault":
		return fmt.Errorf("%s: %w", inAJob, &survey.Fault{Text: "the disk is full", Err: errors.New(inAJob)})
	case "a sentence":
		return survey.Errorf(survey.CodeBadAnswer, "The answer %s does not fit.", inAJob)
	case "a snooze":
		return river.JobSnooze(time.Hour)
	}
	return errors.New(inAJob)
}

func TestAJobThatFailsKeepsAndLogsNothingOfABallot(t *testing.T) {
	want := map[string]string{"a panic": "panic of type string in teamtrust/cmd/teamtrust.talkativeWorker.Work", "a fault": "the disk is full",
		"a sentence": "bad_answer", "a snooze": "", "any error": "an error of type *errors.errorString"}
	eachInstallation(t, func(t *testing.T, in *installation) {
		o := in.past(time.Now())
		log := new(record)
		workers := river.NewWorkers()
		river.AddWorker(workers, talkativeWorker{})
		q, err := newQueue(o.store, queueConfig(slog.New(slog.NewTextHandler(log, nil)), workers))
		if err != nil {
			t.Fatal(err)
		}
		for how := range want {
			if _, err := q.Insert(t.Context(), talkative{How: how}, &river.InsertOpts{MaxAttempts: 1}); err != nil {
				t.Fatal(err)
			}
		}
		if err := q.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		defer q.Stop(context.Background())
		a := (&program{t: t, database: in.database()}).administrator()
		for deadline := time.Now().Add(2 * time.Minute); a.one("SELECT count(*) FROM river_job WHERE state IN ('available', 'running')") != "0"; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal("the jobs never ran")
			}
		}
		jobs := strings.Join(a.dump("river_job"), "\n")
		for how, text := range want {
			if !strings.Contains(jobs, text) {
				t.Errorf("%s is not kept as %q:\n%s", how, text, jobs)
			}
		}
		for where, text := range map[string]string{"the queue keeps": jobs, "the log has": log.String()} {
			if strings.Contains(text, inAJob) || bytes.Contains([]byte(text), []byte(fmt.Sprintf("%x", inAJob))) {
				t.Errorf("%s what was in a job's hands:\n%s", where, text)
			}
		}
		if n := a.one("SELECT count(*) FROM river_job WHERE kind = 'talkative' AND state = 'scheduled'"); n != "1" {
			t.Errorf("%s jobs were put off, want the one that asked for it", n)
		}
	})
}
