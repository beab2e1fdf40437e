package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func content(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func TestAFileIsWrittenWholeOrNotAtAll(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out")
	if err := new(app).writeFile(path, content("first")); err != nil {
		t.Fatal(err)
	}
	failed := errors.New("failed half-way")
	err := new(app).writeFile(path, func(w io.Writer) error {
		_, _ = io.WriteString(w, "sec")
		return failed
	})
	if got, _ := os.ReadFile(path); err != failed || string(got) != "first" {
		t.Errorf("error %v and content %q; want the failure and what was there before", err, got)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v; only the owner should read it", info.Mode())
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("%d files are left beside it", len(left)-1)
	}
}

func TestALinkIsFollowed(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	if err := errors.Join(os.WriteFile(target, nil, 0o600), os.Symlink(target, link)); err != nil {
		t.Fatal(err)
	}
	if err := new(app).writeFile(link, content("text")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if got, _ := os.ReadFile(target); err != nil || info.Mode()&os.ModeSymlink == 0 || string(got) != "text" {
		t.Errorf("the link is now %v and its target holds %q", info.Mode(), got)
	}
}

func TestWhatIsNoFileStaysWhatItIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	read := make(chan string)
	go func() {
		f, err := os.Open(path)
		if err != nil {
			t.Error(err)
		}
		text, _ := io.ReadAll(f)
		read <- string(text)
	}()
	if err := new(app).writeFile(path, content("through the pipe")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Fatalf("the pipe was replaced: %v %v", info.Mode(), err)
	}
	if got := <-read; got != "through the pipe" {
		t.Errorf("the pipe carried %q", got)
	}
}

func TestAPlaceThatCannotBeWrittenIsSaidAndNothingIsDone(t *testing.T) {
	dir := t.TempDir()
	for path, why := range map[string]string{
		dir:                               "it is a directory",
		filepath.Join(dir, "none", "out"): "no such file or directory",
	} {
		called := false
		err := new(app).writeFile(path, func(io.Writer) error { called = true; return nil })
		want := "cannot write " + path + ": " + why + "; choose another place"
		if called || err == nil || err.Error() != want {
			t.Errorf("%s: called %v, error %v; want %q", path, called, err, want)
		}
	}
}

// Every command that writes a file takes - for standard output, with nothing
// else in it.
func TestADashIsStandardOutput(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		in.must("people", "import", staffList)
		t.Chdir(t.TempDir())
		id := in.must("survey", "create", "--questionnaire", "P6", "--name", "Pulse")
		in.must("survey", "open", id)
		writes := func(begins string, args ...string) {
			stdout, stderr, code := in.run(args...)
			if code != exitDone || !strings.HasPrefix(stdout, begins) || strings.Contains(stderr, " -: ") || strings.Contains(stderr, " -.") {
				t.Errorf("%s: exit code %d, %.40q, %s", strings.Join(args, " "), code, stdout, stderr)
			}
		}
		writes("employee_id,email,team,link\n", "survey", "invitations", id, "-o", "-")
		in.must("survey", "close", id, "--reason", "test")
		writes("PK\x03\x04", "report", id, "-o", "-")
		writes("{", "verify", id, "--export", "-")
		writes(`{"format":"teamtrust backup 1"`, "backup", "-")
		if left, err := os.ReadDir("."); err != nil || len(left) != 0 {
			t.Errorf("beside it are %v, %v", left, err)
		}
	})
}

// A workbook is refused on a terminal, which is looked for where the output
// goes in the end.
func TestTheFileBehindTheOutputIsFound(t *testing.T) {
	for out, want := range map[io.Writer]bool{os.Stdout: true, &outlet{to: os.Stdout}: true, &outlet{to: io.Discard}: false, io.Discard: false} {
		if f, ok := fileOf(out); ok != want || ok && f != os.Stdout {
			t.Errorf("%T is the file %v", out, f)
		}
	}
}

func TestAnExportThatCannotBeWrittenDecidesNothing(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		in.must("people", "import", staffList)
		id := in.must("survey", "create", "--questionnaire", "P10", "--name", "Pulse")
		in.must("survey", "open", id)
		dir := t.TempDir()
		for _, bad := range []string{dir, filepath.Join(dir, "none", "links.csv")} {
			if _, stderr, code := in.run("survey", "invitations", id, "-o", bad); code != exitFailed || strings.Contains(stderr, "written to") {
				t.Errorf("%s: exit code %d and %q", bad, code, stderr)
			}
		}
		in.must("survey", "invitations", id, "-o", filepath.Join(dir, "cards.csv"), "--cards")
	})
}
