package reports_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"teamtrust/analytics"
	"teamtrust/reports"
)

// drawnCells are the cells of a heatmap by row and column, each as its series
// and what is written in it.
func drawnCells(t *testing.T, raw json.RawMessage) map[[2]int][2]string {
	t.Helper()
	var o struct {
		Series []struct {
			Name  string
			Label struct{ Formatter string }
			Data  []struct{ Value []float64 }
		}
	}
	if err := json.Unmarshal(raw, &o); err != nil {
		t.Fatal(err)
	}
	cells := map[[2]int][2]string{}
	for _, s := range o.Series {
		for _, d := range s.Data {
			at := [2]int{int(d.Value[1]), int(d.Value[0])}
			if _, twice := cells[at]; twice {
				t.Errorf("cell %v is drawn twice", at)
			}
			written := s.Label.Formatter
			if len(d.Value) > 3 {
				written = strings.Replace(written, "{@[3]}", fmt.Sprint(d.Value[3]), 1)
			}
			cells[at] = [2]string{s.Name, written}
		}
	}
	return cells
}

func TestAHeatmapHasEveryCellOnceInItsBand(t *testing.T) {
	form := builtIn(t, "P10")
	teams := []reports.TeamRow{
		{Figure: figure(map[string]analytics.Dimension{"COM": exact(19.5, 2, 3, 0.2, 0.3, 0.5), "TRA": exact(59.5, 2, 3, 0.2, 0.3, 0.5), "RES": bound(92, analytics.AtLeast)})},
		{Name: `</script> __f__x__f__ =HYPERLINK("x") ` + strings.Repeat("long", 50)},
	}
	c, drawn, err := reports.Heatmap(form, teams, []string{"COM", "TRA", "RES", "REL"}, "en")
	if err != nil || !drawn {
		t.Fatal(drawn, err)
	}
	want := map[[2]int][2]string{
		{0, 0}: {"20–39", "20"}, {0, 1}: {"60–79", "60"}, {0, 2}: {"80–100", "≥ 92"}, {0, 3}: {"Hidden", "Hidden"},
	}
	for x := range 4 {
		want[[2]int{1, x}] = [2]string{"Hidden", "Hidden"}
	}
	if got := drawnCells(t, c.Option); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("cells are %v\nwant %v", got, want)
	}
	if strings.Contains(string(c.Option), "</script") {
		t.Error("a name left its text")
	}
}

func TestAHeatmapOfHiddenTeamsIsNotDrawn(t *testing.T) {
	c, drawn, err := reports.Heatmap(builtIn(t, "P10"), []reports.TeamRow{{Name: "A"}, {Name: "B"}}, []string{"COM"}, "en")
	if err != nil || drawn {
		t.Errorf("drawn: %v, %v, %s", drawn, err, c.Option)
	}
}

func TestMoreTeamsThanADrawingHoldsAreCut(t *testing.T) {
	teams := make([]reports.TeamRow, reports.HeatmapRows+20)
	for i := range teams {
		teams[i] = reports.TeamRow{Name: fmt.Sprint("Team ", i), Figure: figure(map[string]analytics.Dimension{"COM": exact(50, 2, 3, 0.2, 0.3, 0.5)})}
	}
	c, _, err := reports.Heatmap(builtIn(t, "P10"), teams, []string{"COM"}, "en")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(drawnCells(t, c.Option)); n != reports.HeatmapRows {
		t.Errorf("%d cells of one measure, want %d", n, reports.HeatmapRows)
	}
}

func TestTeamsAreDrawnFromTheLowest(t *testing.T) {
	form := builtIn(t, "P10")
	teams := []reports.TeamRow{
		{Name: "High", Figure: figure(map[string]analytics.Dimension{"COM": exact(70, 2, 3, 0.2, 0.3, 0.5)})}, {Name: "Gone"},
		{Name: "Low", Figure: figure(map[string]analytics.Dimension{"COM": exact(30, 2, 3, 0.2, 0.3, 0.5)})},
	}
	c, drawn, err := reports.Teams(form, teams, "COM", "en")
	if err != nil || !drawn || c.Measure != "COM" || c.Name != "Communication" {
		t.Fatalf("%v %v %+v", drawn, err, c)
	}
	var o option
	if err := json.Unmarshal(c.Option, &o); err != nil {
		t.Fatal(err)
	}
	if got := o.YAxis[0].Data; !slices.Equal(got, []string{"Low", "High", "Gone: hidden"}) {
		t.Errorf("rows are %q", got)
	}
}

func TestARadarHasNoGap(t *testing.T) {
	form := builtIn(t, "P10")
	all := map[string]analytics.Dimension{}
	for i, id := range []string{"COM", "REL", "TRA", "RES"} {
		all[id] = exact(50+float64(i), 2, 3, 0.2, 0.3, 0.5)
	}
	ids := []string{"COM", "REL", "TRA", "RES"}
	c, err := reports.Radar(form, []reports.TeamRow{{Name: "A", Figure: figure(all)}}, ids, "en")
	if err != nil {
		t.Fatal(err)
	}
	var o struct {
		Radar  struct{ Indicator []struct{ Name string } }
		Series []struct{ Data []struct{ Value []float64 } }
	}
	if err := json.Unmarshal(c.Option, &o); err != nil {
		t.Fatal(err)
	}
	if got := o.Radar.Indicator[0].Name; got != "Communication: 50" {
		t.Errorf("the first measure is called %q", got)
	}
	if len(o.Radar.Indicator) != 4 || !slices.Equal(o.Series[0].Data[0].Value, []float64{50, 51, 52, 53}) {
		t.Errorf("drawn is %+v", o)
	}
	all["COM"] = bound(92, analytics.AtLeast)
	if c, err = reports.Radar(form, []reports.TeamRow{{Name: "A", Figure: figure(all)}}, ids, "en"); err != nil || strings.Count(string(c.Option), "Communication: at least 92") != 2 { // beside it, and in its words
		t.Errorf("a bound is not said: %v, %s", err, c.Option)
	}
	delete(all, "TRA")
	for name, try := range map[string][]string{"a hidden measure": ids, "two measures": ids[:2]} {
		if _, err := reports.Radar(form, []reports.TeamRow{{Name: "A", Figure: figure(all)}}, try, "en"); !errors.Is(err, reports.ErrNoShape) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
