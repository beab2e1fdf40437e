package server

import (
	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/web"
)

// hanging is how well the questions of each dimension hang together in the
// organisation's figure, in the words that the workbook has as well.
func (r result) hanging(f *analytics.Figure) []web.Hanging {
	var out []web.Hanging
	for _, d := range r.form.Dimensions {
		x := f.Dimensions[d.ID]
		out = append(out, web.Hanging{Kind: kind(d.ID), Name: r.phrase(d.Name), Word: reports.Hanging(x, len(d.Items)),
			Alpha: x.Alpha, Omega: x.Omega, ICC1: x.ICC1})
	}
	return out
}
