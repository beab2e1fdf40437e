package reports

import (
	"math"
	"slices"
	"strings"

	"teamtrust/analytics"
	"teamtrust/web"
)

// incident is what is said of it, nil where the questionnaire names none.
func (p *findingsPage) incident() *web.Incident {
	if p.form.Incident == nil {
		return nil
	}
	teams := slices.Sorted(slices.Values(p.form.Incident.Teams))
	i := &web.Incident{Teams: len(slices.Compact(teams)), Unit: p.unit()}
	if at := p.after(); at >= 0 && at < len(p.Analysis.Waves) {
		i.After = waveName(&p.Analysis.Waves[at])
	}
	if d := p.Analysis.DID; d != nil {
		p.compared(i, d)
	} else {
		i.Why = strings.TrimPrefix(p.noIncident(), "incident.")
	}
	if len(p.Analysis.Recovery) == 0 {
		i.NoCurve = strings.TrimPrefix(p.noIncident(), "incident.")
		return i
	}
	for k := range p.Analysis.Recovery {
		i.Regain = append(i.Regain, p.regain(&p.Analysis.Recovery[k]))
	}
	i.Curve = regainCurve(&p.Analysis.Recovery[0])
	return i
}

// onPoints turns a difference on the answer scale into points.
func (p *findingsPage) onPoints(v float64) float64 {
	return v * 100 / float64(p.form.Scale.Hi-p.form.Scale.Lo)
}

func (p *findingsPage) compared(i *web.Incident, d *analytics.AnalysedDID) {
	points := p.onPoints(d.Estimate)
	i.Points = &points
	for _, c := range []struct {
		which string
		cell  analytics.Cell
	}{
		{"affected_before", d.Cells.Affected.Before}, {"affected_after", d.Cells.Affected.After},
		{"others_before", d.Cells.Others.Before}, {"others_after", d.Cells.Others.After},
	} {
		i.Cells = append(i.Cells, web.IncidentCell{Which: c.which, N: int(c.cell.N), Score: p.onHundred(c.cell.Mean), SD: c.cell.SD})
	}
	for _, t := range []struct {
		which string
		test  *analytics.AnalysedTest
	}{{"cr2", d.CR2}, {"ols", d.OLS}} {
		row := web.IncidentTest{Which: t.which}
		if x := t.test; x != nil {
			se := p.onPoints(x.SE)
			row.SE, row.T, row.DF, row.P = &se, &x.T, &x.DF, &x.P
		}
		i.Tests = append(i.Tests, row)
	}
	if d.CR2 != nil {
		i.P = &d.CR2.P
	}
	row := web.IncidentTest{Which: "cells"}
	if d.Cells.SE != nil {
		se := p.onPoints(*d.Cells.SE)
		row.SE = &se
	}
	i.Tests = append(i.Tests, row)
}

func (p *findingsPage) regain(r *analytics.Recovery) web.Regain {
	g := web.Regain{Baseline: r.Baseline, Low: r.Low, Share: r.Share}
	if r.Team != nil {
		g.Team = *r.Team
	}
	if r.ShareCI != nil {
		g.From, g.To = &r.ShareCI[0], &r.ShareCI[1]
	}
	if r.Exponential != nil {
		g.HalfLife = &r.Exponential.HalfLife
	}
	g.Refused = p.refusedSentences(r.Refused)
	return g
}

// regainCurve draws what was fitted, nil where there are no waves to draw.
func regainCurve(r *analytics.Recovery) *web.RegainCurve {
	if len(r.Points) == 0 {
		return nil
	}
	c := &web.RegainCurve{Baseline: r.Baseline}
	for _, x := range r.Points {
		c.Points = append(c.Points, web.RegainPoint{Time: x.Time, Score: x.Score, SE: 1 / math.Sqrt(x.Weight)})
	}
	if r.Log != nil {
		c.A, c.B = &r.Log.A, &r.Log.B
	}
	return c
}
