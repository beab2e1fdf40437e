package reports

import (
	"math"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"teamtrust/analytics"
)

// scores draws a dot and its interval for each dimension.
func (d drawing) scores() (Chart, bool, error) {
	c := charts.NewScatter()
	var labels, words []string
	dots, bounds := 0, false
	for i, m := range d.rows {
		label, dot := d.scoreLabel(m)
		labels, words = append(labels, label), append(words, d.scoreWords(m))
		if dot {
			d.dot(c, i, m)
			dots++
		} else if m.level.Score != nil {
			d.bound(c, i, m)
			bounds = true
		}
		d.hollow(c, i, m)
	}
	global := append(frame(&c.RectConfiguration, strings.Join(words, " ")), scoreAxes(labels)...)
	c.SetGlobalOptions(global...)
	raw, err := option(c)
	return Chart{Kind: ScoresChart, Option: raw, Height: axisPixels + rowPixels*len(d.rows), Bounds: bounds}, dots > 0 || bounds, err
}

func scoreAxes(labels []string) []charts.GlobalOpts {
	return []charts.GlobalOpts{
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithGridOpts(opts.Grid{Left: "8", Right: "28", Top: "12", Bottom: "8", ContainLabel: opts.Bool(true)}),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: 0, Max: 100, SplitNumber: 5}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Inverse: opts.Bool(true), Data: labels,
			AxisLabel: &opts.AxisLabel{Show: opts.Bool(true)}}),
	}
}

// dot adds the interval of a row, where it has one, and the score over it.
func (d drawing) dot(c *charts.Scatter, row int, m measure) {
	l := lookOf(m.id)
	name := m.name
	if m.level.CI != nil {
		low, high := d.onHundred(m.level.CI[0]), d.onHundred(m.level.CI[1])
		name = d.say("chart.interval", "name", m.name, "low", whole(low), "high", whole(high))
		c.Overlap(interval(row, low, high, l.colour))
	}
	// The third number is what stands beside the dot.
	value := []any{*m.level.Score, row, int(math.RoundToEven(*m.level.Score))}
	c.AddSeries("", []opts.ScatterData{{Name: name, Value: value, Symbol: l.symbol, SymbolSize: 14}},
		charts.WithItemStyleOpts(opts.ItemStyle{Color: l.colour, Opacity: opts.Float(1)}),
		charts.WithEncodeOpts(opts.Encode{X: 0, Y: 1, Tooltip: 0}),
		charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: "top", Formatter: "{@[2]}", Color: "var(--text)"}))
}

// hollow adds the score that a row is compared with.
func (d drawing) hollow(c *charts.Scatter, row int, m measure) {
	score, ok := d.beside[m.id]
	if !ok {
		return
	}
	c.AddSeries("", []opts.ScatterData{{Name: d.say("chart.beside", "name", m.name, "score", whole(score)), Value: []any{score, row}, Symbol: "circle", SymbolSize: 11}},
		charts.WithItemStyleOpts(opts.ItemStyle{Color: "transparent", BorderColor: "var(--text)", BorderWidth: 2, Opacity: opts.Float(1)}),
		charts.WithEncodeOpts(opts.Encode{X: 0, Y: 1, Tooltip: 0}),
		charts.WithLabelOpts(opts.Label{Show: opts.Bool(false)}))
}

// interval is a line between two scores. Its ends stand out beyond a mark that
// covers it.
func interval(row int, low, high float64, colour string) *charts.Line {
	return stretch([]any{low, row}, []any{high, row}, [2]int{2, 18}, colour)
}

// stretch is a thick line between two places with a stroke across each end.
func stretch(from, to []any, end [2]int, colour string) *charts.Line {
	line := charts.NewLine()
	line.AddSeries("", []opts.LineData{{Value: from}, {Value: to}},
		charts.WithLineChartOpts(opts.LineChart{Symbol: "rect", SymbolSize: end}),
		charts.WithItemStyleOpts(opts.ItemStyle{Color: colour}),
		charts.WithLabelOpts(opts.Label{Show: opts.Bool(false)}),
		charts.WithLineStyleOpts(opts.LineStyle{Color: colour, Width: 6, Opacity: opts.Float(0.4)}))
	return line
}

// bound adds the hollow mark of a row whose score may lie farther on.
func (d drawing) bound(c *charts.Scatter, row int, m measure) {
	at := func(score float64) []any { return []any{score, row} }
	for _, end := range openEnds(m.level.Clipped) {
		c.Overlap(openLine(at(*m.level.Score), at(end), lookOf(m.id)))
	}
}

// openEnds are the ends of the scale towards which a score with this mark may
// lie.
func openEnds(mark string) []float64 {
	switch mark {
	case analytics.AtLeast:
		return []float64{100}
	case analytics.AtMost:
		return []float64{0}
	}
	return []float64{0, 100}
}

// openLine is a hollow mark at a bound and a dashed line to the end of the
// scale. It is no scatter: programs that read those read exact scores.
func openLine(from, to []any, l look) *charts.Line {
	line := charts.NewLine()
	line.AddSeries("", []opts.LineData{{Value: from, Symbol: l.symbol, SymbolSize: 13}, {Value: to, Symbol: "none"}},
		charts.WithItemStyleOpts(opts.ItemStyle{Color: "var(--bg)", BorderColor: l.colour, BorderWidth: 2, Opacity: opts.Float(1)}),
		charts.WithLabelOpts(opts.Label{Show: opts.Bool(false)}),
		charts.WithLineStyleOpts(opts.LineStyle{Color: l.colour, Width: 2, Type: "dashed"}))
	return line
}

// scoreLabel is the name of a row, and whether it has a dot. Where it has
// none the name says why.
func (d drawing) scoreLabel(m measure) (string, bool) {
	name := strings.TrimSuffix(m.name, ".") // of a question
	switch {
	case m.level.Score == nil:
		return d.say("chart.hidden", "name", name), false
	case m.level.Clipped != "":
		return d.say("chart."+m.level.Clipped, "name", name, "score", whole(*m.level.Score)), false
	}
	return m.name, true
}

// scoreWords is a row as a sentence for those who do not see the drawing.
func (d drawing) scoreWords(m measure) string {
	label, dot := d.scoreLabel(m)
	if !dot {
		return label + "."
	}
	if m.level.CI == nil {
		return d.say("chart.exact", "name", m.name, "score", whole(*m.level.Score)) + "."
	}
	return d.say("chart.between", "name", m.name, "score", whole(*m.level.Score),
		"low", whole(d.onHundred(m.level.CI[0])), "high", whole(d.onHundred(m.level.CI[1]))) + "."
}
