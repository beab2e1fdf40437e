package reports_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// syntheticForm has dimensions of two items each and further items alone.
func syntheticForm(dimensions, alone int) *survey.Questionnaire {
	q := &survey.Questionnaire{ID: "S", Version: "1", Languages: []string{"en"}, Scale: survey.Scale{Lo: 1, Hi: 5}}
	item := func(id, dimension string) {
		q.Items = append(q.Items, survey.Item{ID: id, Dimension: dimension, Text: survey.Text{"en": "In my team, this is how it is with " + id + "."},
			Extra: []survey.Extra{{Code: survey.OptOut, Text: survey.Text{"en": "Can't say"}}}})
	}
	for d := range dimensions {
		id := fmt.Sprintf("D%d", d)
		q.Dimensions = append(q.Dimensions, survey.Dimension{ID: id, Name: survey.Text{"en": "Dimension " + id}, Items: []string{id + "A", id + "B"}})
		item(id+"A", id)
		item(id+"B", id)
	}
	for i := range alone {
		item(fmt.Sprintf("A%d", i), "")
	}
	return q
}

// synthetic is a release of so many teams in three levels with everything
// released, except for every seventh team, which is hidden.
func synthetic(teams, dimensions int) *analytics.Release {
	r := rand.New(rand.NewPCG(7, 11))
	form := syntheticForm(dimensions, 0)
	release := &analytics.Release{Survey: "synthetic", Name: "Synthetic", MinimumGroup: 5, Invited: 20 * teams, Cast: ref(15 * teams),
		ReleaseHash: strings.Repeat("0f", 32), Waves: []analytics.Wave{{Wave: "synthetic", Figure: *syntheticFigure(r, form)}}}
	w := &release.Waves[0]
	for i := range teams {
		t := analytics.Team{Team: fmt.Sprintf("Division %02d / Department %03d / Team %05d", i/1000, i/50, i)}
		if i%7 == 6 {
			t.Hidden, t.Reason = true, analytics.ReasonFew
		} else {
			t.Figure = syntheticFigure(r, form)
		}
		w.Teams = append(w.Teams, t)
	}
	return release
}

func syntheticFigure(r *rand.Rand, form *survey.Questionnaire) *analytics.Figure {
	f := &analytics.Figure{N: ref(20 + r.IntN(30)), Invited: ref(50 + r.IntN(10)), Dimensions: map[string]analytics.Dimension{}, Items: map[string]analytics.Item{}}
	for _, d := range form.Dimensions {
		f.Dimensions[d.ID] = analytics.Dimension{Level: syntheticLevel(r, f.N)}
	}
	for _, it := range form.Items {
		f.Items[it.ID] = analytics.Item{Level: syntheticLevel(r, f.N), Extra: map[string]*float64{survey.OptOut: nil},
			Histogram: map[string]float64{"1": 0.1, "2": 0.2, "3": 0.3, "4": 0.25, "5": 0.15}}
	}
	mean := hundredths(r, 500)
	f.Total = analytics.Total{Mean: &mean, Score: ref(hundredths(r, 10000)), CI: &[2]float64{mean - 0.25, mean + 0.25}}
	return f
}

func syntheticLevel(r *rand.Rand, n *int) analytics.Level {
	mean := 1 + hundredths(r, 400)
	return analytics.Level{N: n, Mean: &mean, SD: ref(hundredths(r, 200)), Score: ref(float64(r.IntN(1000)) / 10), CI: &[2]float64{mean - 0.3, mean + 0.3},
		Favourable: ref(hundredths(r, 100)), Neutral: ref(hundredths(r, 100)), Unfavourable: ref(hundredths(r, 100))}
}

func hundredths(r *rand.Rand, below int) float64 { return float64(r.IntN(below)) / 100 }
