package reports_test

import (
	"math"
	"slices"
	"testing"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
)

func itemCharts(t *testing.T, form *survey.Questionnaire, f *analytics.Figure, beside map[string]float64) map[string]option {
	t.Helper()
	list, err := reports.Items(form, f, beside, "en")
	if err != nil {
		t.Fatal(err)
	}
	return byKind(t, list)
}

// spreadItem is an item with everything released.
func spreadItem(score float64, histogram map[string]float64, unfavourable, neutral, favourable float64) analytics.Item {
	return analytics.Item{Level: exact(score, 2, 4, unfavourable, neutral, favourable).Level, Histogram: histogram}
}

var answered = map[string]float64{"1": 0.05, "2": 0.15, "3": 0.3, "4": 0.4, "5": 0.1}

func TestAQuestionIsDrawnInFiveStepsByItsDirection(t *testing.T) {
	form := builtIn(t, "P10")
	form.Items[1].Reverse = true
	first, second := form.Items[0].ID, form.Items[1].ID
	f := &analytics.Figure{N: ref(24), Invited: ref(30), Items: map[string]analytics.Item{
		first: spreadItem(59, answered, 0.2, 0.3, 0.5), second: spreadItem(41, answered, 0.5, 0.3, 0.2),
	}}
	o := itemCharts(t, form, f, nil)[reports.SpreadChart]
	want := map[string][]float64{ // the first question, then the reversed one
		"Very unfavourable (%)": {5, 10}, "Rather unfavourable (%)": {15, 40}, "Neutral (%)": {30, 30}, "Rather favourable (%)": {40, 15}, "Very favourable (%)": {10, 5},
	}
	for _, s := range o.Series {
		if got := []float64{s.Data[0].Value.(float64), s.Data[1].Value.(float64)}; !slices.Equal(got, want[s.Name]) {
			t.Errorf("%s is %v, want %v", s.Name, got, want[s.Name])
		}
		delete(want, s.Name)
	}
	if len(want) > 0 {
		t.Errorf("not drawn: %v", want)
	}
}

func TestWithoutFiveBinsOfEveryQuestionThereAreThree(t *testing.T) {
	form := builtIn(t, "P10")
	first, second := form.Items[0].ID, form.Items[1].ID
	items := map[string]analytics.Item{first: spreadItem(59, answered, 0.2, 0.3, 0.5), second: spreadItem(41, nil, 0.5, 0.3, 0.2)}
	o := itemCharts(t, form, &analytics.Figure{N: ref(24), Invited: ref(30), Items: items}, nil)[reports.SpreadChart]
	if len(o.Series) != 3 || len(o.YAxis[0].Data) != 2 {
		t.Errorf("%d series of %v", len(o.Series), o.YAxis[0].Data)
	}
	for id, x := range items {
		x.Favourable = nil
		items[id] = x
	}
	if _, drawn := itemCharts(t, form, &analytics.Figure{N: ref(24), Invited: ref(30), Items: items}, nil)[reports.SpreadChart]; drawn {
		t.Error("withheld shares are drawn")
	}
}

func TestWhatAQuestionIsComparedWithIsHollow(t *testing.T) {
	form := builtIn(t, "P10")
	id := form.Items[2].ID
	f := &analytics.Figure{N: ref(24), Invited: ref(30), Items: map[string]analytics.Item{id: spreadItem(59, answered, 0.2, 0.3, 0.5)}}
	o := itemCharts(t, form, f, map[string]float64{id: 64.2})[reports.ItemsChart]
	var full, hollow []float64
	for _, s := range o.Series {
		if s.Type != "scatter" {
			continue
		}
		v := s.Data[0].Value.([]any)
		if v[1].(float64) != 2 {
			t.Errorf("a mark in row %v", v[1])
		}
		if s.ItemStyle.Color == "transparent" {
			hollow = append(hollow, v[0].(float64))
		} else {
			full = append(full, v[0].(float64))
		}
	}
	if !slices.Equal(full, []float64{59}) || !slices.Equal(hollow, []float64{64.2}) {
		t.Errorf("full marks %v, hollow ones %v", full, hollow)
	}
}

// What is drawn of a real release adds up to what it says.
func TestTheStepsOfAQuestionAreItsShares(t *testing.T) {
	w := company(t)
	r := w.release(t)
	form := w.book(t).Form
	seen := 0
	for _, team := range r.Waves[0].Teams {
		if team.Figure == nil {
			continue
		}
		for id, x := range team.Items {
			if x.Histogram == nil {
				continue
			}
			seen++
			hi := form.Scale.Hi
			if sum := reports.Keyed(form, x, id, hi-1) + reports.Keyed(form, x, id, hi); math.Abs(sum-*x.Favourable) > 0.0151 {
				t.Errorf("%s of %s: the two highest steps are %.2f, favourable %.2f", id, team.Team, sum, *x.Favourable)
			}
		}
	}
	if seen == 0 {
		t.Fatal("no distribution was released")
	}
}
