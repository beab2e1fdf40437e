package main

import (
	"context"
	"time"

	"github.com/riverqueue/river"
)

// mixJob mixes the box of every open survey that enough new ballots wait in.
type mixJob struct{}

// Kind names the job in the database.
func (mixJob) Kind() string { return "mix" }

// everyHour queues a mix on every hour, and at the start of a leader of the
// queue for the hours that nobody saw. The time of a mix is public once the
// survey is closed: on the hour it says nothing about when a ballot came. The
// jobs are not unique, so that one whose process was killed does not keep the
// next hour's from running; two at once do what one does.
func everyHour() *river.PeriodicJob {
	return river.NewPeriodicJob(onTheHour{},
		func() (river.JobArgs, *river.InsertOpts) { return mixJob{}, &river.InsertOpts{MaxAttempts: 3} },
		&river.PeriodicJobOpts{RunOnStart: true})
}

type onTheHour struct{}

// Next is the next full hour.
func (onTheHour) Next(now time.Time) time.Time { return now.Truncate(time.Hour).Add(time.Hour) }

type mixWorker struct {
	river.WorkerDefaults[mixJob]
	mix func(ctx context.Context) error
}

// Timeout lets large boxes be mixed.
func (*mixWorker) Timeout(*river.Job[mixJob]) time.Duration { return 30 * time.Minute }

// Work mixes what is to be mixed.
func (w *mixWorker) Work(ctx context.Context, _ *river.Job[mixJob]) error { return w.mix(ctx) }
