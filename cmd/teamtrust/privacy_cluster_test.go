package main

import (
	"context"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// cluster is a PostgreSQL server of one test's own, which it may kill.
type cluster struct {
	t      *testing.T
	bin    string
	folder string
	listen string
	as     *syscall.Credential // nil: as the test
	cmd    *exec.Cmd
	gone   <-chan struct{} // closed when cmd has ended
	log    *record
}

// newCluster makes a server beside the one that all tests share, with the same
// programs, in a folder below parent.
func newCluster(t *testing.T, parent string) *cluster {
	t.Helper()
	const variable = "TEAMTRUST_TEST_PGBENCH"
	if os.Getenv(variable) == "" {
		t.Fatalf("%s does not say where PostgreSQL's programs are: run make test, or .ci/with-postgres go test ...", variable)
	}
	c := &cluster{t: t, bin: filepath.Dir(os.Getenv(variable)), listen: freeAddress(t), log: new(record)}
	var err error
	if c.folder, err = os.MkdirTemp(parent, "teamtrust-cluster-"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(c.folder) })
	c.unprivileged()
	made := c.program("initdb", "-D", c.data(), "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
	if err := made.Run(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, c.log)
	}
	t.Cleanup(c.kill)
	c.start()
	return c
}

func (c *cluster) data() string { return filepath.Join(c.folder, "data") }

// unprivileged chooses who runs the server: PostgreSQL refuses root.
func (c *cluster) unprivileged() {
	c.t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		who, err = user.Lookup("nobody")
	}
	if err != nil {
		c.t.Fatal(err)
	}
	uid, _ := strconv.Atoi(who.Uid)
	gid, _ := strconv.Atoi(who.Gid)
	c.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	if err := os.Chown(c.folder, uid, gid); err != nil {
		c.t.Fatal(err)
	}
}

func (c *cluster) program(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = c.folder, c.log, c.log
	cmd.WaitDelay = time.Second // its children outlive it for a moment and hold its output
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.as}
	return cmd
}

func (c *cluster) address() string {
	return "postgres://postgres@" + c.listen + "/postgres?sslmode=disable"
}

// start starts the server and returns when it answers. After a kill that takes
// as long as the children of the old one need to notice.
func (c *cluster) start() {
	c.t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if c.cmd == nil {
			host, port, _ := strings.Cut(c.listen, ":")
			c.cmd = c.program("postgres", "-D", c.data(), "-p", port, "-c", "listen_addresses="+host, "-c", "unix_socket_directories=", "-c", "max_connections=100")
			if err := c.cmd.Start(); err != nil {
				c.t.Fatal(err)
			}
			gone, wait := make(chan struct{}), c.cmd.Wait
			go func() { _ = wait(); close(gone) }()
			c.gone = gone
		}
		if c.answers() {
			return
		}
		if c.ended() {
			c.cmd = nil
		}
		if time.Now().After(deadline) {
			c.t.Fatalf("PostgreSQL does not start:\n%s", c.log)
		}
	}
}

func (c *cluster) answers() bool {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.address())
	if err != nil {
		return false
	}
	return conn.Close(ctx) == nil
}

// ended reports whether the server has given up.
func (c *cluster) ended() bool {
	select {
	case <-c.gone:
		return true
	default:
		return false
	}
}

// kill ends the postmaster as a power cut would. Its children notice and end by
// themselves.
func (c *cluster) kill() {
	if c.cmd == nil {
		return
	}
	_ = c.cmd.Process.Kill()
	<-c.gone
	c.cmd = nil
}
