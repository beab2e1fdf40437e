package analytics_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// drawForm draws a questionnaire of an analysis.
func drawForm(t *rapid.T) *survey.Questionnaire {
	lo := rapid.IntRange(-2, 2).Draw(t, "lo")
	q := &survey.Questionnaire{ID: "drawn", Scale: survey.Scale{Lo: lo, Hi: lo + rapid.IntRange(1, 10).Draw(t, "span")}}
	for d := range rapid.IntRange(1, 5).Draw(t, "dimensions") {
		x := survey.Dimension{ID: fmt.Sprintf("D%d", d)}
		for i := range rapid.IntRange(1, 12).Draw(t, "items") {
			id := fmt.Sprintf("D%d_%d", d, i)
			x.Items = append(x.Items, id)
			q.Items = append(q.Items, survey.Item{ID: id, Dimension: x.ID, Reverse: rapid.Bool().Draw(t, "reverse")})
		}
		q.Dimensions = append(q.Dimensions, x)
	}
	q.Items = append(q.Items, survey.Item{ID: "alone"})
	return q
}

func drawRows(t *rapid.T, q *survey.Questionnaire) [][]int8 {
	row := rapid.SliceOfN(rapid.Int8Range(-1, int8(q.Scale.Points()-1)), len(q.Items), len(q.Items))
	return rapid.SliceOfN(row, 0, 12).Draw(t, "rows")
}

func sampled(t rapid.TB, s *analytics.Sampling, rows [][]int8) *analytics.Sample {
	x := s.Sample()
	for _, r := range rows {
		if err := x.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	return x
}

func sampling(t rapid.TB, q *survey.Questionnaire) *analytics.Sampling {
	s, err := analytics.NewSampling(q)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMergingInAnyOrderAndSplitIsTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawForm(t)
		s, rows := sampling(t, q), drawRows(t, q)
		whole := sampled(t, s, rows)
		mixed := rapid.Permutation(rows).Draw(t, "order")
		i := rapid.IntRange(0, len(rows)).Draw(t, "first split")
		j := rapid.IntRange(i, len(rows)).Draw(t, "second split")
		a, b, c := sampled(t, s, mixed[:i]), sampled(t, s, mixed[i:j]), sampled(t, s, mixed[j:])
		merged := s.Sample()
		for _, part := range rapid.Permutation([]*analytics.Sample{a, b, c}).Draw(t, "parts") {
			if err := merged.Merge(part); err != nil {
				t.Fatal(err)
			}
		}
		for d := range q.Dimensions {
			if !reflect.DeepEqual(whole.Scores(d), merged.Scores(d)) || !reflect.DeepEqual(whole.Complete(d), merged.Complete(d)) {
				t.Fatalf("dimension %d differs", d)
			}
		}
		if !reflect.DeepEqual(whole.Totals(), merged.Totals()) || whole.Rows() != merged.Rows() {
			t.Fatalf("totals differ: %v, %v", whole.Totals(), merged.Totals())
		}
	})
}

// TestScoresFollowTheirRules compares with a plain count in floating point.
func TestScoresFollowTheirRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawForm(t)
		rows := drawRows(t, q)
		x := sampled(t, sampling(t, q), rows)
		var total plain
		scores := make([]plain, len(q.Dimensions))
		for _, r := range rows {
			sum, have := 0.0, 0
			for d := range q.Dimensions {
				if v, ok := plainScore(q, d, r); ok {
					scores[d].add(v)
					sum += v
					have++
				}
			}
			if 4*have >= 3*len(q.Dimensions) {
				total.add(sum / float64(have))
			}
		}
		for d := range q.Dimensions {
			scores[d].check(t, x.Scores(d))
		}
		total.check(t, x.Totals())
	})
}

type plain struct{ n, sum, squares float64 }

func (p *plain) add(v float64) { p.n++; p.sum += v; p.squares += v * v }

func (p *plain) check(t *rapid.T, v analytics.Values) {
	m := v.Moments()
	if float64(m.N()) != p.n {
		t.Fatalf("n is %d, want %g", m.N(), p.n)
	}
	if mean, why := m.Mean(); why == analytics.Defined && math.Abs(mean-p.sum/p.n) > 1e-9 {
		t.Fatalf("mean is %g, want %g", mean, p.sum/p.n)
	}
	if variance, why := m.Variance(); why == analytics.Defined && math.Abs(variance-(p.squares-p.sum*p.sum/p.n)/(p.n-1)) > 1e-7 {
		t.Fatalf("variance is %g, want %g", variance, (p.squares-p.sum*p.sum/p.n)/(p.n-1))
	}
}

func plainScore(q *survey.Questionnaire, dimension int, row []int8) (float64, bool) {
	sum, have, all := 0.0, 0, 0
	for i := range q.Items {
		if it := &q.Items[i]; it.Dimension == q.Dimensions[dimension].ID {
			all++
			if row[i] >= 0 {
				sum += float64(q.Keyed(it, int(row[i])+q.Scale.Lo))
				have++
			}
		}
	}
	return sum / float64(have), 2*have >= all
}

func TestKeyedTwiceIsNotKeyed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawForm(t)
		rows := drawRows(t, q)
		turned := *q
		turned.Items = append([]survey.Item(nil), q.Items...)
		mirrored := make([][]int8, len(rows))
		for k, r := range rows {
			mirrored[k] = append([]int8(nil), r...)
			for i, v := range r {
				if v >= 0 {
					mirrored[k][i] = int8(q.Scale.Points()-1) - v
				}
			}
		}
		for i := range turned.Items {
			turned.Items[i].Reverse = !turned.Items[i].Reverse
		}
		a, b := sampled(t, sampling(t, q), rows), sampled(t, sampling(t, &turned), mirrored)
		for d := range q.Dimensions {
			if !reflect.DeepEqual(a.Scores(d), b.Scores(d)) || !reflect.DeepEqual(a.Complete(d), b.Complete(d)) {
				t.Fatalf("dimension %d differs", d)
			}
		}
	})
}

func TestRowsThatDoNotFitAreRefusedAndChangeNothing(t *testing.T) {
	q := pulseQuestionnaire()
	s := sampling(t, q)
	x := s.Sample()
	for name, row := range map[string][]int8{
		"a row that is too short":        make([]int8, 11),
		"a value above the scale":        {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5},
		"a value below the scale's ends": {-2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	} {
		if err := x.Add(row); err == nil {
			t.Errorf("%s was counted", name)
		}
	}
	if err := x.Merge(sampling(t, pulseQuestionnaire()).Sample()); err == nil {
		t.Error("a sample of another questionnaire was merged")
	}
	if x.Rows() != 0 || x.Totals().N() != 0 || x.Item(0).N() != 0 {
		t.Error("something was counted all the same")
	}
}
