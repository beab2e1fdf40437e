package reports

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// graph is a native chart below the table of a sheet: bars of one or more
// columns over rows that have a number. A cell without one is never in it,
// because a spreadsheet would draw it as 0.
type graph struct {
	title, alt string
	from       string // the sheet that holds the cells
	rows       []int  // of the table there, from 0
	labels     int    // column, from 1
	bars       []bar
	bounds     map[mark]string // which bars are bounds, and of what kind
	stacked    bool
	long       bool // names of two lines
	lines      bool // over the rows instead of bars
}

// mark is one bar of a chart: of which column, over which of the rows; both
// from 0.
type mark struct{ column, row int }

// bar is one column of numbers.
type bar struct {
	column int
	colour string
	label  string // colour of the number on it; empty: beside it
}

// height is in pixels. Many bars stand closer together, so that a chart never
// is taller than a page.
func (g graph) height() int {
	if g.lines {
		return 320
	}
	height, bars := 90, len(g.rows)
	if g.legend() {
		height += 24
	}
	if !g.stacked {
		bars *= len(g.bars)
	}
	if g.long {
		return height + 40*bars
	}
	const few = 12
	return height + 24*min(bars, few) + 20*max(bars-few, 0)
}

// legend reports whether a chart must say what its colours are.
func (g graph) legend() bool { return len(g.bars) > 1 }

// chart is the drawing in pixels. Where one reads from the right, bars grow
// from there.
func (g graph) chart(width, height int, rightToLeft bool) *excelize.Chart {
	zero, hundred, gap, same := 0.0, 100.0, uint(60), false
	words := excelize.Font{Family: typeface, Size: 9, Color: ink}
	c := &excelize.Chart{
		Type: excelize.Bar, GapWidth: &gap, VaryColors: &same,
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: g.title, Font: &excelize.Font{Family: typeface, Size: 11, Bold: true, Color: ink}}}},
		Format:    excelize.GraphicOptions{AltText: g.alt, Name: g.title},
		Dimension: excelize.ChartDimension{Width: uint(width), Height: uint(height)},
		Legend:    excelize.ChartLegend{Position: "none"},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: words},
		// The names begin at the top, so the numbers stand at the far end: at the bottom.
		YAxis: excelize.ChartAxis{ReverseOrder: rightToLeft, Minimum: &zero, Maximum: &hundred, MajorUnit: 20, MajorGridLines: true, Font: words,
			TickLabelPosition: excelize.ChartTickLabelHigh, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0"}},
		PlotArea: excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0.0"}},
	}
	if g.legend() {
		c.Legend.Position = "bottom"
	}
	if g.stacked {
		one, over := 1.0, 100
		c.Type, c.Overlap = excelize.BarPercentStacked, &over
		c.YAxis.Maximum, c.YAxis.MajorUnit, c.YAxis.NumFmt.CustomNumFmt = &one, 0.2, "0%"
		c.PlotArea.NumFmt.CustomNumFmt = "0%"
	}
	if g.lines {
		g.asLines(c)
		return c
	}
	for _, b := range g.bars {
		c.Series = append(c.Series, excelize.ChartSeries{
			Name: headerCell(g.from, b.column), Categories: cellsOf(g.from, g.labels, g.rows), Values: cellsOf(g.from, b.column, g.rows),
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{b.colour}},
			DataLabel: excelize.ChartDataLabel{Font: excelize.Font{Family: typeface, Size: 9, Color: cmp.Or(b.label, ink)}},
		})
	}
	return c
}

// asLines turns the chart into lines with markers: time runs from left to
// right, and the numbers stand at the left.
func (g graph) asLines(c *excelize.Chart) {
	c.Type = excelize.Line
	c.XAxis.ReverseOrder, c.YAxis.ReverseOrder, c.YAxis.TickLabelPosition = false, false, excelize.ChartTickLabelLow
	c.PlotArea.ShowVal = false
	c.Legend.Position = "bottom"
	for i, b := range g.bars {
		fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{b.colour}}
		c.Series = append(c.Series, excelize.ChartSeries{
			Name: headerCell(g.from, b.column), Categories: cellsOf(g.from, g.labels, g.rows), Values: cellsOf(g.from, b.column, g.rows),
			Fill: fill, Line: excelize.LineOptions{Type: excelize.LineSolid, Width: 1.75, Fill: fill},
			Marker: excelize.ChartMarker{Symbol: markerOf(i), Size: 7, Fill: fill},
		})
	}
}

// markerOf is the shape of the points of a column.
func markerOf(column int) string {
	markers := []string{"circle", "circle", "square", "triangle", "diamond"}
	return markers[column%len(markers)]
}

func headerCell(sheet string, column int) string {
	return fmt.Sprintf("'%s'!%s", sheet, absolute(column, headerRow))
}

func absolute(column, row int) string {
	name := strings.TrimRight(at(column, 1), "0123456789")
	return fmt.Sprintf("$%s$%d", name, row)
}

// cellsOf is a reference to the cells of one column in some rows: adjacent
// ones as a range, several ranges in parentheses.
func cellsOf(sheet string, column int, rows []int) string {
	var ranges []string
	for i := 0; i < len(rows); {
		j := i + 1
		for j < len(rows) && rows[j] == rows[j-1]+1 {
			j++
		}
		ranges = append(ranges, fmt.Sprintf("'%s'!%s:%s", sheet, absolute(column, firstRow+rows[i]), absolute(column, firstRow+rows[j-1])))
		i = j
	}
	if len(ranges) == 1 {
		return ranges[0]
	}
	return "(" + strings.Join(ranges, ",") + ")"
}
