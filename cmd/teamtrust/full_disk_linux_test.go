package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"teamtrust/survey/ballot"
	"teamtrust/survey/store/storetest"
)

// tinyDisk names the folder that a child of the tests makes a small file system
// of, in a name space of its own: nobody else sees it, and it goes with the
// child. Whether root is needed for that, the system says.
const tinyDisk = "TEAMTRUST_TEST_TINY_DISK"

// A disk is full: whoever wants something gets a clear error, keeps what they
// have, and everything goes on once there is room again.
func TestAFullDiskIsAClearErrorAndLosesNothing(t *testing.T) {
	if folder := os.Getenv(tinyDisk); folder != "" {
		onATinyDisk(t, folder)
		return
	}
	folder, err := os.MkdirTemp("", "teamtrust-disk-") // t.TempDir is closed to other users
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	out, err := apart(folder)
	switch {
	case errors.Is(err, syscall.EPERM), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EINVAL), errors.Is(err, syscall.EACCES):
		t.Logf("this machine lets its users have no file system of their own (%v); the test of a full disk was left out", err)
	case err != nil:
		t.Errorf("%v\n%s", err, out)
	default:
		t.Logf("%s", out)
	}
}

// apart runs this test again with mounts of its own: as root as it is, else with
// the right to mount in a name space of users.
func apart(folder string) (string, error) {
	const sysAdmin = 21 // CAP_SYS_ADMIN
	same := func(id int) []syscall.SysProcIDMap {
		return []syscall.SysProcIDMap{{ContainerID: id, HostID: id, Size: 1}}
	}
	ways := []*syscall.SysProcAttr{{
		Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER, UidMappings: same(os.Getuid()), GidMappings: same(os.Getgid()), AmbientCaps: []uintptr{sysAdmin},
	}}
	if os.Geteuid() == 0 {
		ways = append([]*syscall.SysProcAttr{{Cloneflags: syscall.CLONE_NEWNS}}, ways...)
	}
	var out strings.Builder
	var err error
	for _, way := range ways {
		cmd := exec.Command(os.Args[0], "-test.run=^TestAFullDiskIsAClearErrorAndLosesNothing$", "-test.v", fmt.Sprintf("-test.short=%t", testing.Short()))
		cmd.Env, cmd.SysProcAttr = append(os.Environ(), tinyDisk+"="+folder), way
		cmd.Stdout, cmd.Stderr = &out, &out
		if err = cmd.Start(); err == nil {
			err = cmd.Wait()
			return out.String(), err
		}
	}
	return "", err
}

func onATinyDisk(t *testing.T, folder string) {
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("none", folder, "tmpfs", 0, "size=250m,mode=0755"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) })
	d := &disk{folder: folder, ballast: filepath.Join(folder, "ballast")}
	t.Run("sqlite", func(t *testing.T) { d.runsFull(t, "sqlite:"+filepath.Join(folder, "data", "teamtrust.db")) })
	switch {
	case len(storetest.Dialects(t)) < 2:
		t.Log("no PostgreSQL; its full disk was left out")
	case !canBecomeAnother():
		t.Log("root in a name space of users cannot start PostgreSQL; its full disk was left out")
	default:
		t.Run("postgres", func(t *testing.T) { d.runsFull(t, newCluster(t, folder).address()) })
	}
}

// canBecomeAnother reports whether PostgreSQL, which refuses root, can be started
// here.
func canBecomeAnother() bool {
	ids, err := os.ReadFile("/proc/self/uid_map")
	return os.Geteuid() != 0 || err == nil && !strings.HasSuffix(strings.TrimSpace(string(ids)), " 1")
}

// disk is a file system that can be filled.
type disk struct{ folder, ballast string }

// fill writes until nothing more fits.
func (d *disk) fill(t *testing.T) {
	t.Helper()
	f, err := os.Create(d.ballast)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; size /= 2 {
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, size))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
	}
}

func (d *disk) free(t *testing.T) {
	t.Helper()
	if err := os.Remove(d.ballast); err != nil {
		t.Fatal(err)
	}
}

// runsFull fills the disk while people vote.
func (d *disk) runsFull(t *testing.T, database string) {
	p := newProgram(t, database)
	p.keys = filepath.Join(d.folder, "keys")
	p.flags[slices.Index(p.flags, "--keys")+1] = p.keys
	earlier := openElection(t, p, staffList, "--rehearsal")
	p.must("survey", "close", earlier.id, "--reason", "test")
	e, next := openElection(t, p, staffList), p.must("survey", "create", "--questionnaire", "P6", "--name", "Next", "--rehearsal")
	s := p.serve("127.0.0.1:0")
	client := e.at(s.url)
	w := &watched{election: e, ballots: newNeedles(), traces: newNeedles()}
	w.together(e.voters[:40], client)
	last := len(e.voters) - 1
	for _, v := range e.voters[40:last] {
		if err := w.collect(t.Context(), client, v); err != nil {
			t.Fatal(err)
		}
	}
	d.fill(t)
	kept := w.untilFull(client, e.voters[:last])
	if err := w.collect(t.Context(), client, e.voters[last]); refused(err) {
		t.Errorf("on a full disk somebody is locked out: %v", err)
	}
	if status, answer := answerTo(t, s.url+"/api/ballot/"+e.id+"/box", encoded(w, kept.box)); status < 500 || !strings.Contains(answer, "nothing was lost. Try again") {
		t.Errorf("a full disk answers a ballot with %d %s", status, answer)
	}
	commands := d.commands(e.id, earlier.id, next)
	for _, args := range commands {
		d.fails(t, p, args)
	}
	d.free(t)
	for _, v := range e.voters { // who was refused sends the same again
		if err := e.vote(t.Context(), client, v); err != nil {
			t.Errorf("with room again %s: %v", v.person, err)
		}
	}
	for _, args := range commands {
		p.must(args...)
	}
	e.compare(p.administrator())
	s.stop()
	w.saysPlainly(t, s.log.String())
}

// commands are all that want room.
func (d *disk) commands(open, closed, draft string) [][]string {
	return [][]string{
		{"people", "import", staffList},
		{"survey", "open", draft},
		{"survey", "invitations", open, "-o", filepath.Join(d.folder, "links.csv")},
		{"report", closed, "-o", filepath.Join(d.folder, "trust.xlsx")},
		{"verify", closed, "--export", filepath.Join(d.folder, "box.json")},
		{"survey", "close", open, "--reason", "test"},
	}
}

// What a command prints goes to a disk that is full.
func TestOutputThatDoesNotFitIsAnError(t *testing.T) {
	p := newProgram(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	e := openElection(t, p, staffList, "--rehearsal")
	p.must("survey", "close", e.id, "--reason", "test")
	for _, args := range [][]string{{"results", e.id, "--format", "json"}, {"results", e.id, "--format", "csv"}, {"verify", e.id}, {"config"}, {"version"}} {
		out, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		cmd := p.command(args...)
		var errs strings.Builder
		cmd.Stdout, cmd.Stderr = out, &errs
		err = cmd.Run()
		out.Close()
		if cmd.ProcessState.ExitCode() != exitFailed || !full.MatchString(errs.String()) || strings.Count(errs.String(), "\n") != 1 {
			t.Errorf("%q: %v and on stderr %q", args, err, errs.String())
		}
	}
}

// fails runs a command that has no room. It says so in one line and leaves no
// part of a file behind.
func (d *disk) fails(t *testing.T, p *program, args []string) {
	t.Helper()
	before, err := os.ReadDir(d.folder)
	if err != nil {
		t.Fatal(err)
	}
	stdout, stderr, code := p.try(args...)
	if code != exitFailed || stdout != "" || strings.Count(stderr, "\n") != 1 || !full.MatchString(stderr) {
		t.Errorf("%q on a full disk: exit code %d, %q and on stderr %q", args, code, stdout, stderr)
	}
	if after, err := os.ReadDir(d.folder); err != nil || len(after) != len(before) {
		t.Errorf("%q leaves %v behind, %v", args, after, err)
	}
}

// full is how a full disk is called.
var full = regexp.MustCompile("disk is full|[Nn]o space left on device")

// saysPlainly reads what a server printed that could not write.
func (w *watched) saysPlainly(t *testing.T, log string) {
	t.Helper()
	if !strings.Contains(log, "requests of the employees' side failed since the last report") || !full.MatchString(log) {
		t.Errorf("the log does not say that the disk was full:\n%s", log)
	}
	for _, n := range []*needles{w.ballots, w.traces} {
		if hits := n.find([]byte(log)); len(hits) > 0 {
			t.Errorf("the log has %s", kinds(hits))
		}
	}
}

func answerTo(t *testing.T, url, body string) (int, string) {
	t.Helper()
	res, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(raw)
}

// untilFull lets people who have a credential vote, and then vote again, until a
// ballot is not taken, and returns whose.
func (w *watched) untilFull(client *ballot.Client, voters []*voter) *voter {
	w.t.Helper()
	for i := range 20 * len(voters) {
		v := voters[i%len(voters)]
		if v.receipt != "" {
			if err := w.fill(v, nil); err != nil {
				w.t.Fatal(err)
			}
		}
		if err := w.vote(w.t.Context(), client, v); err != nil {
			w.note(i, v)
			return v
		}
	}
	w.t.Fatal("everything fits; the disk is not full")
	return nil
}
