package reports_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
)

func trendForm() *survey.Questionnaire {
	return &survey.Questionnaire{ID: "Q", Languages: []string{"en"}, Scale: survey.Scale{Lo: 1, Hi: 5},
		Dimensions: []survey.Dimension{{ID: "COM", Name: survey.Text{"en": `Com </script> __f__x__f__`}, Items: []string{"A"}}},
		Items:      []survey.Item{{ID: "A", Dimension: "COM", Text: survey.Text{"en": "A?"}}}}
}

func TestATrendLeavesGapsAndDrawsBoundsApart(t *testing.T) {
	ci := &[2]float64{40, 60.5}
	points := []analytics.TrendPoint{
		{Survey: "s1", Score: ref(50.0), CI: ci},
		{Survey: "s2", Reason: analytics.ChangeHidden},
		{Survey: "s3", Score: ref(93.8), Clipped: analytics.AtLeast},
		{Survey: "s4", Score: ref(55.0)},
	}
	dates := []string{"1 May 2026", "1 June 2026", "1 July 2026", "1 August 2026"}
	c, drawn, err := reports.Trend(trendForm(), "COM", dates, points, "en")
	if err != nil || !drawn || c.Kind != reports.TrendChart || !strings.HasPrefix(c.Name, "Com </script>") {
		t.Fatalf("drawn %v, kind %q, name %q: %v", drawn, c.Kind, c.Name, err)
	}
	if strings.Contains(string(c.Option), "</script>") {
		t.Error("a name ends the script")
	}
	var o struct {
		Aria   struct{ Label struct{ Description string } }
		XAxis  []struct{ Data []string }
		Series []struct {
			ConnectNulls *bool
			LineStyle    struct{ Type string }
			Data         []struct{ Value any }
		}
	}
	if err := json.Unmarshal(c.Option, &o); err != nil {
		t.Fatal(err)
	}
	var line []any
	whiskers := 0
	var open []any
	for _, s := range o.Series {
		switch {
		case s.LineStyle.Type == "dashed":
			open = append(open, s.Data[0].Value, s.Data[1].Value)
			continue
		case len(s.Data) != len(points):
			whiskers++
			continue
		}
		for _, d := range s.Data {
			line = append(line, d.Value)
		}
	}
	if whiskers != 1 {
		t.Errorf("%d intervals, want the one that is there", whiskers)
	}
	if got := fmt.Sprint(open); got != "[[2 93.8] [2 100]]" || !c.Bounds {
		t.Errorf("the bound is drawn at %s, marked %v", got, c.Bounds)
	}
	want := []any{50.0, "-", "-", 55.0}
	for i := range want {
		if line[i] != want[i] {
			t.Errorf("the line is %v, want %v", line, want)
			break
		}
	}
	for _, sentence := range []string{"1 May 2026: 50.0, interval 40.0 to 60.5.", "1 June 2026: hidden.", "1 July 2026: at least 93.8.", "1 August 2026: 55.0."} {
		if !strings.Contains(o.Aria.Label.Description, sentence) {
			t.Errorf("%q is not said: %s", sentence, o.Aria.Label.Description)
		}
	}
	if _, drawn, err = reports.Trend(trendForm(), reports.Total, dates[1:2], points[1:2], "en"); err != nil || drawn {
		t.Errorf("a course without a point is drawn: %v, %v", drawn, err)
	}
}
