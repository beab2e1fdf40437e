package analytics_test

import (
	"fmt"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

func TestTheTotalIsTheMeanOfPublishedMeans(t *testing.T) {
	intervals := 0
	for seed := range uint64(worlds) {
		w := newWorld(source(seed), 20)
		r := w.count().Release
		ref := w.refTotal(w.refBlocks())
		for p, f := range figures(r) {
			if err := checkTotalOf(w, f); err != nil {
				t.Fatalf("seed %d, %q: %v", seed, p, err)
			}
			shown, err := ref.interval(r, p, f)
			if err != nil {
				t.Fatalf("seed %d, %q: %v", seed, p, err)
			}
			if shown {
				intervals++
			}
		}
	}
	if intervals < 200 {
		t.Fatalf("only %d intervals: the worlds are too poor", intervals)
	}
}

func checkTotalOf(w world, f *analytics.Figure) error {
	sum, low, up, blocks := 0.0, false, false, map[string]bool{}
	for _, d := range w.in.Questionnaire.Dimensions {
		x := f.Dimensions[d.ID]
		if x.Mean == nil {
			if f.Total.Mean != nil || f.Total.Score != nil || f.Total.CI != nil || len(f.Total.Blocks) > 0 || f.Total.Clipped != "" {
				return fmt.Errorf("%s is withheld, the total is %+v", d.ID, f.Total)
			}
			return nil
		}
		sum += *x.Mean
		low, up = low || x.Clipped == "at_most" || x.Clipped == "both", up || x.Clipped == "at_least" || x.Clipped == "both"
		for _, b := range x.Blocks {
			blocks[b] = true
		}
	}
	if !near(f.Total.Mean, sum/float64(len(w.in.Questionnaire.Dimensions))) || len(f.Total.Blocks) != len(blocks) {
		return fmt.Errorf("total %+v, want a mean of %v over %d blocks", f.Total, sum, len(blocks))
	}
	want := map[[2]bool]string{{true, false}: "at_most", {false, true}: "at_least", {true, true}: "both"}[[2]bool{low, up}]
	if f.Total.Clipped != want || f.Total.N != nil || f.Total.SD != nil || want != "" && f.Total.CI != nil {
		return fmt.Errorf("total is %+v, want it marked %q", f.Total, want)
	}
	return nil
}

func TestTheTotalOfOneDimensionHasThatDimensionsPooledInterval(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 30, "B": 12, "C": 25})
	in.Questionnaire.Dimensions = in.Questionnaire.Dimensions[:1]
	in.Questionnaire.Items[2].Dimension = ""
	for i := range 20 {
		answer(&in, "A", 1, 1+i%5, 1+i%4, 3, 3, 3)
	}
	for i := range 8 {
		answer(&in, "B", 1, 1+i%5, 1+i%4, 3, 3, 3)
	}
	for i := range 19 {
		answer(&in, "C", 1, 1+i%5, 1+i%4, 3, 3, 3)
	}
	r := release(t, in)
	f, _ := r.Figure("B")
	if com := f.Dimensions["COM"]; com.CI == nil || f.Total.CI == nil || *com.CI != *f.Total.CI {
		t.Errorf("COM %v, total %v", com.CI, f.Total.CI)
	}
}
