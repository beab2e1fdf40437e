package main

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"teamtrust/survey/store/storetest"
)

// asProgram is set for children of the tests: the test's binary is the program
// then.
const asProgram = "TEAMTRUST_TEST_AS_PROGRAM"

// Some promises are about processes: one that is killed, two on one database,
// what one writes to its log and how much of the processor it takes. A child of
// the test runs the program through this test.
func TestTheProgramRunsInAProcessOfItsOwn(t *testing.T) {
	if os.Getenv(asProgram) != "" {
		os.Args = append(os.Args[:1], flag.Args()...)
		main()
	}
	p := newProgram(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	if got := p.must("version"); !strings.Contains(got, version) {
		t.Errorf("version prints %q, want %q in it", got, version)
	}
	if _, stderr, code := p.try("no-such-command"); code != exitUsage || stderr == "" {
		t.Errorf("an unknown command ends with %d and says %q", code, stderr)
	}
}

// program is the program on one database and one key directory.
type program struct {
	t              testing.TB
	database, keys string
	flags          []string
}

// eachProgram runs the test on a fresh SQLite and a fresh PostgreSQL database.
func eachProgram(t *testing.T, do func(t *testing.T, p *program)) {
	t.Helper()
	for _, dialect := range storetest.Dialects(t) {
		t.Run(string(dialect), func(t *testing.T) { do(t, newProgram(t, storetest.URL(t, dialect))) })
	}
}

func newProgram(t testing.TB, database string) *program {
	dir := t.TempDir()
	p := &program{t: t, database: database, keys: filepath.Join(dir, "keys")}
	p.flags = []string{"--data", filepath.Join(dir, "data"), "--keys", p.keys, "--database", database}
	return p
}

func (p *program) command(args ...string) *exec.Cmd {
	all := append([]string{"-test.run=^TestTheProgramRunsInAProcessOfItsOwn$", "--"}, p.flags...)
	cmd := exec.Command(os.Args[0], append(all, args...)...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// try runs a command to its end.
func (p *program) try(args ...string) (stdout, stderr string, code int) {
	p.t.Helper()
	var out, errs bytes.Buffer
	cmd := p.command(args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	var failed *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &failed) {
		p.t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// must runs a command that has to succeed and returns its standard output
// without the last line break.
func (p *program) must(args ...string) string {
	p.t.Helper()
	stdout, stderr, code := p.try(args...)
	if code != exitDone {
		p.t.Fatalf("teamtrust %s: exit code %d\n%s%s", strings.Join(args, " "), code, stdout, stderr)
	}
	return strings.TrimRight(stdout, "\n")
}

// process is a server.
type process struct {
	t    testing.TB
	cmd  *exec.Cmd
	url  string
	log  *record      // everything it prints once it listens
	wait func() error // for its end
}

// serve starts a server and returns when it listens. It ends with the test at
// the latest.
func (p *program) serve(listen string, more ...string) *process {
	p.t.Helper()
	read, write := io.Pipe()
	s := &process{t: p.t, cmd: p.command(append([]string{"serve", "--listen", listen}, more...)...), log: new(record)}
	s.cmd.Stdout, s.cmd.Stderr = write, s.log
	if err := s.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	s.wait = sync.OnceValue(func() error {
		defer write.Close()
		return s.cmd.Wait()
	})
	go s.wait()
	p.t.Cleanup(s.kill)
	lines := bufio.NewScanner(read)
	for lines.Scan() {
		if m := listening.FindStringSubmatch(lines.Text()); m != nil {
			s.url = m[1]
			go io.Copy(s.log, read)
			return s
		}
	}
	p.t.Fatalf("the server never listened:\n%s", s.log)
	return nil
}

// address is where the server listens, for one that is to take its place.
func (s *process) address() string { return strings.TrimPrefix(s.url, "http://") }

// kill ends the server as a power cut would.
func (s *process) kill() {
	_ = s.cmd.Process.Kill() // it may have ended
	_ = s.wait()
}

// stop ends the server as an administrator would.
func (s *process) stop() {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	if err := s.wait(); err != nil {
		s.t.Fatalf("the server did not end well: %v\n%s", err, s.log)
	}
}

// complains stops the server, which then tells what failed since its last
// report, and fails the test where it had anything to say. That its own work was
// cut off is what the job queue always says then.
func (s *process) complains() {
	s.t.Helper()
	s.stop()
	for line := range strings.Lines(s.log.String()) {
		if !strings.Contains(line, "context canceled") {
			s.t.Errorf("the server complains: %s", line)
		}
	}
}

// cpu is the processor time of a server that has ended.
func (s *process) cpu() time.Duration {
	return s.cmd.ProcessState.UserTime() + s.cmd.ProcessState.SystemTime()
}

// record keeps what is written to it.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *record) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(b)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}
