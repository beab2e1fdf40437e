package reports

import (
	"math"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// trendPixels is the height of a trend: enough to tell ten points apart.
const trendPixels = 280

// Trend draws the course of one dimension, or of the total, over surveys:
// points with their intervals, joined by a line. surveys are what stands under
// the points, one for each, oldest first. A gap stays a gap. No line leads to a
// bound, which is no exact place: it is a hollow mark as in Charts. It is false
// where there is nothing to draw.
func Trend(form *survey.Questionnaire, variable string, surveys []string, points []analytics.TrendPoint, lang string) (Chart, bool, error) {
	n, err := namesIn(form, lang)
	if err != nil {
		return Chart{}, false, err
	}
	name, look := n.measure(variable), look{"circle", "var(--text)"}
	if variable != Total {
		look = lookOf(variable)
	}
	c := charts.NewLine()
	var words []string
	data := make([]opts.LineData, len(points))
	drawn, bounds := false, false
	for i, p := range points {
		words = append(words, n.trendWords(clipUnits(surveys[i], labelLimit), p))
		data[i] = opts.LineData{Value: "-"} // what the library takes for a gap
		if p.Score == nil {
			continue
		}
		drawn = true
		if p.Clipped != "" {
			for _, end := range openEnds(p.Clipped) {
				c.Overlap(openLine([]any{i, *p.Score}, []any{i, end}, look))
			}
			bounds = true
			continue
		}
		data[i] = opts.LineData{Value: *p.Score, Name: n.trendWords(surveys[i], p), Symbol: look.symbol, SymbolSize: 9}
		if p.CI != nil {
			c.Overlap(whisker(i, p.CI, look.colour))
		}
	}
	c.SetXAxis(surveys).AddSeries(name, data,
		charts.WithLineChartOpts(opts.LineChart{ConnectNulls: opts.Bool(false)}),
		charts.WithItemStyleOpts(opts.ItemStyle{Color: look.colour, Opacity: opts.Float(1)}),
		charts.WithLineStyleOpts(opts.LineStyle{Color: look.colour, Width: 2}),
		charts.WithLabelOpts(opts.Label{Show: opts.Bool(false)}))
	c.SetGlobalOptions(append(frame(&c.RectConfiguration, name+". "+strings.Join(words, " ")), trendAxes(surveys)...)...)
	raw, err := option(c)
	return Chart{Kind: TrendChart, Option: raw, Height: trendPixels, Name: name, Bounds: bounds}, drawn, err
}

func trendAxes(surveys []string) []charts.GlobalOpts {
	return []charts.GlobalOpts{
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithGridOpts(opts.Grid{Left: "8", Right: "16", Top: "12", Bottom: "8", ContainLabel: opts.Bool(true)}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", Data: surveys, AxisLabel: &opts.AxisLabel{Show: opts.Bool(true)}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Min: 0, Max: 100, SplitNumber: 5,
			AxisLabel: &opts.AxisLabel{Show: opts.Bool(true)}, SplitLine: &opts.SplitLine{Show: opts.Bool(true)}}),
	}
}

// whisker is a line from one end of an interval to the other.
func whisker(at int, ci *[2]float64, colour string) *charts.Line {
	return stretch([]any{at, ci[0]}, []any{at, ci[1]}, [2]int{18, 2}, colour)
}

// trendWords is a point as a sentence for those who do not see the drawing.
func (n names) trendWords(when string, p analytics.TrendPoint) string {
	switch {
	case p.Score == nil:
		return n.say("chart.hidden", "name", when) + "."
	case p.Clipped != "":
		return n.say("chart."+p.Clipped, "name", when, "score", tenth(*p.Score)) + "."
	case p.CI == nil:
		return n.say("chart.exact", "name", when, "score", tenth(*p.Score)) + "."
	}
	return n.say("chart.between", "name", when, "score", tenth(*p.Score), "low", tenth(p.CI[0]), "high", tenth(p.CI[1])) + "."
}

// tenth prints a score with its one decimal.
func tenth(v float64) string { return strconv.FormatFloat(math.Round(10*v)/10, 'f', 1, 64) }
