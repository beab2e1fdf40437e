package analytics_test

import (
	"math"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

func TestATrendHasGapsWhereNothingCanBeCompared(t *testing.T) {
	moved := func(in *analytics.Input) {
		*in = staff(t, map[survey.Path]int{"A": 30, "A / Y": 8, "B": 25})
		in.Survey.ID = "s1"
		for i := range 20 {
			answer(in, "A", 1, 1+i%4, 1+i%5, 2+i%3, 3, 3)
			answer(in, "B", 1, 1+i%4, 1+i%5, 2+i%3, 3, 3)
		}
		answer(in, "A / Y", 6, 3, 3, 3, 3, 3)
	}
	shorter := func(in *analytics.Input) {
		in.Questionnaire.Dimensions[0].Items = []string{"COM1"}
		in.Questionnaire.Items[1].Dimension = ""
	}
	series := []*analytics.Released{
		wave(t, "s1", moved),
		wave(t, "s2", nil),
		wave(t, "s3", shorter),
		wave(t, "s4", func(in *analytics.Input) { without(in, "A / X", 0); answer(in, "A / X", 6, 5, 1, 3, 3, 3) }),
		wave(t, "s5", func(in *analytics.Input) { without(in, "A / X", 4) }),
		wave(t, "s6", nil),
		wave(t, "s7", func(in *analytics.Input) { without(in, "A / X", 4) }),
	}
	for _, tt := range []struct {
		team survey.Path
		want [7]string // reasons; empty where there is a score
	}{
		{"A", [7]string{"coverage", "", "questions", "", "", "", ""}},
		{"A / X", [7]string{"absent", "", "questions", "", "hidden", "", "hidden"}},
		{"B", [7]string{"", "", "questions", "", "", "", ""}},
	} {
		points := analytics.Trend(series, tt.team, "COM")
		for i, p := range points {
			if p.Survey != series[i].Release.Survey || (p.Score == nil) != (p.Reason != "") {
				t.Errorf("%s: %+v", tt.team, p)
			}
			if p.Reason != tt.want[i] {
				t.Errorf("%s in %s: %q, want %q", tt.team, p.Survey, p.Reason, tt.want[i])
			}
		}
	}
	x := analytics.Trend(series, "A / X", "COM")
	if x[3].Clipped != analytics.AtLeast || x[3].CI != nil || x[1].Clipped != "" || x[1].CI == nil {
		t.Errorf("a bound is marked and has no interval: %+v, %+v", x[3], x[1])
	}
	f, _ := series[1].Release.Figure("A / X")
	if d := f.Dimensions["COM"]; *x[1].Score != *d.Score || math.Abs(x[1].CI[0]-(d.CI[0]-1)*25) > 0.051 || math.Abs(x[1].CI[1]-(d.CI[1]-1)*25) > 0.051 {
		t.Errorf("the point is %+v, the figure %+v", x[1], d.Level)
	}
	if total := analytics.Trend(series, "A", "total"); total[1].Score == nil || total[2].Reason != "questions" || *total[1].Score != *series[1].Release.Waves[0].Teams[0].Total.Score {
		t.Errorf("the total: %+v", total)
	}
}

func TestATrendOfNothingIsAllGaps(t *testing.T) {
	hide := func(in *analytics.Input) { in.Ballots = in.Ballots[:3] }
	skip := func(in *analytics.Input) {
		for i := range in.Ballots {
			delete(in.Ballots[i].Answers, "REL1")
		}
	}
	points := analytics.Trend([]*analytics.Released{wave(t, "s1", hide), wave(t, "s2", skip)}, "A", "REL")
	if len(points) != 2 || points[0].Reason != "hidden" || points[1].Reason != "withheld" || points[1].Score != nil {
		t.Errorf("%+v", points)
	}
	if points := analytics.Trend(nil, "A", "REL"); len(points) != 0 {
		t.Errorf("%+v", points)
	}
	if points := analytics.Trend([]*analytics.Released{wave(t, "s1", nil)}, "Nowhere", "REL"); points[0].Reason != "absent" {
		t.Errorf("%+v", points)
	}
}

func TestIntervalsForWordsStayWithinTheScale(t *testing.T) {
	r := wave(t, "s1", nil)
	for _, tt := range []struct {
		ci        *[2]float64
		low, high float64
		ok        bool
	}{
		{&[2]float64{3.44, 3.96}, 61, 74, true},
		{&[2]float64{0.7, 1.5}, 0, 12.5, true},
		{&[2]float64{4.52, 5.3}, 88, 100, true},
		{nil, 0, 0, false},
	} {
		if low, high, ok := r.Between(tt.ci); low != tt.low || high != tt.high || ok != tt.ok {
			t.Errorf("%v: between %v and %v, %v", tt.ci, low, high, ok)
		}
	}
}

func TestTheSmallestChangeThatATeamCouldShow(t *testing.T) {
	r := wave(t, "s1", nil)
	w := r.Release.Waves[0].Dimensions["COM"].Within
	want, _ := analytics.SmallestChange(6, 6, w.SD)
	if got, ok := r.Smallest("A / X", "COM"); !ok || math.Abs(got-want*25) > 0.051 || got < 20 {
		t.Errorf("%v, %v, want %v", got, ok, want*25)
	}
	all, ok := r.Smallest(survey.Organisation, "total")
	if !ok || all >= want*25 {
		t.Errorf("the organisation: %v, %v", all, ok)
	}
	hidden := wave(t, "s2", func(in *analytics.Input) { without(in, "A / X", 4) })
	if _, ok := hidden.Smallest("A / X", "COM"); ok {
		t.Error("a hidden team has a smallest change")
	}
}
