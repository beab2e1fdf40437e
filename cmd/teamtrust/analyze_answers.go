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

// answersFile is what is said of a file of answers beside its numbers.
type answersFile struct {
	name    string
	ignored []string // columns
}

// countAnswers reads a file of answers into a study.
func (a *app) countAnswers(ctx context.Context, path string, q *survey.Questionnaire, study *analytics.Study) (answersFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return answersFile{}, survey.Errorf(survey.CodeNotFound, "The answers cannot be read: %v.", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return answersFile{}, fmt.Errorf("read the answers: %w", err)
	}
	name := filepath.Base(path)
	if !info.Mode().IsRegular() {
		return answersFile{}, survey.Errorf(survey.CodeBadRequest, "%s is no regular file; save the answers as a CSV or XLSX file and name that.", name)
	}
	progress := newReading(a.stderr, name, f, info.Size())
	defer progress.done()
	in, err := answers.Open(name, progress, info.Size(), q)
	if err != nil {
		return answersFile{}, err
	}
	return answersFile{name, in.Ignored}, count(ctx, name, in, study)
}

// heartbeat is after how many rows it is asked whether to go on.
const heartbeat = 1 << 16

func count(ctx context.Context, name string, in *answers.Table, study *analytics.Study) error {
	for n := 1; ; n++ {
		r, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := study.Add(r.Wave, r.Team, r.Answers); err != nil {
			if survey.CodeOf(err) != survey.CodeInternal {
				return survey.Errorf(survey.CodeOf(err), "%s, row %d: %s", name, r.Number, err)
			}
			return fmt.Errorf("%s, row %d: %w", name, r.Number, err)
		}
		if n%heartbeat == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// remark says on stderr what was done with the file that its author may not
// have meant.
func (f answersFile) remark(w io.Writer, q *survey.Questionnaire, study *analytics.Study, result *analytics.Analysis) {
	if len(f.ignored) > 0 {
		var names []string
		for _, name := range f.ignored {
			names = append(names, printable(name))
		}
		fmt.Fprintf(w, "%s: these columns are not in the questionnaire and are ignored: %s\n", f.name, strings.Join(names, ", "))
	}
	if study.Mixed() {
		var waves []string
		for _, wave := range result.Waves {
			waves = append(waves, printable(*wave.Wave))
		}
		fmt.Fprintf(w, "%s: some waves are numbers and some are not, so they are in the order of their letters: %s\n", f.name, strings.Join(waves, ", "))
	}
	switch {
	case q.Incident == nil:
	case q.Columns.Wave == "":
		fmt.Fprintf(w, "%s: nothing is said of the incident, because the questionnaire names no wave column; write it as columns: {team: NAME, wave: NAME}\n", f.name)
	case result.MinimumGroup > 1:
		fmt.Fprintf(w, "%s: nothing is said of the incident, because it is withheld with a minimum_group of %d; it needs minimum_group: 1\n", f.name, result.MinimumGroup)
	}
}
