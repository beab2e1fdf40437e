package reports

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// Chart is one drawing for a browser.
type Chart struct {
	Kind string // one of the kinds below
	// Option is a complete ECharts option: JSON with < > & escaped, so that it
	// can stand in a script element, without functions and without markup.
	// Colours are the tokens of the page: "var(--d1)".
	Option  json.RawMessage
	Height  int    // CSS pixels
	Name    string // what a TrendChart or TeamsChart is of; else empty
	Measure string // the id of what a TeamsChart is of; else empty
	Bounds  bool   // a bound is drawn: a hollow mark and a dashed line to where the score may lie
}

// The kinds of charts.
const (
	ScoresChart = "scores" // a dot and its interval for each dimension, weakest first, on 0–100
	SharesChart = "shares" // unfavourable and favourable answers to both sides of zero, neutral set apart
	TrendChart  = "trend"  // one measure over surveys, points with intervals, on 0–100
	ItemsChart  = "items"  // ScoresChart of questions, with a hollow mark for what they are compared with
	SpreadChart = "spread" // SharesChart of questions, in five steps where these are released
)

// Charts are the drawings of one figure. A dimension that is withheld or only
// known to a bound has no dot and no interval, its name says so, and a bound is
// a hollow mark with a dashed line to where the score may lie; shares are drawn
// only where they are released. A chart without anything to draw is left out, so
// the list may be empty.
//
// Series: scatter and line in the first, bar in the second.
func Charts(form *survey.Questionnaire, f *analytics.Figure, lang string) ([]Chart, error) {
	n, err := namesIn(form, lang)
	if err != nil {
		return nil, err
	}
	d := drawing{names: n, rows: n.weakestFirst(f)}
	for i := range d.rows {
		d.rows[i].name = clipUnits(d.rows[i].name, labelLimit)
	}
	var list []Chart
	for _, draw := range []func() (Chart, bool, error){d.scores, d.shares} {
		c, drawn, err := draw()
		if err != nil {
			return nil, fmt.Errorf("draw a figure: %w", err)
		}
		if drawn {
			list = append(list, c)
		}
	}
	return list, nil
}

// drawing is a figure on its way to charts.
type drawing struct {
	names
	rows   []measure
	beside map[string]float64 // by measure: a score that stands beside its own, on 0–100
}

// option turns what the library built into JSON.
//
// The library can also write whole pages and scripts. Those put labels into
// code as they are, and take text between two marks for a function. Only its
// option structures are used, and encoding/json writes them: there, every text
// stays text.
func option(c interface {
	Validate()
	JSON() map[string]any
}) (json.RawMessage, error) {
	c.Validate()
	return json.Marshal(c.JSON())
}

// frame is what all charts have.
func frame(c *charts.RectConfiguration, description string) []charts.GlobalOpts {
	c.Accept(plainTooltip{})
	return []charts.GlobalOpts{
		charts.WithAnimation(false),
		charts.WithColorsOpts(opts.Colors{"var(--d1)", "var(--d2)", "var(--d3)", "var(--d4)", "var(--accent)"}),
		charts.WithAriaOpts(&opts.Aria{Enabled: opts.Bool(true), Label: &opts.AriaLabel{Enabled: opts.Bool(true), Description: description}}),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: "item"}),
	}
}

// plainTooltip makes the tooltip draw text: one of HTML would need inline
// styles, which the pages forbid. The library has no option for it.
type plainTooltip struct {
	charts.BaseConfigurationVisitor
}

// VisitTooltipOpt adds the member that the library's structure lacks.
func (plainTooltip) VisitTooltipOpt(t opts.Tooltip) any {
	return struct {
		opts.Tooltip
		RenderMode string `json:"renderMode"`
	}{t, "richText"}
}

// look is how a dimension is drawn: a shape and a colour that tell it from the
// others also without the other.
type look struct{ symbol, colour string }

func lookOf(dimension string) look {
	switch dimension {
	case "COM":
		return look{"circle", "var(--d1)"}
	case "REL":
		return look{"rect", "var(--d2)"}
	case "TRA":
		return look{"triangle", "var(--d3)"}
	case "RES":
		return look{"diamond", "var(--d4)"}
	}
	return look{"roundRect", "var(--accent)"}
}

// Pixels of a chart.
const (
	rowPixels  = 48 // a name may take three lines on a phone
	axisPixels = 48
)

// labelLimit keeps a name within its row: the page breaks it into three lines,
// and cuts it visibly where a narrow one has no room for all of it.
const labelLimit = 80

// whole prints a number as the pages do: without decimals, ties to even.
func whole(v float64) string { return strconv.Itoa(int(math.RoundToEven(v))) }
