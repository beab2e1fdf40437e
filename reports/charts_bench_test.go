package reports_test

import (
	"bytes"
	"compress/gzip"
	"math"
	"slices"
	"strconv"
	"testing"

	"teamtrust/reports"
	"teamtrust/survey"
)

// heatmapTeams are as many teams as a drawing shows, each with its path as its
// name: the longest one there is.
func heatmapTeams() ([]reports.TeamRow, *survey.Questionnaire, []string) {
	var rows []reports.TeamRow
	for _, team := range synthetic(reports.HeatmapRows, 4).Waves[0].Teams {
		rows = append(rows, reports.TeamRow{Name: survey.Path(team.Team).Name(), Figure: team.Figure})
	}
	return rows, syntheticForm(4, 0), []string{reports.Total, "D0", "D1", "D2", "D3"}
}

// BenchmarkLimitsHeatmap prints how the time of a heatmap's option relates to
// that of text put together by hand that says the same (the median of turns),
// and how large it is on the wire.
func BenchmarkLimitsHeatmap(b *testing.B) {
	const turns, often = 9, 20
	teams, form, measures := heatmapTeams()
	var size int
	for b.Loop() {
		var ratios []float64
		for range turns {
			whole := timed(func() error {
				for range often {
					c, _, err := reports.Heatmap(form, teams, measures, "en")
					if err != nil {
						return err
					}
					size = len(c.Option)
				}
				return nil
			})
			ratios = append(ratios, float64(whole)/float64(timed(func() error {
				for range often {
					byHand(teams, measures)
				}
				return nil
			})))
		}
		slices.Sort(ratios)
		b.ReportMetric(ratios[turns/2], "x-by-hand")
	}
	c, _, err := reports.Heatmap(form, teams, measures, "en")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(size), "bytes")
	b.ReportMetric(float64(len(zipped(c.Option))), "gzip-bytes")
}

func zipped(raw []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(raw)
	_ = w.Close()
	return out.Bytes()
}

// A page of Explore stays small, whatever the organisation.
func TestTheLargestHeatmapIsSmallOnTheWire(t *testing.T) {
	teams, form, measures := heatmapTeams()
	c, _, err := reports.Heatmap(form, teams, measures, "en")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(zipped(c.Option)); n > 40_000 {
		t.Errorf("%d bytes compressed, want at most 40 kB", n)
	}
}

// byHand appends what a heatmap says to a text: names, and for each cell its
// place, its score and what is written in it, in its band.
func byHand(teams []reports.TeamRow, measures []string) []byte {
	out := []byte(`{"yAxis":[{"data":[`)
	for _, team := range teams {
		out = strconv.AppendQuote(out, team.Name)
		out = append(out, ',')
	}
	out = append(out, `]}],"series":[`...)
	for band := range 6 {
		out = append(out, `{"type":"heatmap","data":[`...)
		for y, team := range teams {
			for x, id := range measures {
				score := scoreOf(team, id)
				if bandByHand(score) != band {
					continue
				}
				out = append(out, `{"value":[`...)
				out = strconv.AppendInt(out, int64(x), 10)
				out = append(out, ',')
				out = strconv.AppendInt(out, int64(y), 10)
				out = append(out, ',')
				if score == nil {
					out = append(out, `-1,"Hidden"]},`...)
					continue
				}
				out = strconv.AppendFloat(out, *score, 'f', -1, 64)
				out = append(out, ",\""...)
				out = strconv.AppendInt(out, int64(math.RoundToEven(*score)), 10)
				out = append(out, `"]},`...)
			}
		}
		out = append(out, `]},`...)
	}
	return append(out, `]}`...)
}

func scoreOf(team reports.TeamRow, id string) *float64 {
	switch {
	case team.Figure == nil:
		return nil
	case id == reports.Total:
		return team.Figure.Total.Score
	}
	return team.Figure.Dimensions[id].Score
}

func bandByHand(score *float64) int {
	if score == nil {
		return 0
	}
	return min(5, int(math.RoundToEven(*score))/20+1)
}
