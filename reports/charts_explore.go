package reports

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// TeamRow is one team of a drawing, or one survey of a team: its name there,
// and its figure, which is nil where the team is hidden.
type TeamRow struct {
	Name   string // "" is the organisation
	Figure *analytics.Figure
	// Levels are by measure what stands in place of the figure's where not all of
	// it is comparable with the other rows; nil: the figure's own.
	Levels map[string]analytics.Level
}

// The kinds of drawings of several teams.
const (
	HeatmapChart = "heatmap" // teams by measure, in five bands of fixed limits
	TeamsChart   = "teams"   // ScoresChart of one measure, a row for each team
	RadarChart   = "radar"   // several measures of few teams
	SurveysChart = "surveys" // HeatmapChart of one team, a row for each survey
)

// HeatmapRows is how many teams a drawing shows at the most.
const HeatmapRows = 200

// ErrNoShape is returned for a radar that cannot be drawn.
var ErrNoShape = errors.New("a radar needs three measures or more, and every one of them of every team")

// Heatmap draws teams by measure (ids of dimensions, and Total). A cell that is
// withheld is empty and lies in the series of hidden ones; a bound has its mark.
// It is false where no cell has a score.
func Heatmap(form *survey.Questionnaire, teams []TeamRow, measures []string, lang string) (Chart, bool, error) {
	n, err := namesIn(form, lang)
	if err != nil {
		return Chart{}, false, err
	}
	teams = n.named(teams)
	cells := map[shade][]opts.HeatMapData{}
	shown := false
	for y, team := range teams {
		for x, id := range measures {
			l := team.level(id)
			of := shade{bandOf(l.Score), l.Clipped}
			shown = shown || of.band > 0
			cells[of] = append(cells[of], opts.HeatMapData{Value: cellOf(x, y, l)})
		}
	}
	c := charts.NewHeatMap()
	legend := n.fillBands(c, cells)
	c.SetGlobalOptions(append(frame(&c.RectConfiguration, n.say("chart.heatmap_words", "teams", len(teams), "measures", strings.Join(n.measureNames(measures), ", "))),
		heatmapAxes(teamNames(teams), n.measureNames(measures), legend)...)...)
	raw, err := option(c)
	return Chart{Kind: HeatmapChart, Option: raw, Height: legendPixels + 64 + cellPixels*len(teams)}, shown, err
}

// cellPixels is the height of a row of a heatmap.
const cellPixels = 36

// bands is the number of bands of scores.
const bands = 5

// bandOf is the band of a score, 1 to 5, by its printed whole number as on the
// pages; 0 for none.
func bandOf(score *float64) int {
	if score == nil {
		return 0
	}
	return min(bands, int(math.RoundToEven(min(100, max(0, *score))))/20+1)
}

// shade is what cells have in common that are drawn alike: the band, 0 for
// hidden ones, and the mark of a bound.
type shade struct {
	band int
	mark string // as analytics.Level.Clipped
}

// cellOf is a cell: its place, its score and the whole number that is written
// in it. One that is withheld has no score.
func cellOf(x, y int, l analytics.Level) any {
	if l.Score == nil {
		return [3]float64{float64(x), float64(y), -1}
	}
	return [4]float64{float64(x), float64(y), *l.Score, math.RoundToEven(*l.Score)}
}

// fillBands adds a series for each band and mark, and one for what is hidden,
// and returns the names of bands.
func (n names) fillBands(c *charts.HeatMap, cells map[shade][]opts.HeatMapData) []string {
	var legend []string
	for band := 1; band <= bands; band++ {
		tone, name := strconv.Itoa(band), strconv.Itoa(20*band-20)+"–"+strconv.Itoa(20*band-1)
		if band == bands {
			name = "80–100"
		}
		const score = "{@[3]}"
		colour, inked := "var(--band-"+tone+")", "var(--band-ink-"+tone+")"
		addBand(c, name, colour, inked, score, cells[shade{band, ""}])
		for _, mark := range bounds() {
			if list := cells[shade{band, mark}]; list != nil {
				addBand(c, name, colour, inked, boundSign(mark)+" "+score, list)
			}
		}
		legend = append(legend, name)
	}
	hidden := n.say("chart.hidden_cell")
	addBand(c, hidden, "var(--surface)", "var(--muted)", hidden, cells[shade{}])
	return append(legend, hidden)
}

func addBand(c *charts.HeatMap, name, colour, ink, written string, cells []opts.HeatMapData) {
	if cells == nil {
		cells = []opts.HeatMapData{}
	}
	c.AddSeries(name, cells,
		charts.WithItemStyleOpts(opts.ItemStyle{Color: colour, BorderColor: "var(--cell-line)", BorderWidth: 2}),
		charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Formatter: written, Color: ink}))
}

func heatmapAxes(teams, measures, legend []string) []charts.GlobalOpts {
	return []charts.GlobalOpts{
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(false)}), // every number is written in its cell
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(true), Top: "0", Data: legend}),
		charts.WithGridOpts(opts.Grid{Left: "8", Right: "8", Top: strconv.Itoa(legendPixels), Bottom: "8", ContainLabel: opts.Bool(true)}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", Position: "top", Data: measures, AxisLabel: &opts.AxisLabel{Show: opts.Bool(true)}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Inverse: opts.Bool(true), Data: teams, AxisLabel: &opts.AxisLabel{Show: opts.Bool(true)}}),
	}
}

// Teams draws one measure of several teams, the lowest first: a dot and its
// interval for each. What is withheld or a bound is treated as in Charts.
func Teams(form *survey.Questionnaire, teams []TeamRow, id, lang string) (Chart, bool, error) {
	n, err := namesIn(form, lang)
	if err != nil {
		return Chart{}, false, err
	}
	d := drawing{names: n}
	for _, team := range n.named(teams) {
		d.rows = append(d.rows, measure{id: id, name: team.Name, level: team.level(id)})
	}
	slices.SortStableFunc(d.rows, func(a, b measure) int { return byScore(a.level.Score, b.level.Score) })
	c, drawn, err := d.scores()
	c.Kind, c.Name, c.Measure = TeamsChart, n.measure(id), id
	return c, drawn, err
}

// Radar draws several measures of few teams as closed lines. The area and the
// shape of such a line depend on the order of the measures, which is why no
// other page has one. It fails with ErrNoShape where a line would have a gap. A
// line passes through a bound as through a score: the words say which is one,
// and so does the name of the measure where there is one team.
func Radar(form *survey.Questionnaire, teams []TeamRow, measures []string, lang string) (Chart, error) {
	n, err := namesIn(form, lang)
	if err != nil {
		return Chart{}, err
	}
	c := charts.NewRadar()
	c.Accept(plainTooltip{})
	component := opts.RadarComponent{Shape: "polygon", SplitNumber: 5}
	for _, name := range n.measureNames(measures) {
		component.Indicator = append(component.Indicator, &opts.Indicator{Name: name, Max: 100})
	}
	var words []string
	for i, team := range n.named(teams) {
		values := make([]float64, len(measures))
		for x, id := range measures {
			l := team.level(id)
			if l.Score == nil || len(measures) < 3 {
				return Chart{}, ErrNoShape
			}
			values[x] = *l.Score
			words = append(words, n.said(team.Name+", "+component.Indicator[x].Name, l)+".")
			if len(teams) == 1 {
				component.Indicator[x].Name = n.said(component.Indicator[x].Name, l)
			}
		}
		addShape(c, team.Name, values, i)
	}
	c.SetGlobalOptions(append(frame(&charts.RectConfiguration{}, strings.Join(words, " ")), charts.WithRadarComponentOpts(component),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(true), Top: "0"}))...)
	raw, err := option(c)
	return Chart{Kind: RadarChart, Option: raw, Height: legendPixels + 320}, err
}

// addShape adds a closed line: the first team full, the second broken.
func addShape(c *charts.Radar, name string, values []float64, at int) {
	colour, kind, symbol := "var(--accent)", "solid", "circle"
	if at > 0 {
		colour, kind, symbol = "var(--text)", "dashed", "rect"
	}
	c.AddSeries(name, []opts.RadarData{{Name: name, Value: values}},
		charts.WithRadarChartOpts(opts.RadarChart{Symbol: symbol, SymbolSize: 8}),
		charts.WithItemStyleOpts(opts.ItemStyle{Color: colour}),
		charts.WithLineStyleOpts(opts.LineStyle{Color: colour, Width: 2, Type: kind}))
}

// said is a name with its score, which may be a bound.
func (n names) said(name string, l analytics.Level) string {
	key := "chart.exact"
	if l.Clipped != "" {
		key = "chart." + l.Clipped
	}
	return n.say(key, "name", name, "score", whole(*l.Score))
}

// teamLimit keeps a team's name within its row.
const teamLimit = 30

// named are as many teams as a drawing shows, with names that have room.
func (n names) named(teams []TeamRow) []TeamRow {
	out := slices.Clone(teams[:min(len(teams), HeatmapRows)])
	for i := range out {
		if out[i].Name == "" {
			out[i].Name = n.team(survey.Organisation)
		}
		out[i].Name = clipUnits(out[i].Name, teamLimit)
	}
	return out
}

func teamNames(teams []TeamRow) []string {
	out := make([]string, len(teams))
	for i, team := range teams {
		out[i] = team.Name
	}
	return out
}

// level is what a team's figure says of a dimension or the total.
func (t TeamRow) level(id string) analytics.Level {
	switch {
	case t.Levels != nil:
		return t.Levels[id]
	case t.Figure == nil:
		return analytics.Level{}
	}
	return levelOf(t.Figure, id)
}
