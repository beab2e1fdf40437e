package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"teamtrust/survey"
)

func (d *doctor) lookAtDatabase(ctx context.Context) {
	d.checkIntegrity(ctx)
	d.checkJobs(ctx)
	d.checkClock(ctx)
	kept, err := d.store.ServerLog(ctx)
	switch {
	case err != nil:
		d.unknown("server log", err)
	case kept != "":
		d.warn("server log", "See docs/proxies.md, about databases.", "%s", kept)
	default:
		d.well("server log", "the database's own log keeps nothing of ballots")
	}
}

// checkSchema reports whether the tables are this version's.
func (d *doctor) checkSchema(ctx context.Context) bool {
	pending, err := d.store.Pending(ctx)
	switch {
	case err != nil:
		d.fail("schema", "Use the version of teamtrust that made it, or a newer one.", "%s", sentence(err))
	case len(pending) > 0:
		d.warn("schema", "Back up with the version that wrote it; then teamtrust migrate, or any other command, brings it up.", "%d migrations are not applied, so nothing else in it is looked at: %s", len(pending), strings.Join(pending, ", "))
	default:
		d.well("schema", "that of this version, %s", version)
		return true
	}
	return false
}

func (d *doctor) checkIntegrity(ctx context.Context) {
	const do = "Stop the server, keep a copy of the files, and restore the newest backup into an empty database."
	switch wrong, err := d.store.Integrity(ctx); {
	case err != nil:
		d.unknown("integrity", err)
	case len(wrong) > 0:
		d.fail("integrity", do, "%s", strings.Join(wrong, "; "))
	default:
		d.well("integrity", "every row and every reference is whole")
	}
}

// How late a job may be, and how far clocks may differ.
const (
	lateJob   = 10 * time.Minute
	clockSkew = 10 * time.Second
)

// checkJobs looks for work that is not done.
func (d *doctor) checkJobs(ctx context.Context) {
	q, err := newQueue(d.store, &river.Config{Logger: silentLog()})
	if err != nil {
		d.unknown("jobs", err)
		return
	}
	list, err := q.JobList(ctx, river.NewJobListParams().First(1000).States(rivertype.JobStateAvailable, rivertype.JobStateScheduled,
		rivertype.JobStateRetryable, rivertype.JobStateDiscarded, rivertype.JobStateRunning))
	if err != nil {
		d.unknown("jobs", err)
		return
	}
	var late, failed []string
	for _, j := range list.Jobs {
		switch {
		case (j.State == rivertype.JobStateRetryable || j.State == rivertype.JobStateDiscarded) && len(j.Errors) > 0:
			failed = append(failed, fmt.Sprintf("%s failed %d times, last: %s", j.Kind, len(j.Errors), j.Errors[len(j.Errors)-1].Error))
		case (j.State == rivertype.JobStateAvailable || j.State == rivertype.JobStateScheduled) && d.now.Sub(j.ScheduledAt) > lateJob,
			j.State == rivertype.JobStateRunning && j.AttemptedAt != nil && d.now.Sub(*j.AttemptedAt) > time.Hour:
			late = append(late, fmt.Sprintf("%s since %s", j.Kind, j.ScheduledAt.UTC().Format(time.RFC3339)))
		}
	}
	switch {
	case len(failed) > 0:
		d.fail("jobs", "Do what the message says; a survey can also be closed with teamtrust survey close ID.", "%s", strings.Join(failed, "; "))
	case len(late) > 0:
		d.warn("jobs", "Start a server: jobs wait for one.", "not done yet: %s", strings.Join(late, ", "))
	default:
		d.well("jobs", "nothing is late and nothing has failed")
	}
}

// checkClock compares this clock with that of the database and with what was
// recorded before.
func (d *doctor) checkClock(ctx context.Context) {
	const do = "Set the clocks by NTP: surveys open and close by them."
	at, err := d.store.Clock(ctx)
	if err != nil {
		d.unknown("clock", err)
		return
	}
	if skew := at.Sub(d.now); !at.IsZero() && skew.Abs() > clockSkew {
		d.warn("clock", do, "that of the database is %s away from this one", skew.Abs().Round(time.Second))
		return
	}
	entries, err := d.store.Entries(ctx, 1, 0)
	switch {
	case err != nil:
		d.unknown("clock", err)
	case len(entries) > 0 && entries[0].At.Sub(d.now) > clockSkew:
		d.warn("clock", do, "the audit log has an entry of %s, which is yet to come", entries[0].At.Format(time.RFC3339))
	default:
		d.well("clock", "%s", d.now.UTC().Format(time.RFC3339))
	}
}

// lookAtSurveys looks for surveys that should have been counted.
func (d *doctor) lookAtSurveys(ctx context.Context) {
	problems := len(d.found)
	for _, sv := range d.surveys {
		if sv.State != survey.Open || sv.TakesBallots(d.now) {
			continue
		}
		switch late := d.now.Sub(sv.Ends()); {
		case sv.Waits(d.now):
			d.warn("surveys", fmt.Sprintf("Ask HR and the auditor for their shares (teamtrust survey share %s --give FILE).", sv.ID), "%s (%s) has ended and waits for shares of its key", sv.Name, sv.ID)
		case late > lateJob:
			d.fail("surveys", fmt.Sprintf("Start a server, or teamtrust survey close %s; its message says what is in the way.", sv.ID), "%s (%s) was to close at %s and is still open", sv.Name, sv.ID, sv.Ends().Format(time.RFC3339))
		}
	}
	if len(d.found) == problems {
		d.well("surveys", "none is past its end")
	}
}
