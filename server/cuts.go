package server

import (
	"teamtrust/analytics"
	"teamtrust/web"
)

// cuts are the organisation's results by everything that was declared before
// the opening.
func (r result) cuts() []web.CutMap {
	var out []web.CutMap
	for i := range r.release.Cuts {
		cut := &r.release.Cuts[i]
		least := max(analytics.CutMinimum, r.survey.MinimumGroup)
		m := r.columns()
		m.Of, m.MinimumGroup = cut.Cut, least
		for j := range cut.Values {
			m.Rows = append(m.Rows, r.cutRow(&cut.Values[j]))
		}
		out = append(out, web.CutMap{Name: cut.Cut, Ballots: least, Map: m})
	}
	return out
}

func (r result) cutRow(v *analytics.CutValue) web.HeatRow {
	row := web.HeatRow{Team: v.Value, Path: v.Value, Depth: 1, Standing: web.Standing{State: web.StateShown}, Cells: make([]web.Cell, len(r.form.Dimensions))}
	switch {
	case v.Figure != nil:
		r.fillRow(&row, v.Figure)
	case v.Reason == analytics.ReasonFew:
		row.State = web.StateFew
	default:
		row.State = web.StateMerged
	}
	return row
}
