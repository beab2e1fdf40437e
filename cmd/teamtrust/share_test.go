package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// saved is a file with a share as somebody kept it.
func saved(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "share.txt")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (in *installation) refused(want string, args ...string) {
	in.t.Helper()
	if _, stderr, code := in.run(args...); code != exitFailed || !strings.Contains(stderr, want) {
		in.t.Errorf("teamtrust %s: exit code %d, %q, want a refusal with %q", strings.Join(args, " "), code, stderr, want)
	}
}

func TestASplitSurveyByCommands(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		in.must("people", "import", staffList)
		in.serve("serve")
		id := in.must("survey", "create", "--questionnaire", "P6", "--name", "Split", "--rehearsal", "--split-key")
		in.refused("HR and the auditor", "survey", "open", id)
		hr := in.must("survey", "share", id, "--take", "hr")
		in.refused("already", "survey", "share", id, "--take", "hr")
		in.must("survey", "share", id, "--renew")
		old := hr
		hr, auditor := in.must("survey", "share", id, "--take", "hr"), in.must("survey", "share", id, "--take", "auditor")
		in.must("survey", "open", id)
		in.must("simulate", id, "--ballots", "40")
		in.refused("after its end", "survey", "share", id, "--give", saved(t, hr))
		if out := in.must("survey", "close", id, "--reason", "a test"); !strings.Contains(out, "Missing: hr, auditor") {
			t.Errorf("closing says %q", out)
		}
		if row := in.listedAs(); row["state"] != "closed" || len(row["waits_for"].([]any)) != 2 || row["cast"] != nil {
			t.Errorf("it is listed as %v", row)
		}
		in.refused("its results exist once every share", "results", id, "--format", "json")
		for name, share := range map[string]string{"an old share": old, "a mistyped one": "AAAA" + hr[4:], "another text": "my share"} {
			in.refused("share", "survey", "share", id, "--give", saved(t, share))
			if row := in.listedAs(); len(row["waits_for"].([]any)) != 2 {
				t.Errorf("%s is kept: %v", name, row)
			}
		}
		if out := in.must("survey", "share", id, "--give", saved(t, hr[:40]+"\n"+hr[40:]+"\n")); !strings.Contains(out, "Missing: auditor") {
			t.Errorf("after one share: %q", out)
		}
		if out := in.must("survey", "share", id, "--give", saved(t, strings.ToLower(auditor))); !strings.HasPrefix(out, "Closed: 40 of 355 answered") {
			t.Errorf("after both: %q", out)
		}
		in.must("results", id, "--format", "json")
	})
}

func TestAShareCommandDoesOneThing(t *testing.T) {
	in := newInstallation(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	for _, args := range [][]string{{}, {"--take", "hr", "--renew"}, {"--take", "manager"}, {"--renew", "--give", "x"}} {
		if _, stderr, code := in.run(append([]string{"survey", "share", "ID"}, args...)...); code != exitUsage || stderr == "" {
			t.Errorf("%v: exit code %d, %q", args, code, stderr)
		}
	}
	in.refused("cannot be read", "survey", "share", "ID", "--give", filepath.Join(t.TempDir(), "none"))
}
