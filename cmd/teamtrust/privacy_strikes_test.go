package main

import (
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// firstDelays are how long after its begin something is hit, at most. They are
// learnt from there: what a kill hit is seen afterwards.
func firstDelays() map[string]time.Duration {
	return map[string]time.Duration{
		inCollect: 2 * time.Millisecond, inCast: 2 * time.Millisecond, inReplace: 2 * time.Millisecond, inWithdraw: 2 * time.Millisecond,
		inMix: 20 * time.Millisecond, inClose: 60 * time.Millisecond, inDestroy: time.Millisecond,
	}
}

// early and late move the delay of a place.
func (c *campaign) early(place string) { c.delays[place] = c.delays[place]*5/4 + 1 }
func (c *campaign) late(place string)  { c.delays[place] = c.delays[place]*3/4 + 1 }

// strike kills while people vote, as soon as the place was reached and a moment
// of chance later.
func (r *round) strike(place string) {
	r.t.Helper()
	r.aim.Store(place)
	defer r.aim.Store("")
	before := r.keyFiles()
	reached := func() bool { return r.busy(place) }
	if place == inMix {
		reached = r.mixBegins(before)
	}
	r.until(func() bool { return reached() || r.fresh.Load() == 0 })
	r.killed(place)
	switch found := r.look(); {
	case found.mixing(before):
		r.hits[inMix]++
		r.early(inMix)
	case place == inMix:
		r.late(inMix)
	}
	r.revive()
	sent := r.receipts.Load()
	r.until(func() bool { return r.receipts.Load() > sent }) // it works again
}

// killed kills, a moment after the place was reached, and counts what that cut
// off.
func (r *round) killed(place string) {
	r.t.Helper()
	time.Sleep(rand.N(r.delays[place]))
	r.dies()
	r.kill()
	r.until(r.over)
	r.kills, r.left = r.kills+1, r.left-1
	for place, n := range r.cut {
		if n > 0 && place != inClose {
			r.hits[place]++
		}
	}
}

// mixBegins asks the server for a mix, again and again until there are enough
// new rows for one, and reports whether it has made keys for it.
func (r *round) mixBegins(before []string) func() bool {
	var asked time.Time
	return func() bool {
		if time.Since(asked) > 2*time.Second {
			asked = time.Now()
			args := "'{}'"
			if r.administrator.sqlite != "" {
				args = "jsonb('{}')"
			}
			r.administrator.exec("INSERT INTO river_job (kind, args, max_attempts) VALUES ('mix', " + args + ", 1)")
		}
		return len(added(before, r.keyFiles())) > 0
	}
}

// strikeAtTheClose lets HR close the survey and kills during that, or when the
// first key is gone. It returns whether the survey is still open.
func (r *round) strikeAtTheClose() (open bool) {
	r.t.Helper()
	place := r.hits.leastFirst([]string{inDestroy, inClose})[0]
	before, answered := r.keyFiles(), make(chan error, 1)
	go func() { answered <- r.during(inClose, r.askToClose) }()
	r.until(func() bool {
		switch {
		case len(answered) > 0:
			return true
		case place == inDestroy:
			return len(added(r.keyFiles(), before)) > 0
		}
		return r.busy(inClose)
	})
	r.killed(place)
	found := r.look()
	switch {
	case found.destroying():
		r.hits[inDestroy]++
	case found.state == "open" && r.cut[inClose] > 0:
		r.hits[inClose]++
		r.early(inClose)
	default:
		r.late(place)
	}
	r.revive()
	return found.state == "open"
}

// close lets HR close the survey, which may have happened.
func (r *round) close() {
	r.t.Helper()
	r.until(func() bool {
		err := r.askToClose()
		return err == nil || strings.Contains(err.Error(), "409") || strings.Contains(err.Error(), "410")
	})
}

func (r *round) askToClose() error {
	answer, err := r.hr.PostForm(r.server.url+"/hr/surveys/"+r.id+"/close", url.Values{"confirm": {"yes"}, "reason": {"test"}})
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("the server answered %s", answer.Status)
	}
	return nil
}

// wreck is what a kill left in the database and in the directory of keys.
type wreck struct {
	state, epoch string
	destroyed    string // when the keys of the closed box were, empty: not recorded
	undestroyed  string // epochs that were left and whose keys may be there
	files        []string
}

// look reads what is left while nothing runs.
func (r *round) look() wreck {
	r.t.Helper()
	a := r.administrator
	if a.sqlite != "" {
		a = r.copied()
		defer a.db.Close()
	}
	row := a.rows("SELECT state, epoch, coalesce(CAST(keys_destroyed AS TEXT), '') FROM surveys WHERE id = '" + r.id + "'")[0]
	return wreck{
		state: row[0], epoch: row[1], destroyed: row[2], files: r.keyFiles(),
		undestroyed: a.one("SELECT count(*) FROM epochs WHERE destroyed IS NULL AND survey = '" + r.id + "'"),
	}
}

// copied is an administrator of a copy of the file as it lies there: to open it
// would repair it, and that is the next server's part.
func (r *round) copied() *administrator {
	r.t.Helper()
	to := filepath.Join(r.t.TempDir(), "copy.db")
	for _, part := range []string{"", "-wal"} {
		content, err := os.ReadFile(r.administrator.sqlite + part)
		if err == nil {
			err = os.WriteFile(to+part, content, 0o600)
		}
		if err != nil && !os.IsNotExist(err) {
			r.t.Fatal(err)
		}
	}
	return (&program{t: r.t, database: "sqlite:" + to}).administrator()
}

// mixing reports whether a mix was under way: its keys were made and not yet put
// into use, or the box has left an epoch whose keys are not yet known to be
// destroyed.
func (w wreck) mixing(before []string) bool {
	if w.undestroyed != "0" {
		return true
	}
	for _, file := range added(before, w.files) {
		if !strings.HasPrefix(file, w.epoch+"/") {
			return true
		}
	}
	return false
}

// destroying reports whether a close was committed and the destruction of its
// keys was not over.
func (w wreck) destroying() bool { return w.state == "closed" && w.destroyed == "" }

// keyFiles are the files of the survey's keys.
func (r *round) keyFiles() (files []string) {
	folder := filepath.Join(r.p.keys, r.id)
	_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() { // what goes meanwhile is gone
			name, _ := filepath.Rel(folder, path)
			files = append(files, name)
		}
		return nil
	})
	return files
}

// added are the elements of after that before has not.
func added(before, after []string) (out []string) {
	for _, one := range after {
		if !slices.Contains(before, one) {
			out = append(out, one)
		}
	}
	return out
}
