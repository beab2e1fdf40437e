package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"teamtrust/survey/ballot"
)

// verified measures the verification of a full box, by the command as an
// auditor types it on the server, against the evaluation of every used
// credential once, on all cores and with nothing else.
func (t *table) verified(b *testing.B, p *program, id string) {
	file := filepath.Join(b.TempDir(), "box.json")
	p.must("verify", id, "--export", file)
	x := readExport(b, file)
	var achieved, limit []float64
	for range repetitions {
		limit = append(limit, float64(len(x.Spent))/timed(func() { evaluateAll(b, x) }))
		achieved = append(achieved, float64(len(x.Spent))/timed(func() { p.must("verify", id) }))
	}
	t.compare(fmt.Sprintf("verification of %d ballots", len(x.Spent)), perSecond, achieved, limit, 0.8)
}

func readExport(b *testing.B, file string) *ballot.Export {
	b.Helper()
	f, err := os.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	x, err := ballot.ReadExport(f)
	if err != nil {
		b.Fatal(err)
	}
	return x
}

func evaluateAll(b *testing.B, x *ballot.Export) {
	record, err := ballot.ParseClosingRecord(x.ClosingRecord)
	if err != nil {
		b.Fatal(err)
	}
	e, err := record.Evaluator()
	if err != nil {
		b.Fatal(err)
	}
	unit := map[string]string{}
	for _, block := range record.Blocks {
		unit[block.Block] = block.Units[0]
	}
	var next atomic.Int64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(x.Spent)); i = next.Add(1) - 1 {
				if _, err := e.Token(unit[x.Spent[i].Block], x.Spent[i].Nonce); err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
}
