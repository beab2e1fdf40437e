package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/cloudflare/circl/oprf"

	"teamtrust/survey/ballot"
)

// verified measures the verification of a full box, by the command as an
// auditor types it on the server, against the evaluation of every used
// credential once, on all cores and with nothing else: by the library that hands
// credentials out, and by the verification itself, which is faster.
func (t *table) verified(b *testing.B, p *program, id string) {
	file := filepath.Join(b.TempDir(), "box.json")
	p.must("verify", id, "--export", file)
	x := readExport(b, file)
	record, err := ballot.ParseClosingRecord(x.ClosingRecord)
	if err != nil {
		b.Fatal(err)
	}
	n := float64(len(x.Spent))
	var achieved, library, own []float64
	for range repetitions {
		library = append(library, n/timed(func() { evaluateAll(b, x, record, byLibrary(b, record)) }))
		achieved = append(achieved, n/timed(func() { p.must("verify", id) }))
		own = append(own, n/timed(func() { verifyCredentials(b, x) }))
	}
	t.compare(fmt.Sprintf("verification of %d ballots", len(x.Spent)), perSecond, achieved, library, 0.8)
	t.compare("- beside checking what an export holds", perSecond, achieved, own, 0)
}

// byLibrary evaluates as the server did that handed out the credentials.
func byLibrary(b *testing.B, record *ballot.ClosingRecord) func(unit string, nonce []byte) error {
	raw, err := base64.RawURLEncoding.DecodeString(record.PrivateKey)
	if err != nil {
		b.Fatal(err)
	}
	key := new(oprf.PrivateKey)
	if err := key.UnmarshalBinary(oprf.SuiteRistretto255, raw); err != nil {
		b.Fatal(err)
	}
	server := oprf.NewPartialObliviousServer(oprf.SuiteRistretto255, key)
	return func(unit string, nonce []byte) error {
		_, err := server.FullEvaluate(nonce, []byte(ballot.Protocol+"|"+record.Survey+"|"+unit))
		return err
	}
}

// verifyCredentials checks what anybody can check of a file.
func verifyCredentials(b *testing.B, x *ballot.Export) {
	v, err := x.Verify(b.Context(), nil, func() {})
	if err != nil || len(v.Failed()) > 0 {
		b.Fatal(v, err)
	}
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

// evaluateAll evaluates every credential once, for the first unit of its block.
func evaluateAll(b *testing.B, x *ballot.Export, record *ballot.ClosingRecord, evaluate func(unit string, nonce []byte) error) {
	unit := map[string]string{}
	for _, block := range record.Blocks {
		unit[block.Block] = block.Units[0]
	}
	var next atomic.Int64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(x.Spent)); i = next.Add(1) - 1 {
				nonce, err := base64.RawURLEncoding.DecodeString(x.Spent[i].Nonce)
				if err == nil {
					err = evaluate(unit[x.Spent[i].Block], nonce)
				}
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
}
