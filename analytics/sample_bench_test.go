package analytics_test

import (
	"math/rand/v2"
	"strconv"
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

// BenchmarkBareMerge10000 adds as many numbers without any meaning: what
// BenchmarkSampleMerge10000 stands beside.
func BenchmarkBareMerge10000(b *testing.B) {
	s, _ := manySamples(b)
	size := s.Size()
	parts := make([][]int64, 10_000)
	for i := range parts {
		parts[i] = make([]int64, size)
	}
	for b.Loop() {
		whole := make([]int64, size)
		for _, p := range parts {
			for i, v := range p {
				whole[i] += v
			}
		}
	}
}

// BenchmarkAnalyse1000Teams12Waves is the whole analysis of 1,000 teams of
// six people in twelve waves.
func BenchmarkAnalyse1000Teams12Waves(b *testing.B) {
	q := tenItems()
	q.MinimumGroup, q.Columns = 1, survey.Columns{Team: "team", Wave: "wave"}
	s, err := analytics.NewStudy(q)
	if err != nil {
		b.Fatal(err)
	}
	rows := drawnRows(q, 7919)
	for i := range 12 * 1_000 * 6 {
		if err := s.Add(strconv.Itoa(i/6_000), "T"+strconv.Itoa(i%1_000), rows[i%len(rows)]); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := analytics.Analyse(s); err != nil {
			b.Fatal(err)
		}
	}
}
