package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"teamtrust/analytics"
	answers "teamtrust/analytics/table"
	"teamtrust/survey"
)

type analyzeCmd struct {
	Answers       string `required:"" help:"CSV of any size, or XLSX: one row a respondent." placeholder:"FILE" type:"path"`
	Questionnaire string `required:"" help:"YAML that says which columns are items, teams and waves." placeholder:"FILE" type:"path"`
	Format        string `default:"json" enum:"json" help:"json."`
	Output        string `short:"o" help:"The file to write (default: standard output)." placeholder:"FILE" type:"path"`
}

func (analyzeCmd) Help() string {
	return "Needs no server and no database. Groups below the questionnaire's minimum_group (default 5) are hidden as in a release; minimum_group: 1 shows everything.\n\nExample: teamtrust analyze --answers answers.csv --questionnaire questionnaire.yaml --format json -o results.json"
}

// Run reads everything before it writes anything.
func (c analyzeCmd) Run(ctx context.Context, a *app) error {
	q, err := readQuestionnaire(c.Questionnaire)
	if err != nil {
		return err
	}
	study, err := analytics.NewStudy(q)
	if err != nil {
		return inFile(c.Questionnaire, err)
	}
	if err := c.count(ctx, a, q, study); err != nil {
		return err
	}
	result, err := analytics.Analyse(study)
	if err != nil {
		return inFile(c.Answers, err)
	}
	if c.Output == "" {
		return writeJSON(a.stdout, result)
	}
	return a.writeFile(c.Output, func(f *os.File) error { return writeJSON(f, result) })
}

func readQuestionnaire(path string) (*survey.Questionnaire, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, survey.Errorf(survey.CodeNotFound, "The questionnaire cannot be read: %v.", err)
	}
	q, err := survey.ParseQuestionnaire(raw)
	if err != nil {
		return nil, inFile(path, err)
	}
	return q, nil
}

// inFile says which file an error for people is about.
func inFile(path string, err error) error {
	var e *survey.Error
	if errors.As(err, &e) && !strings.Contains(e.Message, filepath.Base(path)) {
		return survey.Errorf(e.Code, "%s: %s", filepath.Base(path), e.Message)
	}
	return err
}

// progressRows is after how many rows a long file says that it goes on.
const progressRows = 1_000_000

// count reads the answers into the study.
func (c analyzeCmd) count(ctx context.Context, a *app, q *survey.Questionnaire, study *analytics.Study) error {
	f, err := os.Open(c.Answers)
	if err != nil {
		return survey.Errorf(survey.CodeNotFound, "The answers cannot be read: %v.", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("read the answers: %w", err)
	}
	name := filepath.Base(c.Answers)
	in, err := answers.Open(name, f, info.Size(), q)
	if err != nil {
		return err
	}
	if len(in.Ignored) > 0 {
		fmt.Fprintf(a.stderr, "%s: these columns are not in the questionnaire and are ignored: %s\n", name, strings.Join(in.Ignored, ", "))
	}
	for n := 1; ; n++ {
		r, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := study.Add(r.Wave, r.Team, r.Answers); err != nil {
			return fmt.Errorf("%s, row %d: %w", name, r.Number, err)
		}
		if n%progressRows == 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			fmt.Fprintf(a.stderr, "%s: %d rows read\n", name, n)
		}
	}
}
