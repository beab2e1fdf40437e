package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teamtrust/survey/store/storetest"
)

func TestABackupOverwritesNothingAndStaysAwayFromKeys(t *testing.T) {
	in := newInstallation(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	in.must("people", "import", staffList)
	dir := t.TempDir()
	keys := in.flags[3]
	file, link := filepath.Join(dir, "whole.backup"), filepath.Join(dir, "link")
	in.must("backup", file)
	if err := os.MkdirAll(keys, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(keys, link); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		file: "overwrites nothing", filepath.Join(keys, "b"): "key directory", filepath.Join(link, "b"): "key directory", filepath.Join(dir, "none", "b"): "cannot write",
	} {
		before, _ := os.ReadFile(path)
		_, stderr, code := in.run("backup", path)
		if code != exitFailed || !strings.Contains(stderr, want) {
			t.Errorf("%s: exit code %d, %s", path, code, stderr)
		}
		if after, _ := os.ReadFile(path); string(after) != string(before) {
			t.Errorf("%s was written", path)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".teamtrust-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// An installation moves to another host, and to the other database, while a
// survey is open.
func TestAnOpenSurveyMovesWithItsInstallation(t *testing.T) {
	eachProgram(t, func(t *testing.T, p *program) {
		p.must("people", "import", staffList)
		id := p.must("survey", "create", "--questionnaire", "P6", "--name", "Moves", "--rehearsal")
		p.must("survey", "open", id)
		s := p.serve("127.0.0.1:0")
		p.must("simulate", id, "--url", s.url, "--ballots", "100", "--seed", "1")
		s.stop() // otherwise it could mix the box between the backup and the copy of the keys
		file := filepath.Join(t.TempDir(), "move.backup")
		p.must("backup", file)
		for _, dialect := range storetest.Dialects(t) {
			other := newInstallation(t, storetest.URL(t, dialect))
			other.flags[3] = copyKeys(t, p.keys)
			said := other.must("restore", file, "--nothing-since")
			if !strings.Contains(said, "its keys are there") || strings.Contains(said, "lost") {
				t.Errorf("it says\n%s", said)
			}
			other.must("survey", "close", id, "--reason", "moved")
			var r struct {
				Cast   *int
				Blocks []struct{ Replaced int }
			}
			if err := json.Unmarshal([]byte(other.must("results", id, "--format", "json")), &r); err != nil {
				t.Fatal(err)
			}
			if r.Cast == nil || *r.Cast != 100 || len(r.Blocks) == 0 || r.Blocks[0].Replaced != 0 {
				t.Errorf("the results are %+v", r)
			}
			other.must("verify", id)
			log := other.entries(t)
			if !strings.Contains(log, "back up database") || !strings.Contains(log, "restore backup") {
				t.Errorf("the audit log has neither backup nor restoration:\n%s", log)
			}
		}
	})
}

// entries are the actions of the audit log.
func (in *installation) entries(t *testing.T) string {
	t.Helper()
	a := &app{Config: Config{Data: in.flags[1], Keys: in.flags[3], Database: in.database()}}
	o, err := a.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	entries, err := o.store.Entries(t.Context(), 100, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Action+": "+e.Detail)
	}
	return strings.Join(out, "\n")
}

// copyKeys is a key directory as it is on the new host.
func copyKeys(t *testing.T, keys string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "keys")
	if err := os.CopyFS(dir, os.DirFS(keys)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// The example organisation with its past surveys goes through a file and comes
// out alike.
func TestTheDemoSurvivesABackup(t *testing.T) {
	in := newInstallation(t, storetest.URL(t, "sqlite"))
	in.serve("demo")
	file := filepath.Join(t.TempDir(), "demo.backup")
	in.must("backup", file)
	for _, dialect := range storetest.Dialects(t) {
		other := newInstallation(t, storetest.URL(t, dialect))
		other.flags[3] = copyKeys(t, in.flags[3])
		other.must("restore", file, "--nothing-since")
		var list []listed
		if err := json.Unmarshal([]byte(other.must("survey", "list", "--format", "json")), &list); err != nil || len(list) != 4 {
			t.Fatalf("%d surveys, %v", len(list), err)
		}
		for _, sv := range list {
			other.must("verify", sv.ID) // what it prints changes when old ballots are deleted
			before, _, code := in.run("results", sv.ID, "--format", "json")
			if after, _, again := other.run("results", sv.ID, "--format", "json"); after != before || again != code {
				t.Errorf("%s: results of %s are other ones, exit code %d and %d", dialect, sv.Name, code, again)
			}
		}
		other.serve("serve")
		if page := other.page("/surveys/" + list[0].ID); !strings.Contains(page, `data-state="open"`) {
			t.Errorf("the survey that was open is not: %.900s", page)
		}
	}
}

func TestABackupThatCannotBeWrittenSaysWhy(t *testing.T) {
	in := newInstallation(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	in.must("people", "import", staffList)
	if _, stderr, code := in.run("backup", "/dev/full"); code != exitFailed || !strings.Contains(stderr, "no space left") || !strings.Contains(stderr, "/dev/full") {
		t.Errorf("exit code %d, %q", code, stderr)
	}
}
