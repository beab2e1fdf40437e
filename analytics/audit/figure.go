package audit

import (
	"teamtrust/analytics"
	"teamtrust/survey"
)

// figure is one figure of a release with its place, a team or the value of a
// cut; the first is the organisation's.
type figure struct {
	team survey.Path // of a cut's value its name, which may be that of a team as well
	cut  bool
	*analytics.Figure
	set []int32
}

// figuresOf lists the figures of a release that have any number.
func figuresOf(r *analytics.Release) []figure {
	var out []figure
	for i := range r.Waves {
		w := &r.Waves[i]
		out = append(out, figure{team: survey.Organisation, Figure: &w.Figure})
		for j := range w.Teams {
			if t := &w.Teams[j]; t.Figure != nil {
				out = append(out, figure{team: survey.Path(t.Team), Figure: t.Figure})
			}
		}
	}
	for i := range r.Cuts {
		c := &r.Cuts[i]
		for j := range c.Values {
			if v := &c.Values[j]; v.Figure != nil {
				out = append(out, figure{team: survey.Path(c.Cut + ": " + v.Value), cut: true, Figure: v.Figure})
			}
		}
	}
	return out
}
