package analytics_test

import (
	"testing"

	"teamtrust/survey"
)

func TestAnItemForTheOrganisationIsWithheldBelow(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 30, "B": 30})
	answer(&in, "A", 25, 3, 3, 3, 3, 3)
	answer(&in, "B", 25, 3, 3, 3, 3, 4)
	r := release(t, in)
	if it := r.Waves[0].Items["FWD1"]; it.Mean == nil || *it.Mean != 3.5 || it.Histogram["4"] != 0.5 {
		t.Errorf("the organisation has %+v", it)
	}
	for _, team := range []survey.Path{"A", "B"} {
		f, _ := r.Figure(team)
		if it := f.Items["FWD1"]; it.Mean != nil || it.Histogram != nil || len(it.Blocks) != 0 {
			t.Errorf("%s has %+v", team, it)
		}
	}
}

func TestAnOrganisationItemWithholdsItsWholeDimensionBelow(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 30, "B": 30})
	in.Questionnaire.Items[1].Level = "organisation" // COM2
	answer(&in, "A", 25, 3, 2, 3, 3, 3)
	answer(&in, "B", 25, 3, 2, 3, 3, 4)
	r := release(t, in)
	f, _ := r.Figure("A")
	if f.Dimensions["COM"].Mean != nil || f.Items["COM1"].Mean != nil || f.Items["COM2"].Mean != nil || f.Total.Mean != nil {
		t.Errorf("COM2 can be worked out: %+v", f)
	}
	if r.Waves[0].Dimensions["COM"].Mean == nil || f.Dimensions["REL"].Mean == nil {
		t.Error("too much is withheld")
	}
}

func TestHalfAnsweredBallotsAreInNoMeanOfTheirDimension(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 30})
	answer(&in, "A", 10, 2, 4, 2, 3, 3) // COM2 is reversed: 2 and 2
	answer(&in, "A", 5, 5, 0, 4, 3, 3)
	r := release(t, in)
	f := r.Waves[0].Figure
	if com := f.Dimensions["COM"]; *com.Mean != 2 || *com.N != 15 || *f.Items["COM1"].Mean != 2 {
		t.Errorf("COM %v over n %v, COM1 %v", *com.Mean, *com.N, *f.Items["COM1"].Mean)
	}
	if rel := f.Dimensions["REL"]; *rel.Mean != 2.67 || *rel.Score != 41.8 {
		t.Errorf("REL %v, %v", *rel.Mean, *rel.Score)
	}
	if f.Items["COM2"].Missing == nil || *f.Items["COM2"].Missing != 5 {
		t.Errorf("five ballots have no COM2: %v", f.Items["COM2"].Missing)
	}
}
