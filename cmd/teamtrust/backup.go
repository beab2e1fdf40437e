package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
)

type backupCmd struct {
	File string `arg:"" help:"The file to write, which must not exist yet; - is standard output." placeholder:"FILE" type:"path"`
}

func (backupCmd) Help() string {
	return "Everything in the database as it is at one moment, also while a server runs, in a form that either kind of database can be restored from. " +
		"Keys are never in it: whoever has a backup and the key directory of the same hour can open ballots of a survey that was open then. Keep the two apart.\n\n" +
		"Example: teamtrust backup /mnt/backups/teamtrust-monday.backup"
}

// Run writes the backup, whole or not at all.
func (c backupCmd) Run(ctx context.Context, a *app) error {
	if err := a.mayBackUpTo(c.File); err != nil {
		return err
	}
	return a.with(ctx, func(o *opened) error {
		rows, err := o.store.Rows(ctx)
		if err != nil {
			return err
		}
		step, done := a.rows(rows)
		defer done()
		var said string
		err = a.writeFile(c.File, func(w io.Writer) error {
			made := time.Now()
			if err := o.store.Record(ctx, people.Entry{At: made, Actor: life.CommandLine.Name, Action: "back up database", Object: filepath.Base(c.File)}); err != nil {
				return err
			}
			b, err := o.store.Backup(ctx, w, made, step)
			said = fmt.Sprintf("%d rows of schema %d, SHA-256 %s", b.Rows, b.Schema, b.SHA256)
			return err
		})
		if err != nil {
			return err
		}
		done()
		fmt.Fprintf(a.stderr, "Backup written to %s: %s. It has no keys; %s is not to be kept with it.\n", place(c.File), said, a.keysDir())
		if c.File == standardOutput {
			return nil
		}
		return syncFolder(filepath.Dir(c.File))
	})
}

// mayBackUpTo refuses a file that is there, and one among the keys. A device or
// a pipe may be there.
func (a *app) mayBackUpTo(file string) error {
	if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
		return survey.Errorf(survey.CodeRefused, "%s is there already; a backup overwrites nothing, so name another file.", file)
	}
	if liesIn(file, a.keysDir()) {
		return survey.Errorf(survey.CodeRefused, "%s lies in the key directory %s; keep backups apart from keys.", file, a.keysDir())
	}
	return nil
}

// liesIn reports whether a path, which need not exist, lies in a folder or is
// it, whatever links lead there.
func liesIn(path, folder string) bool {
	rel, err := filepath.Rel(unlinked(folder), unlinked(path))
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// unlinked is a path without links, as far as it exists.
func unlinked(path string) string {
	path, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	if parent := filepath.Dir(path); parent != path {
		return filepath.Join(unlinked(parent), filepath.Base(path))
	}
	return path
}

// syncFolder makes a new name in a folder durable.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("look at %s: %w", path, err)
	}
	err = d.Sync()
	if errors.Is(err, fs.ErrInvalid) { // a place such as /dev has nothing to make durable
		err = nil
	}
	return errors.Join(err, d.Close())
}

// manyRows is how many rows take long enough for their progress to be shown.
const manyRows = 20_000

// rows shows how far a backup or its restoration is, where it takes long.
func (a *app) rows(total int) (step, done func()) {
	if total < manyRows {
		return func() {}, func() {}
	}
	bar := newProgress(a.stderr, "rows", total)
	return bar.add, bar.done
}
