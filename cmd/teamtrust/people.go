package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"teamtrust/survey/life"
	"teamtrust/survey/people"
)

type peopleCmd struct {
	Import peopleImportCmd `cmd:"" help:"Load the staff list from a CSV or XLSX file."`
}

func (peopleCmd) Help() string { return "Example: teamtrust people import staff.csv --dry-run" }

type peopleImportCmd struct {
	File   string `arg:"" help:"CSV or XLSX; the header names employee_id, name, email, team, manages, language." type:"path"`
	DryRun bool   `help:"Check and count; write nothing."`
	Full   bool   `help:"The file is everybody: people missing from it are marked as left."`
}

func (peopleImportCmd) Help() string {
	return "One bad row refuses the whole file; every bad row is listed.\n\nExample: teamtrust people import staff.csv --dry-run"
}

// Run imports the list in one transaction and ends with the summary line.
func (c peopleImportCmd) Run(ctx context.Context, a *app) error {
	f, err := os.Open(c.File)
	if err != nil {
		return cannotRead(c.File, err)
	}
	defer f.Close()
	list, err := readList(c.File, f)
	if err != nil {
		return err
	}
	for _, note := range list.Notes() {
		fmt.Fprintln(a.stderr, note)
	}
	return a.with(ctx, func(o *opened) error { return c.apply(ctx, a, o, list) })
}

// readList reads a file or, first into memory, what is piped in.
func readList(name string, f *os.File) (*people.List, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, cannotRead(name, err)
	}
	if info.IsDir() {
		return nil, cannotRead(name, errors.New("it is a directory"))
	}
	if info.Mode().IsRegular() {
		return people.ReadList(name, f, info.Size())
	}
	all, err := io.ReadAll(io.LimitReader(f, people.MaxFileSize+1))
	if err != nil {
		return nil, cannotRead(name, err)
	}
	return people.ReadList(name, bytes.NewReader(all), int64(len(all)))
}

func cannotRead(name string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("cannot read the staff list %s (%w); name a CSV or XLSX file", name, err)
}

func (c peopleImportCmd) apply(ctx context.Context, a *app, o *opened, list *people.List) error {
	staff, err := o.store.Everybody(ctx)
	if err != nil {
		return err
	}
	plan, err := people.NewPlan(staff, list, c.Full)
	if err != nil {
		return a.badRows(err)
	}
	if !c.DryRun {
		if err := o.life.ImportPeople(ctx, plan, life.CommandLine); err != nil {
			return err
		}
	}
	fmt.Fprintln(a.stdout, plan.Summary())
	return nil
}

// badRows prints every bad row on its own line.
func (a *app) badRows(err error) error {
	var bad *people.BadRows
	if !errors.As(err, &bad) {
		return err
	}
	for _, row := range bad.Rows {
		fmt.Fprintln(a.stderr, row.Error())
	}
	fmt.Fprintf(a.stderr, "teamtrust: %s\n", bad.Error())
	return errReported
}
