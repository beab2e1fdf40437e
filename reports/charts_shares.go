package reports

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Three axes lie over each other, so that every number is the share itself:
// favourable answers grow from zero to the right, unfavourable ones from the
// same place to the left, and neutral ones leftwards from the right edge. They
// cannot meet the favourable ones, because the three shares make 100 (101
// after rounding) and the gap keeps them apart.
const (
	outward  = 100
	shareGap = 6
)

// legendPixels leave room for two lines, which a phone needs.
const legendPixels = 56

// inside is from how many percent on a number fits into its bar on a wide
// screen. The page leaves out those that do not fit on a narrow one.
const inside = 10

// shares draws how the answers of each dimension are spread, where that is
// released.
func (d drawing) shares() (Chart, bool, error) {
	rows, s := d.withShares(), d.sides()
	raw, err := d.diverging(s, []string{s[leftwards].name, s[rightwards].name, s[apart].name}, rows)
	return Chart{Kind: SharesChart, Option: raw, Height: sharesPixels(rows)}, len(rows) > 0, err
}

// withShares are the rows whose three shares are released.
func (d drawing) withShares() []measure {
	var rows []measure
	for _, m := range d.rows {
		if l := m.level; l.Favourable != nil && l.Neutral != nil && l.Unfavourable != nil {
			rows = append(rows, m)
		}
	}
	return rows
}

func sharesPixels(rows []measure) int { return legendPixels + 8 + rowPixels*len(rows) }

// diverging is bars to both sides of zero. legend names the sides as they lie
// beside each other.
func (d drawing) diverging(sides []answerSide, legend []string, rows []measure) (json.RawMessage, error) {
	var labels, words []string
	for _, m := range rows {
		labels, words = append(labels, m.name), append(words, d.shareWords(m))
	}
	c := charts.NewBar()
	for i, side := range sides {
		bars(c, side, rows, i == 0)
	}
	c.ExtendXAxis(shareAxis(-outward-shareGap, outward, true), shareAxis(0, 2*outward+shareGap, true))
	c.SetGlobalOptions(append(frame(&c.RectConfiguration, strings.Join(words, " ")), shareAxes(labels, legend)...)...)
	return option(c)
}

func shareAxis(low, high int, leftwards bool) opts.XAxis {
	return opts.XAxis{Type: "value", Show: opts.Bool(false), Inverse: opts.Bool(leftwards), Min: low, Max: high}
}

func shareAxes(labels, legend []string) []charts.GlobalOpts {
	return []charts.GlobalOpts{
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(true), Top: "0", Data: legend}),
		charts.WithGridOpts(opts.Grid{Left: "8", Right: "8", Top: strconv.Itoa(legendPixels), Bottom: "8", ContainLabel: opts.Bool(true)}),
		charts.WithXAxisOpts(shareAxis(-outward, outward+shareGap, false)),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Inverse: opts.Bool(true), Data: labels,
			AxisLine:  &opts.AxisLine{Show: opts.Bool(false), OnZero: opts.Bool(false)},
			AxisLabel: &opts.AxisLabel{Show: opts.Bool(true)}}),
	}
}

// answerSide is one kind of answers. Those of one axis are stacked, the first
// one nearest to zero.
type answerSide struct {
	name, colour, ink string
	axis              int
	of                func(measure) float64
}

// The axes: favourable, unfavourable and neutral answers.
const (
	rightwards = iota
	leftwards
	apart
)

func (d drawing) sides() []answerSide {
	name := func(key string) string { return d.say("chart.side", "name", d.say(key)) }
	return []answerSide{
		{name("column.favourable"), "var(--likert-5)", "var(--likert-ink-5)", rightwards, func(m measure) float64 { return *m.level.Favourable }},
		{name("column.unfavourable"), "var(--likert-1)", "var(--likert-ink-1)", leftwards, func(m measure) float64 { return *m.level.Unfavourable }},
		{name("column.neutral"), "var(--likert-3)", "var(--likert-ink-3)", apart, func(m measure) float64 { return *m.level.Neutral }},
	}
}

// bars adds one side of all rows. One of them carries the line at zero.
func bars(c *charts.Bar, s answerSide, rows []measure, zero bool) {
	data := make([]opts.BarData, 0, len(rows))
	for _, m := range rows {
		percent := math.Round(100 * s.of(m))
		data = append(data, opts.BarData{Value: percent,
			Label: &opts.Label{Show: opts.Bool(percent >= inside), Position: "inside", Color: s.ink}})
	}
	looks := []charts.SeriesOpts{
		charts.WithItemStyleOpts(opts.ItemStyle{Color: s.colour, BorderColor: "var(--likert-outline)", BorderWidth: 1}),
		charts.WithBarChartOpts(opts.BarChart{Stack: "axis" + strconv.Itoa(s.axis), XAxisIndex: s.axis, BarGap: "-100%", BarWidth: "22"}),
	}
	if zero {
		looks = append(looks, charts.WithMarkLineNameXAxisItemOpts(opts.MarkLineNameXAxisItem{XAxis: 0}),
			charts.WithMarkLineStyleOpts(opts.MarkLineStyle{Symbol: []string{"none", "none"}, Label: &opts.Label{Show: opts.Bool(false)},
				LineStyle: &opts.LineStyle{Color: "var(--control)", Width: 1, Type: "solid"}}))
	}
	c.AddSeries(s.name, data, looks...)
}

func (d drawing) shareWords(m measure) string {
	percent := func(v float64) string { return whole(math.Round(100 * v)) }
	return d.say("chart.spread", "name", m.name, "unfavourable", percent(*m.level.Unfavourable),
		"neutral", percent(*m.level.Neutral), "favourable", percent(*m.level.Favourable))
}
