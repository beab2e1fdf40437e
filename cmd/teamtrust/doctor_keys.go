package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

func (d *doctor) lookAtKeys(ctx context.Context) {
	var err error
	if d.surveys, err = d.store.Surveys(ctx); err != nil {
		d.unknown("surveys", err)
		return
	}
	if !d.checkDirectory() {
		return
	}
	d.checkRights()
	d.checkSurveyKeys()
	d.checkLeftOver(ctx)
	d.checkLog(ctx)
}

// checkDirectory reports whether there is a key directory.
func (d *doctor) checkDirectory() bool {
	info, err := os.Stat(d.keysDir())
	opened := slices.ContainsFunc(d.surveys, func(sv survey.Survey) bool { return sv.State != survey.Draft })
	switch {
	case errors.Is(err, fs.ErrNotExist) && !opened:
		d.well("key directory", "%s is made by the first opening", d.keysDir())
		return false
	case err != nil || !info.IsDir():
		d.fail("key directory", "Name the right one with --keys; where it is lost, see docs/operating.md.", "%s is no directory that can be read", d.keysDir())
		return false
	}
	if d.keys, err = ballot.OpenDirectory(d.keysDir()); err != nil {
		d.unknown("key directory", err)
		return false
	}
	return true
}

// checkRights looks whether anybody else can read the keys.
func (d *doctor) checkRights() {
	var open, foreign []string
	err := filepath.WalkDir(d.keysDir(), func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) { // a mix destroyed it meanwhile
			return nil
		}
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			open = append(open, path)
		}
		if uid, known := owner(info); known && uid != os.Geteuid() {
			foreign = append(foreign, path)
		}
		return nil
	})
	switch {
	case err != nil:
		d.unknown("key directory", err)
	case len(open) > 0:
		d.fail("key directory", "chmod -R go-rwx "+d.keysDir(), "others may get at %s", some(open))
	case len(foreign) > 0:
		d.warn("key directory", "Run this as the user that runs the server, or give the files to that user.", "%s belongs to another user", some(foreign))
	default:
		d.well("key directory", "%s is for its owner alone", d.keysDir())
	}
}

// some names the first of several paths.
func some(paths []string) string {
	if len(paths) > 3 {
		return strings.Join(paths[:3], ", ") + ", …"
	}
	return strings.Join(paths, ", ")
}

// checkSurveyKeys looks whether every open box can be opened, as far as that is
// to be seen without opening it.
func (d *doctor) checkSurveyKeys() {
	whole, broken := 0, 0
	for _, sv := range d.surveys {
		if sv.State != survey.Open {
			continue
		}
		if _, err := d.keys.Load(sv.ID, sv.Epoch); err != nil {
			broken++
			d.fail("survey keys", "Put the file back; where it is lost, the ballots are: docs/operating.md, §4.", "%s (%s): %s", sv.Name, sv.ID, sentence(err))
			continue
		}
		whole++
	}
	if broken == 0 {
		d.well("survey keys", "complete for %s", survey.Amount(whole, "open survey", "open surveys"))
	}
}

// checkLeftOver looks for keys that should have been destroyed, and for folders
// of surveys that this database does not have.
func (d *doctor) checkLeftOver(ctx context.Context) {
	folders, err := d.keys.Surveys()
	if err != nil {
		d.unknown("left-over keys", err)
		return
	}
	problems := len(d.found)
	for _, id := range folders {
		at := slices.IndexFunc(d.surveys, func(sv survey.Survey) bool { return sv.ID == id })
		if at < 0 {
			d.warn("left-over keys", "They are of another installation, or were made after the backup that this one was restored from. Move the folder away if nobody needs it.", "the database has no survey %s, the key directory has", id)
			continue
		}
		if d.surveys[at].State != survey.Closed {
			continue
		}
		if left, err := d.keys.Destroyable(id); err != nil {
			d.unknown("left-over keys", err)
		} else if len(left) > 0 {
			d.fail("left-over keys", "Start the server, or any other command: it destroys them. If they come back, something copies keys.", "survey %s is closed and these are still there: %s", id, strings.Join(left, ", "))
		}
	}
	left, err := d.store.Left(ctx)
	switch {
	case err != nil:
		d.unknown("left-over keys", err)
	case len(left) > 0:
		d.warn("left-over keys", "Start the server, or any other command: it destroys them.", "keys of %d epochs that were left are not recorded as destroyed", len(left))
	case len(d.found) == problems:
		d.well("left-over keys", "none")
	}
}

// checkLog compares the log of manifests with all that was signed of it.
func (d *doctor) checkLog(ctx context.Context) {
	log, signed, err := d.store.Log(ctx)
	if err != nil {
		d.unknown("transparency log", err)
		return
	}
	const rewritten = "Keep a copy of database and keys, and tell the auditor: teamtrust verify ID says more."
	for i, stored := range signed {
		c, err := ballot.OpenCheckpoint(stored.Note, stored.VerifierKey)
		if err != nil || c.Size != stored.Size || !c.Fits(log.Leaves()) || i == len(signed)-1 && c.Size != len(log) {
			d.fail("transparency log", rewritten, "its %d leaves are not those that were signed as %d", len(log), stored.Size)
			return
		}
	}
	key, err := d.keys.KeptLogKey()
	switch {
	case len(log) == 0:
		d.well("transparency log", "empty")
	case err != nil:
		d.warn("transparency log", "Put log.key back from the copy; otherwise the next opening makes a new one, and auditors will ask.", "%s", sentence(err))
	case len(signed) == 0 || signed[len(signed)-1].VerifierKey != key.Verifier():
		d.warn("transparency log", "Where log.key was replaced, tell the auditors the new verifier key.", "it was last signed with another key than the one in %s", d.keysDir())
	default:
		d.well("transparency log", "%s, as signed", survey.Amount(len(log), "leaf", "leaves"))
	}
}
