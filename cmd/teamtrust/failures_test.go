package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestAFailureSaysWhatToDo(t *testing.T) {
	in := newInstallation(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	in.must("people", "import", staffList)
	rehearsal := in.must("survey", "create", "--questionnaire", "P6", "--name", "Practice", "--rehearsal")
	in.must("survey", "open", rehearsal)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	dir, address := t.TempDir(), taken.Addr().String()
	noVersion := filepath.Join(dir, "own.yaml")
	if err := os.WriteFile(noVersion, []byte("id: own\nscale: {lo: 1, hi: 5}\nitems: {A: {text: {en: Here}}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"people", "import", dir}, "cannot read the staff list " + dir + " (it is a directory); name a CSV or XLSX file"},
		{[]string{"people", "import", dir + "/none.csv"}, "(no such file or directory); name a CSV or XLSX file"},
		{[]string{"serve", "--listen", address}, "cannot listen on " + address + " (bind: address already in use); choose another address with --listen"},
		{[]string{"demo", "--listen", "8080"}, "choose another address with --listen"},
		{[]string{"simulate", rehearsal, "--url", "http://127.0.0.1:1"}, "no server answers at http://127.0.0.1:1 (connect: connection refused); start one with teamtrust serve, or name it with --url"},
		{[]string{"simulate", rehearsal, "--url", "nowhere"}, "no server answers at nowhere"},
		{[]string{"survey", "open", "none"}, "There is no survey none; look up its id in the list of surveys."},
		{[]string{"survey", "open", rehearsal}, "so make a new one"},
		{[]string{"survey", "replace", rehearsal, "none", "--reason", "lost"}, "check the employee id"},
		{[]string{"account", "link", "nobody@example.org"}, "add it first"},
		{[]string{"survey", "create", "--questionnaire", noVersion, "--name", "Own"}, "own.yaml: version: a survey needs the version of its questionnaire"},
		{[]string{"survey", "create", "--questionnaire", "P6", "--name", "Herbst \xff"}, "characters that cannot be shown"},
	} {
		stdout, stderr, code := in.run(c.args...)
		if code != exitFailed || stdout != "" || !strings.Contains(stderr, c.want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%q: exit code %d, %q and on stderr %q; want one line with %q", c.args, code, stdout, stderr, c.want)
		}
	}
}

func TestAStaffListCanBePipedIn(t *testing.T) {
	in := newInstallation(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	list, err := os.ReadFile(staffList)
	if err != nil {
		t.Fatal(err)
	}
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	go func() {
		if err := os.WriteFile(pipe, list, 0); err != nil {
			t.Error(err)
		}
	}()
	if got, want := in.must("people", "import", pipe), "355 people, 58 teams: 355 new, 0 changed, 0 leaving"; got != want {
		t.Errorf("the import ends with %q, want %q", got, want)
	}
}
