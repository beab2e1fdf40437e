package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// analyze is what the command takes for a million rows of twelve items, beside
// encoding/csv, which reads the same file and does nothing with it; and how
// much memory it has at its peak, beside that for a tenth of the rows.
func (t *table) analyze(b *testing.B) {
	long, short := writeRows(b, 1_000_000), writeRows(b, 100_000)
	in := &program{t: b}
	var bare []float64
	took, memory := map[int][]float64{}, map[string][]float64{}
	for range repetitions {
		bare = append(bare, timed(func() { readBare(b, long) }))
		for _, minimum := range []int{1, 5} {
			took[minimum] = append(took[minimum], timed(func() { analyzeHere(b, long, minimum) }))
		}
		for _, file := range []string{long, short} {
			memory[file] = append(memory[file], in.peak("analyze", "--answers", file, "--questionnaire", twelveItems(b, 1), "-o", os.DevNull))
		}
	}
	t.compare("analyze of 1,000,000 rows of 12 items", seconds, took[1], bare, -2)
	t.compare("- under a minimum group of 5", seconds, took[5], bare, -2)
	t.compare("memory of analyze, 1,000,000 rows beside 100,000", megabytes, memory[long], memory[short], -1.2)
}

// writeRows writes answers of 100 teams in four waves, always the same.
func writeRows(b *testing.B, rows int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "answers.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	r := rand.New(rand.NewPCG(1, 2))
	out := bufio.NewWriter(f)
	fmt.Fprintln(out, "team,wave,"+strings.Join(itemNames(), ","))
	for i := range rows {
		fmt.Fprintf(out, "Team %02d,%d", r.IntN(100), 1+4*i/rows)
		for range itemNames() {
			out.WriteByte(',')
			if r.IntN(50) > 0 {
				out.WriteByte(byte('1' + r.IntN(5)))
			}
		}
		out.WriteByte('\n')
	}
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
	return path
}

func itemNames() []string {
	return strings.Fields("COM1 COM2 COM3 REL1 REL2 REL3 TRA1 TRA2 TRA3 RES1 RES2 RES3")
}

// twelveItems writes the questionnaire of these rows.
func twelveItems(b *testing.B, minimum int) string {
	b.Helper()
	form := fmt.Sprintf("id: twelve\nscale: {lo: 1, hi: 5}\ncolumns: {team: team, wave: wave}\nminimum_group: %d\nreverse: [COM3]\ndimensions:\n", minimum)
	for i := 0; i < len(itemNames()); i += 3 {
		items := itemNames()[i : i+3]
		form += fmt.Sprintf("  - {id: %s, items: [%s]}\n", items[0][:3], strings.Join(items, ", "))
	}
	path := filepath.Join(b.TempDir(), "form.yaml")
	if err := os.WriteFile(path, []byte(form), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// readBare reads a file as fast as encoding/csv does.
func readBare(b *testing.B, path string) {
	b.Helper()
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	for {
		if _, err := r.Read(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			b.Fatal(err)
		}
	}
}

// analyzeHere runs the command in this process.
func analyzeHere(b *testing.B, path string, minimum int) {
	b.Helper()
	var errs strings.Builder
	result := filepath.Join(b.TempDir(), "result.json")
	code := run(b.Context(), []string{"analyze", "--answers", path, "--questionnaire", twelveItems(b, minimum), "-o", result}, noEnvironment, io.Discard, &errs)
	if code != exitDone {
		b.Fatalf("exit code %d\n%s", code, errs.String())
	}
}

// peak is how much memory a command had at its peak, in bytes.
func (p *program) peak(args ...string) float64 {
	p.t.Helper()
	cmd := p.command(args...)
	if out, err := cmd.CombinedOutput(); err != nil {
		p.t.Fatalf("%v\n%s", err, out)
	}
	return 1024 * float64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss) // Linux counts kilobytes
}

func megabytes(v float64) string { return fmt.Sprintf("%.0f MB", v/1e6) }
