package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
	"teamtrust/survey/people"
)

type resultsCmd struct {
	ID        string `arg:"" help:"The survey's id."`
	Format    string `required:"" enum:"json,csv" help:"json or csv."`
	BOM       bool   `name:"bom" help:"Begin a CSV with a byte order mark, for spreadsheets that else take it for another encoding."`
	Separator string `enum:"comma,semicolon" default:"comma" help:"Between the cells of a CSV: comma or semicolon."`
}

func (resultsCmd) Help() string {
	return "Exactly what the pages show: every value that is hidden there is null or [c] here.\n\nExample: teamtrust results ID --format csv > results.csv"
}

// Validate makes a form of CSV without a CSV wrong usage.
func (c resultsCmd) Validate() error {
	if c.Format == "json" && c.dialect() != (reports.Dialect{}) {
		return errors.New("--bom and --separator go with --format csv")
	}
	return nil
}

func (c resultsCmd) dialect() reports.Dialect {
	return reports.Dialect{Semicolons: c.Separator == "semicolon", Mark: c.BOM}
}

// Run prints the release.
func (c resultsCmd) Run(ctx context.Context, a *app) error {
	return a.with(ctx, func(o *opened) error {
		r, err := o.release(ctx, c.ID)
		if err != nil {
			return err
		}
		if r.Lost {
			fmt.Fprintf(a.stderr, "Survey %s was closed without its ballots, because keys or ballots were lost; it has no results.\n", c.ID)
		}
		if err := o.exported(ctx, c.ID, r, survey.Organisation); err != nil {
			return err
		}
		if c.Format == "json" {
			return writeJSON(a.stdout, r)
		}
		return c.dialect().Write(a.stdout, r)
	})
}

// exported lets those whose results they are read that they were taken from the
// machine itself; nothing where there are none.
func (o *opened) exported(ctx context.Context, id string, r *analytics.Release, team survey.Path) error {
	if f, _ := r.Figure(team); f == nil {
		return nil
	}
	return o.store.Read(ctx, id, people.NewReading(team, "command line", "", people.Exported, time.Now()))
}

// release reads the release of a closed survey.
func (o *opened) release(ctx context.Context, id string) (*analytics.Release, error) {
	sv, err := o.store.Survey(ctx, id)
	if err != nil {
		return nil, err
	}
	if sv.State != survey.Closed {
		if sv.Waits(time.Now()) {
			return nil, survey.Errorf(survey.CodeRefused, "Survey %s has ended; its results exist once every share of its key has been given (teamtrust survey share %s --give FILE).", id, id)
		}
		return nil, survey.Errorf(survey.CodeRefused, "Survey %s is %s; results exist only after it is closed.", id, sv.State)
	}
	raw, err := o.store.Release(ctx, id)
	if err != nil {
		return nil, err
	}
	var r analytics.Release
	if err := json.Unmarshal(raw, &r); err != nil {
		return nil, fmt.Errorf("read the release of survey %s: %w", id, err)
	}
	return &r, nil
}

type reportCmd struct {
	ID       string `arg:"" help:"The survey's id."`
	Team     string `help:"Only this team and everything below it." placeholder:"PATH"`
	Language string `enum:"en,de,ar" default:"en" help:"Of headings and texts: en, de or ar."`
	Output   string `short:"o" required:"" help:"The workbook to write; - is standard output." placeholder:"FILE.xlsx" type:"path"`
}

func (reportCmd) Help() string {
	return "Example: teamtrust report ID -o trust.xlsx\nExample: teamtrust report ID --team \"Operations / Plant Bremen\" --language de -o bremen.xlsx"
}

// Run writes the workbook.
func (c reportCmd) Run(ctx context.Context, a *app) error {
	return a.with(ctx, func(o *opened) error {
		book, err := o.book(ctx, c.ID, c.Team)
		book.Language = c.Language
		if err != nil {
			return err
		}
		err = a.writeBook(c.Output, func(w io.Writer) error { return reports.WriteWorkbook(w, book) })
		if err != nil {
			return err
		}
		err = o.store.Record(ctx, people.Entry{At: book.Made, Actor: "command line", Action: "export workbook", Object: c.ID, Detail: c.Team})
		if err != nil {
			return err
		}
		return o.exported(ctx, c.ID, book.Release, book.Team)
	})
}

// book is what the workbook of a survey is made from, whole or below a team.
func (o *opened) book(ctx context.Context, id, team string) (reports.Book, error) {
	b := reports.Book{Made: time.Now()}
	var err error
	if b.Release, err = o.release(ctx, id); err != nil {
		return b, err
	}
	if b.Release.Lost {
		return b, survey.Errorf(survey.CodeRefused, "Survey %s was closed without its ballots, because keys or ballots were lost; there is nothing for a workbook.", id)
	}
	if _, b.Units, err = o.store.Frozen(ctx, id); err != nil {
		return b, err
	}
	if b.Survey, err = o.store.Survey(ctx, id); err != nil {
		return b, err
	}
	if b.Form, err = o.store.Questionnaire(ctx, b.Survey.Questionnaire, b.Survey.Version); err != nil {
		return b, err
	}
	if b.Earlier, err = o.earlier(ctx, b.Survey); err != nil || team == "" {
		return b, err
	}
	if b.Team, err = people.ParseTeam(team); err != nil {
		return b, err
	}
	if f, reason := b.Release.Figure(b.Team); f == nil && reason == "" {
		return b, survey.Errorf(survey.CodeNotFound, "Survey %s has no team %q; write its full path as in the staff list.", id, team)
	}
	return b, nil
}

// earlier are the releases of the surveys before, the latest first.
func (o *opened) earlier(ctx context.Context, than survey.Survey) ([]reports.Earlier, error) {
	all, err := o.store.Surveys(ctx)
	if err != nil {
		return nil, err
	}
	return reports.EarlierThan(than, all, func(sv survey.Survey) (*analytics.Released, error) { return o.comparable(ctx, sv) })
}

// comparable is a release as it is compared with others.
func (o *opened) comparable(ctx context.Context, sv survey.Survey) (*analytics.Released, error) {
	r, err := o.release(ctx, sv.ID)
	if err != nil {
		return nil, err
	}
	form, err := o.store.Questionnaire(ctx, sv.Questionnaire, sv.Version)
	if err != nil {
		return nil, err
	}
	_, units, err := o.store.Frozen(ctx, sv.ID)
	if err != nil {
		return nil, err
	}
	return analytics.NewReleased(r, form, units), nil
}
