package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// BenchmarkLimitsAnalytics prints what counting and analysing take. It needs no
// server and no database.
func BenchmarkLimitsAnalytics(b *testing.B) {
	t := new(table)
	b.Run("tally", t.tally)
	b.Run("analyze", t.analyze)
	b.Run("teams", t.study)
	t.print(os.Stdout)
}

// tally is what adding a ballot to a tally takes, and merging those of 10,000
// teams beside a loop over as many bare numbers.
func (t *table) tally(b *testing.B) {
	q := tenItems()
	s, err := analytics.NewScoring(q)
	if err != nil {
		b.Fatal(err)
	}
	rows, ballots := drawnRows(q, 1000)
	parts := manyTallies(b, s, rows)
	bare := bareTallies(b, parts)
	var added, read, lookedUp, merged, summed []float64
	for range repetitions {
		added = append(added, forOne(b, rows, s.Tally().AddRow))
		read = append(read, forOne(b, ballots, s.Tally().Add))
		lookedUp = append(lookedUp, forOne(b, ballots, lookUp(q)))
		summed = append(summed, processor(func() { sumBare(bare) }))
		merged = append(merged, processor(func() { mergeAll(b, s.Tally(), parts) }))
	}
	t.atMost("adding a ballot of 10 items to a tally", nanoseconds, added, 100e-9)
	t.compare("- with its answers looked up in a map", nanoseconds, read, lookedUp, 0)
	t.compare(fmt.Sprintf("merging the tallies of %d teams", manyTeams), milliseconds, merged, summed, -3)
}

// tenItems is a questionnaire of four dimensions of two items each and two
// items in none.
func tenItems() *survey.Questionnaire {
	q := &survey.Questionnaire{ID: "ten", Scale: survey.Scale{Lo: 1, Hi: 5}}
	for i := range 10 {
		it := survey.Item{ID: fmt.Sprint("I", i)}
		if d := i / 2; d < 4 {
			if it.Dimension = fmt.Sprint("D", d); i%2 == 0 {
				q.Dimensions = append(q.Dimensions, survey.Dimension{ID: it.Dimension})
			}
			q.Dimensions[d].Items = append(q.Dimensions[d].Items, it.ID)
		}
		q.Items = append(q.Items, it)
	}
	return q
}

// drawnRows are the same ballots by item and as maps, one answer in fifty left
// out.
func drawnRows(q *survey.Questionnaire, n int) (rows [][]int8, ballots []survey.Answers) {
	r := rand.New(rand.NewPCG(1, 2))
	for range n {
		answers, row := drawnAnswers(r, q), make([]int8, len(q.Items))
		for i := range q.Items {
			row[i] = analytics.NotAnswered
			if a, ok := answers[q.Items[i].ID]; ok {
				row[i] = int8(a.Value - q.Scale.Lo)
			}
		}
		rows, ballots = append(rows, row), append(ballots, answers)
	}
	return rows, ballots
}

// forOne is the processor time of something for one of many, in seconds.
func forOne[T any](b *testing.B, of []T, do func(T) error) float64 {
	const rounds = 200
	took := processor(func() {
		for range rounds {
			for _, x := range of {
				if err := do(x); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	return took / float64(rounds*len(of))
}

// lookUp does nothing but find every answer of a ballot.
func lookUp(q *survey.Questionnaire) func(survey.Answers) error {
	sum := 0
	return func(a survey.Answers) error {
		for i := range q.Items {
			sum += a[q.Items[i].ID].Value
		}
		if sum < 0 {
			return fmt.Errorf("the sum is %d", sum)
		}
		return nil
	}
}

// manyTallies are those of 10,000 teams with seven ballots each.
func manyTallies(b *testing.B, s *analytics.Scoring, rows [][]int8) []*analytics.Tally {
	parts := make([]*analytics.Tally, manyTeams)
	for i := range parts {
		parts[i] = s.Tally()
		for j := range 7 {
			if err := parts[i].AddRow(rows[(7*i+j)%len(rows)]); err != nil {
				b.Fatal(err)
			}
		}
	}
	return parts
}

func mergeAll(b *testing.B, whole *analytics.Tally, parts []*analytics.Tally) {
	for _, p := range parts {
		if err := whole.Merge(p); err != nil {
			b.Fatal(err)
		}
	}
}

// bareTally is the numbers of a tally of tenItems without any meaning.
type bareTally struct{ numbers [176]int64 }

func bareTallies(b *testing.B, parts []*analytics.Tally) []*bareTally {
	out := make([]*bareTally, len(parts))
	for i, t := range parts {
		n := numbersOf(t)
		out[i] = new(bareTally)
		if copy(out[i].numbers[:], n) != len(n) || len(n) != len(out[i].numbers) {
			b.Fatalf("a tally has %d numbers, the bare one %d", len(n), len(out[i].numbers))
		}
	}
	return out
}

func numbersOf(t *analytics.Tally) []int64 {
	n := []int64{t.Ballots, t.Total.N}
	for _, it := range t.Items {
		n = append(append(n, it.Histogram...), it.Extra...)
	}
	for _, d := range t.Dimensions {
		for _, h := range d.Histograms {
			n = append(n, h...)
		}
		n = append(append(n, d.Scores...), d.Products...)
	}
	return append(append(n, t.Total.Sums...), t.Total.Products...)
}

func sumBare(parts []*bareTally) *bareTally {
	whole := new(bareTally)
	for _, p := range parts {
		for i, v := range p.numbers {
			whole.numbers[i] += v
		}
	}
	return whole
}

func nanoseconds(v float64) string { return fmt.Sprintf("%.0f ns", v*1e9) }
