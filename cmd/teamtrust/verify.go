package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

type verifyCmd struct {
	ID         string `arg:"" optional:"" help:"The survey's id."`
	Export     string `help:"Only write what is public of the survey into this file; never answers or salts." placeholder:"FILE" type:"path"`
	File       string `help:"Check such a file instead, without a server." placeholder:"FILE" type:"path"`
	Checkpoint string `help:"A checkpoint of the log that was kept earlier: the log must still begin with it." placeholder:"FILE" type:"path"`
	Results    string `help:"With --file: results as teamtrust results ID --format json wrote them, to compare with the hash of the close." placeholder:"FILE" type:"path"`
	keeping
}

func (verifyCmd) Help() string {
	return "On the server everything is recomputed: credentials, commitments, counts, tallies and the release, number by number. A file holds what is public, so that tokens, counts, log and hashes can be checked by anybody; tallies can be recounted only on the server. " +
		"Exit code 0 means that everything that was compared holds.\n\n" +
		"Example: teamtrust verify ID\n\nExample: teamtrust verify ID --export box.json\n\nExample: teamtrust verify --file box.json"
}

// Validate makes wrong combinations wrong usage.
func (c verifyCmd) Validate() error {
	switch {
	case (c.ID == "") == (c.File == ""):
		return errors.New("name either the survey's id or --file FILE")
	case c.File != "" && c.Export != "":
		return errors.New("--export writes the file of a survey; name its id, not --file")
	case c.File == "" && c.Results != "":
		return errors.New("--results belongs to --file; with an id the stored results are compared")
	}
	return c.keeping.check()
}

// Run checks, or exports.
func (c verifyCmd) Run(ctx context.Context, a *app) error {
	switch {
	case c.Export != "":
		return a.with(ctx, func(o *opened) error { return c.export(ctx, a, o) })
	case c.File != "":
		return c.offline(ctx, a)
	}
	return a.with(ctx, func(o *opened) error { return c.verify(ctx, a, o) })
}

func (c verifyCmd) export(ctx context.Context, a *app, o *opened) error {
	x, err := o.life.Export(ctx, c.ID)
	if err != nil {
		return err
	}
	if err := a.writeFile(c.Export, x.Write); err != nil {
		return err
	}
	file := c.Export
	if file == standardOutput {
		file = "FILE"
	}
	fmt.Fprintf(a.stderr, "Written to %s: manifest, closing record, %d commitments, %d used credentials and the log; no answers and no salts. Check it with: teamtrust verify --file %s\n",
		place(c.Export), len(x.Commitments), len(x.Spent), file)
	return nil
}

func (c verifyCmd) verify(ctx context.Context, a *app, o *opened) error {
	kept, err := c.kept()
	if err != nil {
		return err
	}
	n, err := o.life.BoxSize(ctx, c.ID)
	if err != nil {
		return err
	}
	step, done := a.counting(n)
	v, err := o.life.Verify(ctx, c.ID, life.Verifying{Kept: kept, Retention: c.retention(), Step: step}, life.CommandLine)
	done()
	if err != nil {
		return err
	}
	return printVerification(a.stdout, v)
}

func (c verifyCmd) offline(ctx context.Context, a *app) error {
	kept, err := c.kept()
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("cannot read the export: %w", err)
	}
	defer f.Close()
	x, err := ballot.ReadExport(f)
	if err != nil {
		return err
	}
	step, done := a.counting(len(x.Spent))
	v, err := x.Verify(ctx, kept, step)
	done()
	if err != nil {
		return err
	}
	if v.Record != nil {
		release, err := c.results(v.Record)
		if err != nil {
			return err
		}
		v.Checks = append(v.Checks, release, ballot.Skip(ballot.CheckBallots, "answers and salts are not in the file: commitments and tallies can be recounted only on the server, with teamtrust verify ID"))
	}
	return printVerification(a.stdout, v)
}

// slow is how many credentials take long enough for their progress to be shown.
const slow = 2000

// counting shows how far a verification is, where it takes long.
func (a *app) counting(credentials int) (step, done func()) {
	if credentials < slow {
		return func() {}, func() {}
	}
	bar := newProgress(a.stderr, "credentials", credentials)
	return bar.add, bar.done
}

// results compares a file of results with the hash in the closing record.
func (c verifyCmd) results(r *ballot.ClosingRecord) (ballot.Check, error) {
	if c.Results == "" {
		return ballot.Skip(ballot.CheckRelease, "the results are not in the file; their hash, which the log covers, is %s: name a file with --results", r.ReleaseHash), nil
	}
	raw, err := os.ReadFile(c.Results)
	if err != nil {
		return ballot.Check{}, fmt.Errorf("cannot read the results: %w", err)
	}
	var p ballot.Problems
	if json.Valid(raw) {
		if err := ballot.CheckNames(raw, nil, nil); err != nil { // before the hash, which says no more than that it cannot be read
			return ballot.Check{}, err
		}
	}
	hash, err := analytics.HashOf(raw)
	if err != nil {
		return ballot.Check{}, survey.Errorf(survey.CodeBadRequest, "%s is no file of results; write one with teamtrust results %s --format json.", c.Results, r.Survey)
	}
	if hash != r.ReleaseHash {
		p.Add("the results have the hash %s, the closing record %s", hash, r.ReleaseHash)
	}
	return p.Check(ballot.CheckRelease, "the results have the hash of the closing record, %s", r.ReleaseHash), nil
}

// kept reads a checkpoint, as /verify/log/checkpoint serves it.
func (c verifyCmd) kept() (*ballot.Checkpoint, error) {
	if c.Checkpoint == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(c.Checkpoint)
	if err != nil {
		return nil, fmt.Errorf("cannot read the checkpoint: %w", err)
	}
	var said ballot.Checkpoint
	if err := json.Unmarshal(raw, &said); err != nil {
		return nil, survey.Errorf(survey.CodeBadRequest, "%s is no checkpoint; save the answer of /verify/log/checkpoint.", c.Checkpoint)
	}
	read, err := ballot.OpenCheckpoint(said.Note, said.VerifierKey)
	if err != nil {
		return nil, survey.Errorf(survey.CodeBadRequest, "%s is no checkpoint: %v.", c.Checkpoint, err)
	}
	return &read, nil
}

// printVerification prints one line for each check, and below it what is wrong.
func printVerification(w io.Writer, v *ballot.Verification) error {
	if v.Manifest != nil {
		fmt.Fprintf(w, "Survey %s, %s\n", v.Manifest.Survey, v.Manifest.Name)
	}
	for _, c := range v.Checks {
		said := c.Said
		if c.Result == ballot.Fails {
			said = ""
		}
		fmt.Fprintf(w, "%-9s  %-11s  %s\n", c.Result, c.Name, said)
		for _, problem := range c.Problems {
			fmt.Fprintf(w, "           %s\n", problem)
		}
		if c.More > 0 {
			fmt.Fprintf(w, "           and %d more\n", c.More)
		}
	}
	failed := v.Failed()
	if len(failed) == 0 {
		fmt.Fprintln(w, "Everything that can be checked holds.")
		return nil
	}
	return survey.Errorf(survey.CodeRefused, "The ballot box does not hold: %s. What is wrong stands above; keep a copy of database and keys, and tell the auditor.", strings.Join(failed, ", "))
}
