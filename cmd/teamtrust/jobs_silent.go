package main

import (
	"context"
	"errors"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"teamtrust/survey"
)

// silentWork stands around every job. The queue keeps the text of a job's
// error, and of a panic with its value, in its table and writes both to the log;
// a job that closes a survey has ballots in its hands. So a failure is told by its
// reason, and a panic by its place.
type silentWork struct{ river.MiddlewareDefaults }

// Work implements rivertype.WorkerMiddleware.
func (*silentWork) Work(ctx context.Context, _ *rivertype.JobRow, work func(context.Context) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = survey.Recovered(r)
		}
	}()
	err = work(ctx)
	var snooze *rivertype.JobSnoozeError
	var cancel *rivertype.JobCancelError
	if err == nil || errors.As(err, &snooze) || errors.As(err, &cancel) {
		return err
	}
	return errors.New(survey.Reason(err)) // the queue asks for no more than the text
}
