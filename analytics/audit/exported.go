package audit

import (
	"math"
	"slices"
	"strconv"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// totalRow is the name of the total in exported rows.
const totalRow = "total"

// exported compares every cell of CSV and workbook with the release: an export
// is not a second way to the numbers.
func (x *work) exported() error {
	if x.w.Exported == nil {
		return nil
	}
	figures := map[string]*analytics.Figure{}
	for _, f := range x.figures {
		if !f.cut { // exports have none, and a team may be called as one
			figures[string(f.team)] = f.Figure
		}
	}
	at := func(row []string, column string) string {
		if i := slices.Index(x.w.Columns, column); i >= 0 && i < len(row) {
			return row[i]
		}
		return ""
	}
	for row, err := range x.w.Exported {
		if err != nil {
			return err
		}
		team, id := at(row, "team"), at(row, "dimension")
		want := printedCells(figures[team], id)
		for i, column := range x.w.Columns {
			value, compared := want[column]
			if !compared && figures[team] != nil || i >= len(row) || !numeric(column) {
				continue
			}
			x.report.Compared.Exported++
			if !sameCell(row[i], value) {
				x.tell(Hidden, []survey.Path{survey.Path(team)}, column+" of "+id, "an export has the numbers of the release and no others",
					"CSV and workbook say %q for %s, which the release does not.", row[i], place(survey.Path(team)))
			}
		}
	}
	return nil
}

// numeric reports whether a column holds numbers.
func numeric(column string) bool {
	return !slices.Contains([]string{"wave", "team", "hidden", "reason", "dimension", "clipped"}, column)
}

// printedCells are the numbers of a row as the release has them; nil where
// they are withheld.
func printedCells(f *analytics.Figure, id string) map[string]*float64 {
	if f == nil {
		return nil
	}
	cells := map[string]*float64{"n": number(f.N), "invited": number(f.Invited)}
	if id == totalRow {
		levelCells(cells, &analytics.Level{Mean: f.Total.Mean, SD: f.Total.SD, Score: f.Total.Score, CI: f.Total.CI})
		return cells
	}
	d := f.Dimensions[id]
	levelCells(cells, &d.Level)
	cells["rwg"], cells["awg"], cells["eb"] = d.RWG, d.AWG, d.EB
	cells["rest_p_adjusted"] = nil
	if d.Rest != nil {
		cells["rest_p_adjusted"] = d.Rest.PAdjusted
	}
	return cells
}

func levelCells(cells map[string]*float64, l *analytics.Level) {
	cells["mean"], cells["sd"], cells["score"] = l.Mean, l.SD, l.Score
	cells["favourable"], cells["neutral"], cells["unfavourable"] = l.Favourable, l.Neutral, l.Unfavourable
	cells["ci_lo"], cells["ci_hi"] = nil, nil
	if l.CI != nil {
		cells["ci_lo"], cells["ci_hi"] = &l.CI[0], &l.CI[1]
	}
}

func number(n *int) *float64 {
	if n == nil {
		return nil
	}
	v := float64(*n)
	return &v
}

// sameCell reports whether a cell is a number of the release, or has none
// where that is withheld.
func sameCell(cell string, want *float64) bool {
	got, err := strconv.ParseFloat(cell, 64)
	if want == nil {
		return err != nil
	}
	return err == nil && math.Abs(got-*want) < 1e-9
}
