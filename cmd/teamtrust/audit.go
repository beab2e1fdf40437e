package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"teamtrust/analytics/audit"
	"teamtrust/survey"
	"teamtrust/survey/people"
)

type auditCmd struct {
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

func (auditCmd) Help() string {
	return "Plays the attacker: it reads only what was published over time (manifests, verify pages, participation bands, releases, labels and numbers of comments, exported numbers), adds and subtracts it in every way, " +
		"and says what follows about fewer people than a release may speak of. It ends with 0 only where nothing does. No answer and no name is read.\n\nExample: teamtrust audit"
}

// Run audits everything released so far.
func (c auditCmd) Run(ctx context.Context, a *app) error {
	return a.with(ctx, func(o *opened) error {
		r, err := o.audit(ctx, a.stderr)
		if err != nil {
			return err
		}
		entry := people.Entry{At: time.Now(), Actor: "command line", Action: "audit releases", Detail: fmt.Sprintf("%d surveys, %d findings", r.Compared.Surveys, len(r.Findings)+r.Left)}
		if err := o.store.Record(ctx, entry); err != nil {
			return err
		}
		if c.Format == "json" {
			err = writeJSON(a.stdout, r)
		} else {
			printAudit(a.stdout, r)
		}
		if err == nil && !r.OK() {
			err = survey.Errorf(survey.CodeRefused, "What was published gives away more than it may, in %s; they are listed on standard output. Tell the works council or whoever watches over your surveys.",
				survey.Amount(len(r.Findings)+r.Left, "finding", "findings"))
		}
		return err
	})
}

// audit reads what was published, survey by survey, and lets an auditor take it
// apart. The next survey is read meanwhile.
func (o *opened) audit(ctx context.Context, stderr io.Writer) (*audit.Report, error) {
	ids, err := o.published(ctx)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	bar := newProgress(stderr, "surveys", len(ids))
	defer bar.done()
	var auditor audit.Auditor
	for w := range o.waves(ctx, ids) {
		if w.err != nil {
			return nil, w.err
		}
		if err := auditor.Add(w.wave); err != nil {
			return nil, err
		}
		bar.add()
	}
	return auditor.Report(), ctx.Err()
}

// printAudit says what was compared, what was found and what can be seen
// without a rule being broken.
func printAudit(w io.Writer, r *audit.Report) {
	printCompared(w, &r.Compared)
	m := &r.Measured
	if m.Smallest > 0 {
		fmt.Fprintf(w, "The smallest group that anything can be worked out about has %s.\n", survey.Amount(m.Smallest, "ballot", "ballots"))
	}
	if m.Spreads > 0 {
		fmt.Fprintf(w, "Where the spread of enough ballots is shown it may say that nobody gave an extreme answer, or that all gave the same one: so it is in %d and in %d of %s of a question in a group.\n",
			m.Extreme, m.Agreement, survey.Amount(m.Spreads, "case", "cases"))
	}
	for _, f := range r.Findings {
		fmt.Fprintf(w, "Found (%s): %s\n", f.Kind, f.Says)
	}
	if r.Left > 0 {
		fmt.Fprintf(w, "Found %d more of the same kinds.\n", r.Left)
	}
	if r.OK() {
		fmt.Fprintln(w, "Nothing follows about fewer people than a release may speak of.")
	}
}

func printCompared(w io.Writer, c *audit.Compared) {
	fmt.Fprintf(w, "Compared %s, of these %s: %s of %s with %s, %s of CSV and workbook, verify pages with %s and %s, %s, %s, and %s of surveys of the same teams.\n",
		survey.Amount(c.Surveys, "survey", "surveys"), survey.Amount(c.Rehearsals, "rehearsal", "rehearsals"), survey.Amount(c.Releases, "release", "releases"), survey.Amount(c.Teams, "team", "teams"),
		survey.Amount(c.Numbers, "number", "numbers"), survey.Amount(c.Exported, "cell", "cells"), survey.Amount(c.Blocks, "block", "blocks"), survey.Amount(c.Spent, "used credential", "used credentials"),
		survey.Amount(c.Bands, "participation band", "participation bands"), survey.Amount(c.Comments, "comment", "comments"), survey.Amount(c.Pairs, "pair", "pairs"))
	fmt.Fprintf(w, "Worked out %s from %s, and checked %s and %s.\n",
		survey.Amount(c.Groups, "group", "groups"), survey.Amount(c.Sums, "different sum", "different sums"), survey.Amount(c.Identities, "identity", "identities"), survey.Amount(c.Programs, "linear program", "linear programs"))
}
