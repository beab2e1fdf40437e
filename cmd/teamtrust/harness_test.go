package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"teamtrust/survey/store/storetest"
)

// installation is one database and key directory to run commands against.
type installation struct {
	t       *testing.T
	flags   []string
	url     string // of the running server
	ballots string // of the employees' side, where it has an address of its own
}

// eachInstallation runs the test on a fresh SQLite and a fresh PostgreSQL
// database.
func eachInstallation(t *testing.T, do func(t *testing.T, in *installation)) {
	t.Helper()
	for _, dialect := range storetest.Dialects(t) {
		t.Run(string(dialect), func(t *testing.T) {
			do(t, newInstallation(t, storetest.URL(t, dialect)))
		})
	}
}

func newInstallation(t *testing.T, database string) *installation {
	t.Helper()
	dir := t.TempDir()
	return &installation{t: t, flags: []string{
		"--data", filepath.Join(dir, "data"), "--keys", filepath.Join(dir, "keys"), "--database", database,
	}}
}

// database is the address of its database.
func (in *installation) database() string { return in.flags[slices.Index(in.flags, "--database")+1] }

// apart gives employees an address of their own, on a free port.
func (in *installation) apart() {
	in.t.Helper()
	in.ballots = "http://" + freeAddress(in.t)
	in.flags = append(in.flags, "--ballot-url", in.ballots)
}

// freeAddress is an address that nobody listens on. It is none of those that
// the system gives to outgoing connections, so that it stays free.
func freeAddress(t testing.TB) string {
	t.Helper()
	for range 100 {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 10_000+rand.IntN(20_000)))
		if err == nil {
			defer l.Close()
			return l.Addr().String()
		}
	}
	t.Fatal("no address is free")
	return ""
}

// employees is the address of the employees' side.
func (in *installation) employees() string { return cmp.Or(in.ballots, in.url) }

// run runs one command and returns what it printed.
func (in *installation) run(args ...string) (stdout, stderr string, code int) {
	in.t.Helper()
	var out, errs bytes.Buffer
	flags := in.flags
	if in.url != "" {
		flags = append([]string{"--public-url", in.url}, flags...)
	}
	code = run(in.t.Context(), append(append([]string(nil), flags...), args...), noEnvironment, &out, &errs)
	return out.String(), errs.String(), code
}

func noEnvironment(string) string { return "" }

// must runs a command that has to succeed and returns its standard output
// without the last line break.
func (in *installation) must(args ...string) string {
	in.t.Helper()
	stdout, stderr, code := in.run(args...)
	if code != exitDone {
		in.t.Fatalf("teamtrust %s: exit code %d\n%s%s", strings.Join(args, " "), code, stdout, stderr)
	}
	return strings.TrimRight(stdout, "\n")
}

var listening = regexp.MustCompile(`^Listening on (http://\S+)$`)

// serve starts a command that serves ("serve", "demo") on a free port and
// returns the lines that it printed until it listens. It stops with the test.
func (in *installation) serve(args ...string) []string {
	in.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	read, write := io.Pipe()
	done := make(chan int, 1)
	var errs bytes.Buffer
	go func() {
		args := append(append([]string(nil), in.flags...), args...)
		if in.ballots != "" {
			args = append(args, "--ballot-listen", strings.TrimPrefix(in.ballots, "http://"))
		}
		done <- run(ctx, append(args, "--listen", "127.0.0.1:0"), noEnvironment, write, &errs)
		write.Close()
	}()
	in.t.Cleanup(func() {
		stop()
		go io.Copy(io.Discard, read)
		select {
		case code := <-done:
			if code != exitDone {
				in.t.Errorf("%s: exit code %d\n%s", args[0], code, errs.String())
			}
		case <-time.After(time.Minute):
			in.t.Errorf("%s did not stop", args[0])
		}
	})
	var lines []string
	scanner := bufio.NewScanner(read)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
		if m := listening.FindStringSubmatch(scanner.Text()); m != nil {
			in.url = m[1]
			go io.Copy(io.Discard, read)
			return lines
		}
	}
	in.t.Fatalf("%s never listened: %s\n%s", args[0], strings.Join(lines, "\n"), errs.String())
	return nil
}
