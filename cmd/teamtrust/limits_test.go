package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// BenchmarkLimits prints what the product achieves beside what the machine
// could do at best, both measured in the same run and in turns, because no two
// machines, and no two minutes on one, are alike. Nothing here fails for being
// slow: docs/performance.md says what is aimed at.
func BenchmarkLimits(b *testing.B) {
	t := new(table)
	b.Run("responses", t.responses)
	b.Run("organisation", t.organisation)
	b.Run("firm", t.firm)
	b.Run("many", t.many)
	t.print(os.Stdout)
}

// repetitions of every measurement; the median counts.
const repetitions = 5

// everything reports whether long measurements are wanted too.
func everything() bool { return os.Getenv("TEAMTRUST_TEST_ALL") != "" }

// table is what is printed.
type table struct{ rows []row }

type row struct {
	what, achieved, limit string
	ratio                 string
	aim, verdict          string
}

// compare adds a figure with the limit that was measured in turn with it. The
// aim is the least ratio, or with a negative sign the greatest; 0 is none.
func (t *table) compare(what string, show func(float64) string, achieved, limit []float64, aim float64) {
	ratios := make([]float64, len(achieved))
	for i := range achieved {
		ratios[i] = achieved[i] / limit[i]
	}
	r := row{what: what, achieved: show(median(achieved)), limit: show(median(limit)), ratio: fmt.Sprintf("%.2f (%.2f–%.2f)", median(ratios), slices.Min(ratios), slices.Max(ratios))}
	switch {
	case aim > 0:
		r.aim, r.verdict = fmt.Sprintf("≥ %.2f", aim), judged(median(ratios) >= aim)
	case aim < 0:
		r.aim, r.verdict = fmt.Sprintf("≤ %.2f", -aim), judged(median(ratios) <= -aim)
	}
	t.rows = append(t.rows, r)
}

// atMost adds a figure that is aimed at in absolute terms, or 0 for no aim.
func (t *table) atMost(what string, show func(float64) string, achieved []float64, aim float64) {
	r := row{what: what, achieved: show(median(achieved)), limit: fmt.Sprintf("%s–%s", show(slices.Min(achieved)), show(slices.Max(achieved)))}
	if aim > 0 {
		r.aim, r.verdict = "≤ "+show(aim), judged(median(achieved) <= aim)
	}
	t.rows = append(t.rows, r)
}

func judged(met bool) string {
	if met {
		return "met"
	}
	return "missed"
}

func (t *table) print(w io.Writer) {
	out := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(out, "\nfigure\tachieved\tlimit or range\tratio\taim\t")
	for _, r := range t.rows {
		fmt.Fprintln(out, strings.Join([]string{r.what, r.achieved, r.limit, r.ratio, r.aim, r.verdict}, "\t"))
	}
	fmt.Fprintln(out)
	_ = out.Flush()
}

func median[T cmp.Ordered](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

func perSecond(v float64) string { return fmt.Sprintf("%.0f/s", v) }

func seconds(v float64) string { return fmt.Sprintf("%.2f s", v) }

func milliseconds(v float64) string { return fmt.Sprintf("%.2f ms", v*1000) }

// timed is how many seconds something took.
func timed(do func()) float64 {
	start := time.Now()
	do()
	return time.Since(start).Seconds()
}

func TestTheTableSaysWhatIsMetAndWhatIsMissed(t *testing.T) {
	var out strings.Builder
	table := new(table)
	table.compare("fast", perSecond, []float64{90, 10, 80}, []float64{100, 100, 100}, 0.8)
	table.compare("slow", seconds, []float64{3, 2, 9}, []float64{1, 1, 1}, -2.5)
	table.compare("free", milliseconds, []float64{0.003, 0.002, 0.009}, []float64{0.001, 0.001, 0.001}, 0)
	table.atMost("cheap", milliseconds, []float64{0.001, 0.004, 0.002}, 0.002)
	table.print(&out)
	for _, want := range []string{"fast 80/s 100/s 0.80 (0.10–0.90) ≥ 0.80 met", "slow 3.00 s 1.00 s 3.00 (2.00–9.00) ≤ 2.50 missed", "free 3.00 ms 1.00 ms 3.00 (2.00–9.00)", "cheap 2.00 ms 1.00 ms–4.00 ms ≤ 2.00 ms met"} {
		if !strings.Contains(oneLine(out.String()), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}
