package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/store"
)

type doctorCmd struct {
	Format  string `enum:"text,json" default:"text" help:"text or json."`
	Backups string `help:"Where backups are kept, to see whether keys lie there too." placeholder:"DIR" type:"path"`
}

func (doctorCmd) Help() string {
	return "Looks at database, keys, jobs and machine, changes nothing, and says what to do. Give it the settings of the server. Exit code 1 where something has failed, 0 with warnings.\n\nExample: teamtrust doctor --public-url https://trust.example.org"
}

// Results of a check.
const (
	well    = "ok"
	warning = "warning"
	failure = "failure"
)

// finding is what one check found.
type finding struct {
	Check  string `json:"check"`
	Result string `json:"result"` // ok, warning, failure
	Found  string `json:"found"`
	Do     string `json:"do,omitempty"`
}

// doctor looks at one installation.
type doctor struct {
	*app
	now     time.Time
	backups string
	store   *store.Store
	keys    *ballot.Directory // nil where there is none
	surveys []survey.Survey
	found   []finding
}

func (d *doctor) well(check, found string, args ...any) {
	d.found = append(d.found, finding{check, well, fmt.Sprintf(found, args...), ""})
}

func (d *doctor) warn(check, do, found string, args ...any) {
	d.found = append(d.found, finding{check, warning, fmt.Sprintf(found, args...), do})
}

func (d *doctor) fail(check, do, found string, args ...any) {
	d.found = append(d.found, finding{check, failure, fmt.Sprintf(found, args...), do})
}

// unknown is a check that could not be made.
func (d *doctor) unknown(check string, err error) {
	d.fail(check, "Look at what is above; where that is well, at the message.", "could not be checked: %s", sentence(err))
}

// sentence is an error without the mark at its end.
func sentence(err error) string {
	var e *survey.Error
	text := err.Error()
	if errors.As(err, &e) {
		text = e.Message
	}
	return strings.TrimSuffix(text, ".")
}

// Run prints every finding.
func (c doctorCmd) Run(ctx context.Context, a *app) error {
	d := &doctor{app: a, now: time.Now(), backups: c.Backups}
	if err := d.open(ctx); err == nil {
		defer d.store.Close()
		d.lookInside(ctx)
	}
	d.lookAtPlaces()
	d.lookAtAddress()
	d.lookAtDisks()
	if c.Format == "json" {
		if err := writeJSON(a.stdout, d.found); err != nil {
			return err
		}
	} else {
		d.print()
	}
	return d.verdict()
}

// lookInside looks at everything that is read from the database, as far as its
// schema is this version's.
func (d *doctor) lookInside(ctx context.Context) {
	if !d.checkSchema(ctx) {
		return
	}
	d.lookAtDatabase(ctx)
	d.lookAtKeys(ctx)
	d.lookAtSurveys(ctx)
	d.lookAtSurroundings(ctx)
}

// open connects to the database and makes none.
func (d *doctor) open(ctx context.Context) (err error) {
	const start = "Check --data and --database; where this is a new installation, the first command makes it."
	if path, is := strings.CutPrefix(d.databaseURL(), "sqlite:"); is {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			d.fail("database", start, "there is no file %s", path)
			return err
		}
	}
	if d.store, err = store.Open(ctx, d.databaseURL()); err != nil {
		d.fail("database", start, "%s", sentence(err))
		return err
	}
	d.well("database", "%s answers", hidePassword(d.databaseURL()))
	return nil
}

func (d *doctor) print() {
	for _, f := range d.found {
		fmt.Fprintf(d.stdout, "%-7s  %-19s  %s\n", f.Result, f.Check, harmless(f.Found))
		if f.Do != "" {
			fmt.Fprintf(d.stdout, "%30s%s\n", "", f.Do)
		}
	}
}

// verdict fails where a check did.
func (d *doctor) verdict() error {
	warnings, failures := 0, 0
	for _, f := range d.found {
		switch f.Result {
		case warning:
			warnings++
		case failure:
			failures++
		}
	}
	if failures > 0 {
		return survey.Errorf(survey.CodeRefused, "%d of %d checks failed, %d with a warning; what to do stands below each.", failures, len(d.found), warnings)
	}
	return nil
}
