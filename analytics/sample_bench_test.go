package analytics_test

import (
	"math/rand/v2"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// drawnRows are answers to a questionnaire, one in fifty left out.
func drawnRows(q *survey.Questionnaire, n int) [][]int8 {
	r := rand.New(rand.NewPCG(1, 2))
	rows := make([][]int8, n)
	for i := range rows {
		for range q.Items {
			v := int8(r.IntN(q.Scale.Points()))
			if r.IntN(50) == 0 {
				v = analytics.NotAnswered
			}
			rows[i] = append(rows[i], v)
		}
	}
	return rows
}

func BenchmarkSampleAdd(b *testing.B) {
	q := tenItems()
	x, rows := sampling(b, q).Sample(), drawnRows(q, 1000)
	for i := 0; b.Loop(); i++ {
		if err := x.Add(rows[i%1000]); err != nil {
			b.Fatal(err)
		}
	}
}

func manySamples(b *testing.B) (*analytics.Sampling, []*analytics.Sample) {
	b.Helper()
	q := tenItems()
	s, rows := sampling(b, q), drawnRows(q, 70_000)
	parts := make([]*analytics.Sample, 10_000)
	for i := range parts {
		parts[i] = sampled(b, s, rows[7*i:7*i+7])
	}
	return s, parts
}

// BenchmarkSampleMerge10000 merges what was counted of 10,000 teams with seven
// rows each.
func BenchmarkSampleMerge10000(b *testing.B) {
	s, parts := manySamples(b)
	for b.Loop() {
		whole := s.Sample()
		for _, p := range parts {
			if err := whole.Merge(p); err != nil {
				b.Fatal(err)
			}
		}
	}
}
