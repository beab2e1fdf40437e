package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"teamtrust/server"
	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/store"
)

// closeJob closes one survey at its time. Its arguments name the survey and
// nothing else.
type closeJob struct {
	Survey string `json:"survey" river:"unique"`
}

// Kind names the job in the database.
func (closeJob) Kind() string { return "close_survey" }

// sweepJob looks after everything that happens by the clock: it queues the
// closing of every open survey (an insert that was lost is made good here),
// refreshes the participation bands, and deletes ballots past their retention and
// staff lists that were uploaded and never confirmed.
type sweepJob struct{}

// Kind names the job in the database.
func (sweepJob) Kind() string { return "sweep" }

// queue is the part of a river.Client that does not depend on the database.
type queue interface {
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	Insert(ctx context.Context, args river.JobArgs, opts *river.InsertOpts) (*rivertype.JobInsertResult, error)
	JobList(ctx context.Context, params *river.JobListParams) (*river.JobListResult, error)
}

// newQueue returns the job queue of a store. Without workers it only inserts.
func newQueue(s *store.Store, config *river.Config) (queue, error) {
	if pool := s.Pool(); pool != nil {
		return river.NewClient[pgx.Tx](riverpgxv5.New(pool), config)
	}
	return river.NewClient(riversqlite.New(s.SQL()), config)
}

// schedule queues the closing of an open survey. Doing it twice is doing it
// once.
func (o *opened) schedule(ctx context.Context, sv survey.Survey) error {
	q, err := newQueue(o.store, &river.Config{Logger: silentLog()})
	if err != nil {
		return fmt.Errorf("open the job queue: %w", err)
	}
	return scheduleClose(ctx, q, sv)
}

// silentLog is for a queue that only inserts or reads.
func silentLog() *slog.Logger { return slog.New(slog.DiscardHandler) }

func scheduleClose(ctx context.Context, q queue, sv survey.Survey) error {
	_, err := q.Insert(ctx, closeJob{Survey: sv.ID}, &river.InsertOpts{
		ScheduledAt: sv.Closes,
		UniqueOpts:  river.UniqueOpts{ByArgs: true, ByState: unfinished},
	})
	if err != nil {
		return fmt.Errorf("queue the closing of survey %s: %w", sv.ID, err)
	}
	return nil
}

// unfinished are the states in which a second job of the same survey would be
// one too many.
var unfinished = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

type closeWorker struct {
	river.WorkerDefaults[closeJob]
	life   *life.Life
	forget func(survey string) // drops a closed survey's keys from this process
}

// Timeout lets a large ballot box be counted.
func (*closeWorker) Timeout(*river.Job[closeJob]) time.Duration { return 30 * time.Minute }

// Work closes the survey and drops its keys from this process. One that is
// closed already is done. One that waits for shares is asked again: whoever gives
// the last one counts it, unless that process dies.
func (w *closeWorker) Work(ctx context.Context, job *river.Job[closeJob]) error {
	sv, err := w.life.Close(ctx, job.Args.Survey, "", life.System)
	switch survey.CodeOf(err) {
	case "", survey.CodeClosed, survey.CodeNotFound:
		w.forget(job.Args.Survey)
		if sv.State == survey.Open { // until the shares of its key have been given
			return river.JobSnooze(time.Minute)
		}
		return nil
	case survey.CodeRefused:
		return river.JobSnooze(time.Minute)
	}
	return err
}

// tidy drops the keys of surveys that take no ballots any more at every tick,
// until ctx ends. It is no job of the queue: the queue gives a job to one node,
// and every node has keys of its own in memory.
func tidy(ctx context.Context, sweep func(context.Context) error, ticks <-chan time.Time, log *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
			if err := sweep(ctx); err != nil && ctx.Err() == nil {
				log.Error("the keys of closed surveys could not be looked through; the next minute tries again", "error", err)
			}
		}
	}
}

type sweepWorker struct {
	river.WorkerDefaults[sweepJob]
	opened    *opened
	queue     func() queue
	now       func() time.Time
	retention time.Duration
}

// Work does everything that is due; one failure does not keep the rest back.
func (w *sweepWorker) Work(ctx context.Context, _ *river.Job[sweepJob]) error {
	return errors.Join(w.closings(ctx), w.opened.life.RefreshBands(ctx), w.retain(ctx), w.opened.life.Recover(ctx),
		server.ExpireUploads(ctx, w.opened.store, w.now()))
}

func (w *sweepWorker) closings(ctx context.Context) error {
	surveys, err := w.opened.store.Surveys(ctx)
	if err != nil {
		return err
	}
	for _, sv := range surveys {
		if sv.State != survey.Open {
			continue
		}
		if e := scheduleClose(ctx, w.queue(), sv); e != nil {
			err = errors.Join(err, e)
		}
	}
	return err
}

func (w *sweepWorker) retain(ctx context.Context) error {
	_, err := w.opened.store.DeleteBallots(ctx, w.now().Add(-w.retention))
	return err
}

// queueConfig is how every queue that works is set up.
func queueConfig(log *slog.Logger, workers *river.Workers) *river.Config {
	return &river.Config{
		Logger:     log,
		Workers:    workers,
		Queues:     map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 2}},
		Middleware: []rivertype.Middleware{new(silentWork)},
		// A sweep whose process was killed keeps no other from running for long: it
		// may take a minute, the library's limit. Closing and mixing have their own.
		RescueStuckJobsAfter: 2 * time.Minute,
	}
}

// startJobs starts the background work. The returned function stops it and
// waits for what is running.
func (o *opened) startJobs(ctx context.Context, retention time.Duration, log *slog.Logger) (stop func(), err error) {
	var q queue
	workers := river.NewWorkers()
	river.AddWorker(workers, &closeWorker{life: o.life, forget: o.office.Forget})
	river.AddWorker(workers, &mixWorker{mix: o.life.MixAll})
	river.AddWorker(workers, &sweepWorker{opened: o, queue: func() queue { return q }, now: time.Now, retention: retention})
	config := queueConfig(log, workers)
	config.PeriodicJobs = []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(time.Minute),
		func() (river.JobArgs, *river.InsertOpts) {
			return sweepJob{}, &river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByState: unfinished}}
		}, &river.PeriodicJobOpts{RunOnStart: true}), everyHour()}
	q, err = newQueue(o.store, config)
	if err != nil {
		return nil, fmt.Errorf("open the job queue: %w", err)
	}
	// The queue outlives the signal that ends the server until stop gives up on
	// it: a ballot box that is being counted is counted to the end.
	if err := q.Start(context.WithoutCancel(ctx)); err != nil {
		return nil, fmt.Errorf("start the job queue: %w", err)
	}
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
		defer cancel()
		if err := q.Stop(ctx); err != nil {
			log.Error("the job queue did not stop in time", "error", err)
		}
	}, nil
}
