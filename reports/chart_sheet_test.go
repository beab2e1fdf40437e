package reports_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"teamtrust/analytics"
	"teamtrust/survey"
)

var (
	chartTitle  = regexp.MustCompile(`<a:t>([^<]*)</a:t>`)
	chartValues = regexp.MustCompile(`<val><numRef><f>([^<]*)</f>`)
	chartAlt    = regexp.MustCompile(`<xdr:cNvPr [^>]*descr="([^"]+)"`)
	chartCell   = regexp.MustCompile(`'([^']+)'!\$([A-Z]+)\$(\d+):\$([A-Z]+)\$(\d+)`)
)

// nativeCharts are the chart parts of a workbook.
func (w written) nativeCharts() []string {
	var list []string
	for name, content := range w.parts {
		if strings.HasPrefix(name, "xl/charts/chart") {
			list = append(list, content)
		}
	}
	return list
}

func TestNativeCharts(t *testing.T) {
	b := small(t).book(t)
	leaf := small(t).book(t)
	leaf.Team = "Operations / Shift A"
	for name, w := range map[string]written{"the organisation": write(t, b), "a team with nothing below it": write(t, leaf)} {
		t.Run(name, func(t *testing.T) {
			list := w.nativeCharts()
			if len(list) < 2 {
				t.Fatalf("%d charts, want at least two", len(list))
			}
			for _, c := range list {
				if chartTitle.FindStringSubmatch(c) == nil {
					t.Error("a chart has no title")
				}
				if !strings.Contains(c, `<dLbls><numFmt formatCode="0.0"`) && !strings.Contains(c, `<dLbls><numFmt formatCode="0%"`) {
					t.Error("a chart rounds the numbers beside its bars away from those of its table")
				}
			}
			if alts := chartAlt.FindAllString(w.parts["xl/drawings/drawing1.xml"], -1); len(alts) != len(list) {
				t.Errorf("%d charts and %d descriptions", len(list), len(alts))
			}
		})
	}
}

// A spreadsheet draws a text as 0, so a chart must not reach a cell without a
// number.
func TestChartsReachNumbersOnly(t *testing.T) {
	b := company(t).book(t)
	teams := []survey.Path{"", "Operations", "Commercial", "Corporate / People", "Operations / Plant Bremen / Shift A"}
	gaps := 0
	for _, team := range teams {
		b.Team = team
		w := write(t, b)
		for _, c := range w.nativeCharts() {
			for _, values := range chartValues.FindAllStringSubmatch(strings.ReplaceAll(c, "&#39;", "'"), -1) {
				ranges := chartCell.FindAllStringSubmatch(values[1], -1)
				if len(ranges) == 0 {
					t.Fatalf("%q: a chart of no cells: %s", team, values[1])
				}
				if len(ranges) > 1 {
					gaps++
				}
				for _, r := range ranges {
					numbersOnly(t, w, r[1], r[2], r[3], r[5])
				}
			}
		}
	}
	if gaps == 0 {
		t.Error("no chart steps over a gap, so this test proves little")
	}
}

func TestAChartOfBoundsSaysSo(t *testing.T) {
	b := small(t).book(t)
	for _, c := range write(t, b).nativeCharts() {
		if title := chartTitle.FindStringSubmatch(c)[1]; title != "How answers are spread" && !strings.Contains(title, "some are bounds") {
			t.Errorf("the chart is called %q", title)
		}
	}
	for i := range b.Release.Waves[0].Teams {
		if f := b.Release.Waves[0].Teams[i].Figure; f != nil {
			f.Total.Clipped = ""
		}
	}
	for id := range b.Release.Waves[0].Dimensions {
		b.Release.Waves[0].Dimensions[id] = exact(50, 2.8, 3.2, 0.3, 0.3, 0.4)
	}
	b.Release.Waves[0].Total = analytics.Total{Mean: ref(3.0), Score: ref(50.0)}
	for _, c := range write(t, b).nativeCharts() {
		if title := chartTitle.FindStringSubmatch(c)[1]; strings.Contains(title, "bounds") {
			t.Errorf("a chart of exact scores is called %q", title)
		}
	}
}

func numbersOnly(t *testing.T, w written, sheet, column, from, to string) {
	t.Helper()
	first, last := row(t, from), row(t, to)
	for r := first; r <= last; r++ {
		cell := column + strconv.Itoa(r)
		raw, err := w.book.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := strconv.ParseFloat(raw, 64); err != nil {
			t.Errorf("a chart reaches %s!%s, which holds %q", sheet, cell, raw)
		}
	}
}

func row(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
