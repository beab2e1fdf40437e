package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// boxed is a closed survey of 12 ballots with a server that shows it, and what
// an auditor saves of it.
func boxed(t *testing.T, in *installation) (o *office, file func(name string, content []byte) string) {
	t.Helper()
	o = openOffice(t, in, map[string]int{"Kiosk": 7, "Depot": 6, "Depot / Gate": 2})
	for person := range o.links {
		if person != "Kiosk-1" && person != "Depot-1" && person != "Depot-Gate-1" {
			o.answer(person, given)
		}
	}
	o.must("survey", "close", o.survey, "--reason", "everybody has answered")
	dir := t.TempDir()
	return o, func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if content != nil {
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return path
	}
}

func TestABallotBoxIsVerifiedOnTheServerAndFromAFile(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		o, file := boxed(t, in)
		said := in.must("verify", o.survey)
		for _, want := range []string{"Survey " + o.survey + ", Autumn pulse", "holds      credentials  12 used credentials", "holds      release ", "unchecked  comments ", "Everything that can be checked holds."} {
			if !strings.Contains(said, want) {
				t.Errorf("it does not say %q:\n%s", want, said)
			}
		}
		exported := file("box.json", nil)
		in.must("verify", o.survey, "--export", exported)
		raw, err := os.ReadFile(exported)
		if err != nil || string(raw) != string(in.download("/verify/"+o.survey+"/export")) {
			t.Errorf("the server exports something else: %v", err)
		}
		checkpoint := file("checkpoint.json", in.download("/verify/log/checkpoint"))
		results := file("results.json", []byte(in.must("results", o.survey, "--format", "json")))
		stranger := &installation{t: t, flags: []string{"--data", filepath.Join(t.TempDir(), "none")}}
		said = stranger.must("verify", "--file", exported, "--checkpoint", checkpoint, "--results", results)
		for _, want := range []string{"holds      release ", "it begins with the checkpoint of 2 leaves that was kept", "can be recounted only on the server", "Everything that can be checked holds."} {
			if !strings.Contains(said, want) {
				t.Errorf("offline it does not say %q:\n%s", want, said)
			}
		}
		if _, err := os.Stat(stranger.flags[1]); !os.IsNotExist(err) {
			t.Errorf("the offline check made a database: %v", err)
		}
		if said := stranger.must("verify", "--file", exported); !strings.Contains(said, "unchecked  release ") {
			t.Errorf("without results it says:\n%s", said)
		}
	})
}

func TestWhatDoesNotHoldIsNamedAndEndsWithOne(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		o, file := boxed(t, in)
		exported := file("box.json", nil)
		in.must("verify", o.survey, "--export", exported)
		raw, err := os.ReadFile(exported)
		if err != nil {
			t.Fatal(err)
		}
		results := in.must("results", o.survey, "--format", "json")
		store := in.past(time.Now()).store
		if _, err := store.SQL().Exec("DELETE FROM ballots WHERE id = (SELECT max(id) FROM ballots)"); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			args        []string
			said, fails string
		}{
			"a ballot less":       {[]string{"verify", o.survey}, "fails      ballots      \n           block ", "does not hold: ballots, tallies, release"},
			"another results":     {[]string{"verify", "--file", exported, "--results", file("changed.json", []byte(strings.Replace(results, `"invited": 15`, `"invited": 16`, 1)))}, "the results have the hash ", "does not hold: release"},
			"a changed file":      {[]string{"verify", "--file", file("changed-box.json", []byte(strings.Replace(string(raw), `"eligible":8`, `"eligible":9`, 1)))}, "the manifest was changed", "does not hold: manifest"},
			"no such survey":      {[]string{"verify", "none"}, "", "There is no survey none"},
			"no such file":        {[]string{"verify", "--file", file("none", nil)}, "", "cannot read the export"},
			"no export":           {[]string{"verify", "--file", file("results.json", []byte(results))}, "", "This is no export of a survey"},
			"no checkpoint":       {[]string{"verify", "--file", exported, "--checkpoint", exported}, "", "is no checkpoint"},
			"results in two ways": {[]string{"verify", "--file", exported, "--results", file("twice.json", []byte(strings.Replace(results, `"invited": 15`, `"invited": 16, "invited": 15`, 1)))}, "", "occurs twice"},
			"no results":          {[]string{"verify", "--file", exported, "--results", file("no.json", []byte("x"))}, "", "is no file of results"},
			"a file that is gone": {[]string{"verify", o.survey, "--checkpoint", file("none", nil)}, "", "cannot read the checkpoint"},
		} {
			stdout, stderr, code := in.run(c.args...)
			if code != exitFailed || !strings.Contains(stdout, c.said) || !strings.Contains(stderr, c.fails) || strings.Count(stderr, "\n") != 1 {
				t.Errorf("%s: exit code %d\n%s%s", name, code, stdout, stderr)
			}
		}
	})
}

func TestVerifyIsToldWhatToVerify(t *testing.T) {
	in := newInstallation(t, "sqlite:"+filepath.Join(t.TempDir(), "t.db"))
	for _, args := range [][]string{{"verify"}, {"verify", "ID", "--file", "x"}, {"verify", "--file", "x", "--export", "y"}, {"verify", "ID", "--results", "x"}, {"verify", "ID", "--retention", "0"}} {
		if stdout, stderr, code := in.run(args...); code != exitUsage || stdout != "" || !strings.Contains(stderr, "See teamtrust verify --help") {
			t.Errorf("%v: exit code %d\n%s%s", args, code, stdout, stderr)
		}
	}
	if help := in.must("verify", "--help"); !strings.Contains(help, "Example: teamtrust verify --file box.json") {
		t.Errorf("the help has no example:\n%s", help)
	}
}

func TestALargeVerificationShowsHowFarItIs(t *testing.T) {
	var errs strings.Builder
	a := &app{stderr: &errs}
	step, done := a.counting(slow)
	for range slow {
		step()
	}
	done()
	if said := errs.String(); strings.Count(said, "\n") != 10 || !strings.HasSuffix(said, fmt.Sprintf("credentials: %d of %d\n", slow, slow)) {
		t.Errorf("it says\n%s", said)
	}
	errs.Reset()
	step, done = a.counting(slow - 1)
	step()
	done()
	if errs.String() != "" {
		t.Errorf("a small one says %q", errs.String())
	}
}
