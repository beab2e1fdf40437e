package reports

import (
	"slices"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// Total is the value of the column dimension in the rows of the total.
const Total = "total"

// Columns returns the names of the columns of the CSV and of the workbook's
// sheet Data, in their order.
func Columns() []string {
	return []string{"wave", "team", "n", "invited", "hidden", "reason", "dimension", "mean", "sd", "score", "clipped",
		"ci_lo", "ci_hi", "favourable", "neutral", "unfavourable", "rwg", "awg", "eb", "rest_p_adjusted"}
}

// Rows calls yield with the cells of every row, in the order of Columns: the
// organisation first, then every team of the tree, each with its dimensions in
// the order of their ids and the total last. The slice is used again for the
// next row. An error of yield ends it and is returned as it is.
func Rows(r *analytics.Release, yield func([]Value) error) error {
	return rowsOf(r, Book{Release: r}.entries(), yield)
}

func rowsOf(r *analytics.Release, entries []entry, yield func([]Value) error) error {
	ids, line := dimensionIDs(r), make([]Value, len(Columns()))
	for _, e := range entries {
		f, reason := e.figure, e.reason
		if e.team == survey.Organisation {
			reason = "" // a release gives reasons to teams only
		}
		line = append(line[:0], text(r.Waves[0].Wave), text(string(e.team)), count(f.N), count(f.Invited), truth(e.hidden), text(reason))
		head := len(line)
		for _, id := range ids {
			if err := yield(appendDimension(line[:head], id, f.Dimensions[id])); err != nil {
				return err
			}
		}
		if err := yield(appendDimension(line[:head], Total, asDimension(f.Total))); err != nil {
			return err
		}
	}
	return nil
}

func dimensionIDs(r *analytics.Release) []string {
	dimensions := r.Waves[0].Dimensions
	ids := make([]string, 0, len(dimensions))
	for id := range dimensions {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func asDimension(t analytics.Total) analytics.Dimension {
	return analytics.Dimension{Level: analytics.Level{Mean: t.Mean, SD: t.SD, Score: t.Score, CI: t.CI, Clipped: t.Clipped}}
}

func appendDimension(line []Value, id string, d analytics.Dimension) []Value {
	var lo, hi, rest *float64
	if d.CI != nil {
		lo, hi = &d.CI[0], &d.CI[1]
	}
	if d.Rest != nil {
		rest = d.Rest.PAdjusted
	}
	return append(line, text(id), number(d.Mean, 2), number(d.SD, 2), number(d.Score, 1), text(d.Clipped),
		number(lo, 2), number(hi, 2), number(d.Favourable, 2), number(d.Neutral, 2), number(d.Unfavourable, 2),
		number(d.RWG, 3), number(d.AWG, 3), number(d.EB, 2), number(rest, 3))
}
