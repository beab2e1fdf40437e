package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"teamtrust/migrations"
	"teamtrust/server"
	"teamtrust/survey/store/storetest"
)

// examine runs doctor and returns its findings by check, the worst of each.
func (in *installation) examine(args ...string) (found map[string]finding, code int) {
	in.t.Helper()
	stdout, stderr, code := in.run(append([]string{"doctor", "--format", "json"}, args...)...)
	var list []finding
	if err := json.Unmarshal([]byte(stdout), &list); err != nil {
		in.t.Fatalf("doctor prints %q, %q: %v", stdout, stderr, err)
	}
	rank := map[string]int{well: 0, warning: 1, failure: 2}
	found = map[string]finding{}
	for _, f := range list {
		if old, ok := found[f.Check]; !ok || rank[f.Result] > rank[old.Result] {
			found[f.Check] = f
		}
		if (f.Result == well) != (f.Do == "") {
			in.t.Errorf("%s says what to do where all is well, or does not where it is not: %+v", f.Check, f)
		}
	}
	return found, code
}

func (in *installation) exec(statement string) {
	in.t.Helper()
	a := &app{Config: Config{Data: in.flags[1], Keys: in.flags[3], Database: in.database()}}
	o, err := a.open(in.t.Context())
	if err != nil {
		in.t.Fatal(err)
	}
	defer o.Close()
	if _, err := o.store.SQL().Exec(statement); err != nil {
		in.t.Fatal(err)
	}
}

func TestAWellInstallationHasNoFailure(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		in.must("people", "import", staffList)
		in.must("survey", "open", in.must("survey", "create", "--questionnaire", "P6", "--name", "Pulse"))
		found, code := in.examine("--public-url", "https://trust.example.org")
		if code != exitDone || len(found) < 14 {
			t.Errorf("exit code %d, %d checks", code, len(found))
		}
		for _, f := range found {
			if f.Result == failure || f.Result == warning && f.Check != "places" && f.Check != "server log" {
				t.Errorf("%+v", f)
			}
		}
	})
}

// Each illness is found by the check that is for it.
func TestDoctorFindsWhatIsWrong(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		in.must("people", "import", staffList)
		id := in.must("survey", "create", "--questionnaire", "P6", "--name", "Pulse")
		in.must("survey", "open", id)
		keys := in.flags[3]
		file := func(name string) string { return filepath.Join(keys, id, name) }
		for _, ill := range []struct {
			check, result, said string
			make, cure          func()
		}{
			{"key directory", failure, "receipt.key", func() { os.Chmod(file("receipt.key"), 0o644) }, func() { os.Chmod(file("receipt.key"), 0o600) }},
			{"survey keys", failure, "sealing.key", func() { os.Rename(file("0/sealing.key"), file("gone")) }, func() { os.Rename(file("gone"), file("0/sealing.key")) }},
			{"left-over keys", warning, "no survey nobody", func() { os.Mkdir(filepath.Join(keys, "nobody"), 0o700) }, func() { os.Remove(filepath.Join(keys, "nobody")) }},
			{"transparency log", warning, "log.key", func() { os.Rename(filepath.Join(keys, "log.key"), file("log")) }, func() { os.Rename(file("log"), filepath.Join(keys, "log.key")) }},
			{"transparency log", failure, "not those that were signed", func() { in.exec("UPDATE log SET leaf = 'x' || leaf") }, func() { in.exec("UPDATE log SET leaf = substr(leaf, 2)") }},
			{"surveys", failure, "still open", func() { in.exec(fmt.Sprintf("UPDATE surveys SET closes = closes - %d", 8*86400)) }, func() { in.exec(fmt.Sprintf("UPDATE surveys SET closes = closes + %d", 8*86400)) }},
			{"clock", warning, "yet to come", func() { in.exec(fmt.Sprintf("UPDATE audit SET at = at + %d", 86400)) }, func() { in.exec(fmt.Sprintf("UPDATE audit SET at = at - %d", 86400)) }},
			{"forwarded addresses", warning, "2026-03-02", func() {
				in.exec("INSERT INTO settings (key, value) VALUES ('" + server.SettingForwarded + "', '2026-03-02')")
			}, func() { in.exec("DELETE FROM settings") }},
			{"jobs", warning, "close_survey since", func() { in.exec("UPDATE river_job SET scheduled_at = '2026-01-01 00:00:00'") }, func() { in.exec("DELETE FROM river_job") }},
		} {
			ill.make()
			found, code := in.examine("--public-url", "https://trust.example.org")
			if f := found[ill.check]; f.Result != ill.result || !strings.Contains(f.Found, ill.said) || (code == exitFailed) != (ill.result == failure) {
				t.Errorf("%s, %s: exit code %d, found %+v", ill.check, ill.said, code, f)
			}
			ill.cure()
			if f := in.cured(ill.check); f.Result != well && ill.check != "places" {
				t.Errorf("once that is cured: %+v", f)
			}
		}
	})
}

func (in *installation) cured(check string) finding {
	found, _ := in.examine("--public-url", "https://trust.example.org")
	return found[check]
}

func TestDoctorLooksAtPlacesAndAddresses(t *testing.T) {
	dir := t.TempDir()
	in := &installation{t: t, flags: []string{"--data", dir, "--keys", filepath.Join(dir, "keys"), "--database", "sqlite:" + filepath.Join(dir, "x.db")}}
	if found, code := in.examine(); code != exitFailed || found["database"].Result != failure {
		t.Errorf("without a database: exit code %d, %+v", code, found["database"])
	}
	if _, err := os.Stat(filepath.Join(dir, "x.db")); err == nil {
		t.Error("looking made a database")
	}
	in.must("people", "import", staffList)
	for _, c := range []struct {
		args                []string
		check, result, said string
	}{
		{nil, "places", warning, "inside"},
		{[]string{"--backups", dir}, "places", failure, "one place"},
		{nil, "address", warning, "this computer alone"},
		{[]string{"--public-url", "http://trust.example.org"}, "address", failure, "no encryption"},
		{[]string{"--public-url", "https://trust.example.org", "--ballot-url", "http://ask.example.org"}, "address", failure, "http://ask.example.org"},
	} {
		found, _ := in.examine(c.args...)
		if f := found[c.check]; f.Result != c.result || !strings.Contains(f.Found, c.said) {
			t.Errorf("%v: %+v", c.args, f)
		}
	}
	if _, stderr, _ := in.run("doctor", "--public-url", "http://trust.example.org"); !strings.Contains(stderr, "1 of ") {
		t.Errorf("it ends with %q", stderr)
	}
}

func TestAServerWarnsOfKeysInsideTheData(t *testing.T) {
	dir := t.TempDir()
	p := newProgram(t, "sqlite:"+filepath.Join(dir, "x.db"))
	for i, f := range p.flags {
		if f == p.keys {
			p.flags[i] = filepath.Join(dir, "keys")
		}
	}
	s := p.serve("127.0.0.1:0")
	defer s.stop()
	for range 100 {
		if strings.Contains(s.log.String(), "lie inside") {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("the log says only %q", s.log.String())
}

// A database of an earlier version is no failure: the next command brings it up.
func TestDoctorLooksAtAnOlderDatabase(t *testing.T) {
	for _, dialect := range storetest.Dialects(t) {
		in := newInstallation(t, storetest.URL(t, dialect))
		s := storetest.Open(t, in.database())
		if err := migrations.To(t.Context(), s.SQL(), dialect, 12); err != nil {
			t.Fatal(err)
		}
		found, code := in.examine("--public-url", "https://trust.example.org")
		if f := found["schema"]; code != exitDone || f.Result != warning || !strings.Contains(f.Found, "not applied") {
			t.Errorf("%s: exit code %d, %+v", dialect, code, f)
		}
		if pending, err := s.Pending(t.Context()); err != nil || len(pending) == 0 {
			t.Errorf("%s: looking applied migrations: %v, %v", dialect, pending, err)
		}
	}
}
