package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
)

type analyzeCmd struct {
	Answers       string `required:"" help:"CSV of any size, or XLSX: one row a respondent." placeholder:"FILE" type:"path"`
	Questionnaire string `required:"" help:"YAML that says which columns are items, teams and waves." placeholder:"FILE" type:"path"`
	Format        string `default:"json" enum:"json,xlsx,html" help:"json, xlsx (a workbook of everything) or html (a report to read, in one file)."`
	Language      string `default:"en" enum:"en,de,ar" help:"Of the workbook and the report: en, de or ar."`
	Output        string `short:"o" help:"The file to write; - is standard output (the default)." placeholder:"FILE" type:"path"`
}

func (analyzeCmd) Help() string {
	return "Needs no server and no database. Groups below the questionnaire's minimum_group (default 5) are hidden as in a release; minimum_group: 1 shows everything.\n\nExample: teamtrust analyze --answers answers.csv --questionnaire questionnaire.yaml --format json -o results.json"
}

// Run reads everything before it writes anything.
func (c analyzeCmd) Run(ctx context.Context, a *app) error {
	if err := c.keepInputs(); err != nil {
		return err
	}
	q, err := readQuestionnaire(c.Questionnaire)
	if err != nil {
		return err
	}
	study, err := analytics.NewStudy(q)
	if err != nil {
		return inFile(c.Questionnaire, err)
	}
	answers, err := a.countAnswers(ctx, c.Answers, q, study)
	if err != nil {
		return err
	}
	result, err := analytics.Analyse(study)
	if err != nil {
		return inFile(c.Answers, err)
	}
	answers.remark(a.stderr, q, study, result)
	f := reports.Findings{Analysis: result, Form: q, Answers: answers.name, Ignored: answers.ignored, Language: c.Language, Made: time.Now()}
	return c.write(a, func(w io.Writer) error { return c.format(w, f) })
}

func (c analyzeCmd) format(w io.Writer, f reports.Findings) error {
	switch c.Format {
	case "xlsx":
		return reports.WriteAnalysisWorkbook(w, f)
	case "html":
		return reports.WriteAnalysisPage(w, f)
	}
	return writeAnalysis(w, f.Analysis)
}

// write writes to the file, or to standard output.
func (c analyzeCmd) write(a *app, write func(io.Writer) error) error {
	path, toFile := cmp.Or(c.Output, standardOutput), a.writeFile
	if c.Format == "xlsx" {
		toFile = a.writeBook
	}
	return toFile(path, func(f io.Writer) error {
		if path == standardOutput {
			return write(f)
		}
		w := newWriting(a.stderr, filepath.Base(path), f)
		defer w.done()
		return write(w)
	})
}

// keepInputs refuses to write over what is read.
func (c analyzeCmd) keepInputs() error {
	out, err := os.Stat(c.Output)
	if err != nil {
		return nil // there is nothing to write over
	}
	for _, path := range []string{c.Answers, c.Questionnaire} {
		if in, err := os.Stat(path); err == nil && os.SameFile(in, out) {
			return survey.Errorf(survey.CodeBadRequest, "%s is read and cannot be written as well; name another file after -o.", path)
		}
	}
	return nil
}

func readQuestionnaire(path string) (*survey.Questionnaire, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, survey.Errorf(survey.CodeNotFound, "The questionnaire cannot be read: %v.", err)
	}
	defer f.Close()
	// One byte more than allowed is enough to be refused.
	raw, err := io.ReadAll(io.LimitReader(f, survey.MaxQuestionnaireBytes+1))
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

// printable is a name that somebody wrote, fit for one line of a terminal.
func printable(s string) string {
	if quoted := strconv.Quote(s); quoted != `"`+s+`"` {
		return quoted
	}
	return s
}
