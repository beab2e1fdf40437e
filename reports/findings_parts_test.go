package reports

import (
	"math"
	"strconv"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

func TestATableThatIsTooLongGoesOnInAnotherSheet(t *testing.T) {
	const count = sheetRows + 2
	parts := continued(sheet{name: "Data", table: "tbl_data", count: count, graphs: []graph{{}}, rows: func(put func([]cell) error) error {
		row := make([]cell, 1)
		for i := range count {
			row[0].number = float64(i)
			if err := put(row); err != nil {
				return err
			}
		}
		return nil
	}})
	if len(parts) != 2 || parts[0].name != "Data" || parts[1].name != "Data 2" || parts[1].table != "tbl_data_2" || parts[1].graphs != nil {
		t.Fatalf("parts are %+v", parts)
	}
	next := 0.0
	for _, p := range parts {
		n := 0
		err := p.rows(func(row []cell) error {
			if row[0].number != next {
				t.Fatalf("row %g comes where %g should", row[0].number, next)
			}
			next++
			n++
			return nil
		})
		if err != nil || n != p.count || firstRow-1+n > lastRow {
			t.Errorf("%s has %d rows, %d were announced, %v", p.name, n, p.count, err)
		}
	}
	if next != count {
		t.Errorf("%g rows of %d", next, count)
	}
	if parts := continued(sheet{name: "Data", count: sheetRows, rows: func(func([]cell) error) error { return nil }}); len(parts) != 1 {
		t.Errorf("a table that just fits has %d parts", len(parts))
	}
}

func TestStepsOfAReverseWordedQuestionAreTurnedRound(t *testing.T) {
	form := &survey.Questionnaire{ID: "f", Scale: survey.Scale{Lo: 1, Hi: 5}, Items: []survey.Item{{ID: "a"}, {ID: "b", Reverse: true}}}
	histogram := map[string]float64{"1": 6, "2": 2, "3": 1, "4": 1, "5": 0}
	wave := analytics.AnalysedWave{Items: map[string]analytics.AnalysedItem{"a": {Histogram: histogram}, "b": {Histogram: histogram}}}
	n, err := namesIn(form, "en")
	if err != nil {
		t.Fatal(err)
	}
	p := &findingsPage{names: n, Findings: Findings{Form: form, Analysis: &analytics.Analysis{MinimumGroup: 1, Waves: []analytics.AnalysedWave{wave}}}}
	for i, want := range [][]float64{{0.6, 0.2, 0.1, 0.1, 0}, {0, 0.1, 0.1, 0.2, 0.6}} {
		q := p.question(&form.Items[i])
		for k, share := range want {
			if math.Abs(q.Steps[k]-share) > 1e-12 {
				t.Errorf("%s has the steps %v, want %v", q.ID, q.Steps, want)
				break
			}
			if got := q.Answers[k]; got.Value != strconv.Itoa(k+1) || *got.Count != int(histogram[got.Value]) {
				t.Errorf("%s was answered %+v", q.ID, got)
			}
		}
	}
}

func TestEveryRefusalHasItsWords(t *testing.T) {
	for _, why := range []analytics.Undefined{analytics.TooFew, analytics.NoSpread, analytics.NotConverged, analytics.EmptyCell, analytics.UnclearDrop,
		analytics.ConstantCurve, analytics.UnclearRate, analytics.BeyondScale, analytics.BeyondSpan, analytics.FewPoints} {
		if reason(why) == "why.other" {
			t.Errorf("%q has no words of its own", why)
		}
	}
	refused := "share: " + string(analytics.UnclearDrop) + "; log: " + string(analytics.FewPoints)
	w, err := wordsIn("en")
	if err != nil {
		t.Fatal(err)
	}
	want := "Share regained: not given, because the drop itself is not clear. Logarithmic curve: not given, because there are too few waves after the incident."
	if got := w.refusedWords(&refused); got != want {
		t.Errorf("got %q", got)
	}
	if got := w.refusedWords(nil); got != "" {
		t.Errorf("nothing refused reads %q", got)
	}
}
