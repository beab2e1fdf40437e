package reports

import (
	"fmt"
	"slices"
	"strconv"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// Items are the drawings of the questions of one figure, in the order of the
// questionnaire: their scores, and how the answers are spread where that is
// released. beside holds by item the score that one is compared with, for a
// hollow mark; it may be nil. What is withheld or a bound is treated as in
// Charts.
func Items(form *survey.Questionnaire, f *analytics.Figure, beside map[string]float64, lang string) ([]Chart, error) {
	n, err := namesIn(form, lang)
	if err != nil {
		return nil, err
	}
	d := drawing{names: n, beside: beside}
	for i := range form.Items {
		it := &form.Items[i]
		d.rows = append(d.rows, measure{id: it.ID, name: clipUnits(n.item(it), labelLimit), level: f.Items[it.ID].Level})
	}
	var list []Chart
	scores, drawn, err := d.scores()
	if err != nil {
		return nil, fmt.Errorf("draw the questions of a figure: %w", err)
	}
	if scores.Kind = ItemsChart; drawn {
		list = append(list, scores)
	}
	spread, drawn, err := d.spread(f)
	if err != nil {
		return nil, fmt.Errorf("draw how answers are spread: %w", err)
	}
	if drawn {
		list = append(list, spread)
	}
	return list, nil
}

// spread is the diverging bars of questions: in five steps where every row has
// them, else in the three kinds of answers.
func (d drawing) spread(f *analytics.Figure) (Chart, bool, error) {
	rows, sides := d.withShares(), d.sides()
	five := d.form.Scale.Points() >= 5 && !slices.ContainsFunc(rows, func(m measure) bool { return f.Items[m.id].Histogram == nil })
	legend := []string{sides[leftwards].name, sides[rightwards].name, sides[apart].name}
	if five {
		sides = d.steps(f)
		legend = []string{sides[3].name, sides[2].name, sides[0].name, sides[1].name, sides[4].name}
	}
	raw, err := d.diverging(sides, legend, rows)
	return Chart{Kind: SpreadChart, Option: raw, Height: sharesPixels(rows)}, len(rows) > 0, err
}

// steps are the five kinds of answers: the two ends of the scale to either
// side, what lies next to them, and all between.
func (d drawing) steps(f *analytics.Figure) []answerSide {
	lo, hi := d.form.Scale.Lo, d.form.Scale.Hi
	step := func(name string, tone, axis, value int) answerSide {
		n := strconv.Itoa(tone)
		return answerSide{d.say("chart.side", "name", name), "var(--likert-" + n + ")", "var(--likert-ink-" + n + ")", axis, func(m measure) float64 {
			return Keyed(d.form, f.Items[m.id], m.id, value)
		}}
	}
	return []answerSide{
		step(d.say("chart.rather_favourable"), 4, rightwards, hi-1), step(d.say("chart.very_favourable"), 5, rightwards, hi),
		step(d.say("chart.rather_unfavourable"), 2, leftwards, lo+1), step(d.say("chart.very_unfavourable"), 1, leftwards, lo),
		{d.say("chart.side", "name", d.say("column.neutral")), "var(--likert-3)", "var(--likert-ink-3)", apart, func(m measure) float64 { return *m.level.Neutral }},
	}
}

// Keyed is the share of answers to an item that count as a value after keying:
// in a reversed item that of the opposite one.
func Keyed(form *survey.Questionnaire, x analytics.Item, id string, value int) float64 {
	if it, known := form.Item(id); known && it.Reverse {
		value = form.Scale.Lo + form.Scale.Hi - value
	}
	return x.Histogram[strconv.Itoa(value)]
}
