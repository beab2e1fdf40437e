package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// asMixer names the survey that a child of the tests mixes until it is killed.
const asMixer = "TEAMTRUST_TEST_AS_MIXER"

// restless is a store whose boxes always have enough new rows to be mixed.
type restless struct{ life.Store }

func (r restless) MixBox(ctx context.Context, id string, mix func(life.Mixing) (life.Mixed, error)) error {
	return r.Store.MixBox(ctx, id, func(m life.Mixing) (life.Mixed, error) {
		m.New = 1 << 20
		return mix(m)
	})
}

func TestAMixerRunsInAProcessOfItsOwn(t *testing.T) {
	id := os.Getenv(asMixer)
	if id == "" {
		p := newProgram(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
		e := openElection(t, p, staffList)
		m := p.mixer(e.id)
		m.mixes(2)
		m.kill()
		if n := p.administrator().one("SELECT count(*) FROM epochs"); n == "0" {
			t.Error("it mixed nothing")
		}
		return
	}
	args := flag.Args()
	p := &program{t: t, keys: args[0], database: args[1]}
	o := p.opened()
	l := life.New(restless{o.store}, o.keys, "http://x", time.Now, rand.Reader)
	for {
		if _, err := l.Mix(t.Context(), id); err != nil {
			fmt.Println("mixer:", err)
			os.Exit(1)
		}
		fmt.Println("mixed")
		time.Sleep(time.Duration(mathrand.IntN(20)) * time.Millisecond) // let others write
	}
}

// mixing is a process that does nothing but mix one box.
type mixing struct {
	t     testing.TB
	cmd   *exec.Cmd
	lines *bufio.Scanner
}

func (p *program) mixer(id string) *mixing {
	p.t.Helper()
	m := &mixing{t: p.t, cmd: exec.Command(os.Args[0], "-test.run=^TestAMixerRunsInAProcessOfItsOwn$", "--", p.keys, p.database)}
	m.cmd.Env = append(os.Environ(), asMixer+"="+id)
	out, err := m.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	m.lines = bufio.NewScanner(out)
	if err := m.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(m.kill)
	return m
}

// mixes waits until the box was mixed n times.
func (m *mixing) mixes(n int) {
	m.t.Helper()
	for range n {
		if !m.lines.Scan() || m.lines.Text() != "mixed" {
			m.t.Fatalf("the mixer says %q", m.lines.Text())
		}
	}
}

func (m *mixing) kill() {
	_ = m.cmd.Process.Kill() // it may have been killed
	_ = m.cmd.Wait()
}

// The box is mixed by a process that is killed at any point of it, again and
// again, while people vote and change their mind at two servers, of which one is
// killed too.
func TestMixesThatAreKilledLoseNoBallot(t *testing.T) {
	kills := 8
	if os.Getenv("TEAMTRUST_TEST_ALL") != "" {
		kills = 200
	}
	eachProgram(t, func(t *testing.T, p *program) {
		e := openElection(t, p, staffList)
		c := &crash{election: e, server: p.serve("127.0.0.1:0")}
		other := e.at(p.serve("127.0.0.1:0").url)
		c.client = e.at(c.server.url)
		stop, voted := make(chan struct{}), make(chan struct{})
		go func() { c.forever(stop, c.client, other); close(voted) }()
		for i := range kills {
			m := p.mixer(e.id)
			m.mixes(1)
			began := time.Now()
			m.mixes(1)
			time.Sleep(time.Duration(1.2 * mathrand.Float64() * float64(time.Since(began))))
			m.kill()
			if i%6 == 5 {
				c.server.kill()
				c.server = p.serve(c.server.address())
			}
		}
		close(stop)
		<-voted
		a := p.administrator()
		t.Logf("%d receipts in %s epochs", c.receipts.Load(), a.one("SELECT count(*) + 1 FROM epochs"))
		p.must("survey", "close", e.id, "--reason", "test")
		e.compare(a)
		e.keysAreGone()
	})
}

// crash is an election at a server that is killed.
type crash struct {
	*election
	client   *ballot.Client
	server   *process
	receipts atomic.Int64
}

// insist votes until there is a receipt. A refusal is final: whoever gets one
// is locked out.
func (c *crash) insist(client *ballot.Client, v *voter) {
	for {
		err := c.vote(c.t.Context(), client, v)
		if err == nil {
			c.receipts.Add(1)
			return
		}
		if refused(err) || c.t.Context().Err() != nil {
			c.t.Errorf("%s is locked out: %v", v.person, err)
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// forever lets people vote again and again until stop, eight at a time, each
// time at another server.
func (c *crash) forever(stop chan struct{}, clients ...*ballot.Client) {
	var all sync.WaitGroup
	for first := range 8 {
		all.Go(func() {
			for i := first; ; i += 8 {
				select {
				case <-stop:
					return
				default:
				}
				v := c.voters[i%160]
				if v.receipt != "" {
					if err := c.fill(v, nil); err != nil {
						c.t.Error(err)
					}
				}
				c.insist(clients[i/160%len(clients)], v)
			}
		})
	}
	all.Wait()
}

func (e *election) keysAreGone() {
	e.t.Helper()
	entries, err := os.ReadDir(filepath.Join(e.p.keys, e.id))
	if err != nil {
		e.t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if got := strings.Join(names, " "); got != "link.key poprf.key" {
		e.t.Errorf("the key directory holds %q", got)
	}
}
