package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// Commands change the database beside a server that takes ballots.
func TestServersAndCommandsWriteAtTheSameTime(t *testing.T) {
	eachProgram(t, func(t *testing.T, p *program) {
		e := openElection(t, p, staffList, "--rehearsal")
		s := p.serve("127.0.0.1:0")
		client := e.at(s.url)
		var all sync.WaitGroup
		all.Go(func() { e.together(e.voters[:300], client) })
		for w := range 4 {
			all.Go(func() { p.write(t, w) })
		}
		all.Wait()
		p.must("survey", "close", e.id, "--reason", "test")
		e.compare(p.administrator())
		s.complains()
	})
}

// write does what an office does at once on a busy morning.
func (p *program) write(t *testing.T, worker int) {
	for i := range 3 {
		for _, args := range [][]string{
			{"people", "import", staffList},
			{"account", "add", fmt.Sprintf("a%d.%d@example.org", worker, i), "--role", "auditor"},
			{"survey", "create", "--questionnaire", "P6", "--name", fmt.Sprint("Draft ", worker, i)},
		} {
			if _, stderr, code := p.try(args...); code != exitDone {
				t.Errorf("%s: exit code %d, %s", strings.Join(args, " "), code, stderr)
			}
		}
	}
}
