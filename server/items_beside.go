package server

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// besides is what the questions of a page are compared with.
type besides struct {
	comparison web.Comparison
	earlier    *result // nil where it is the organisation without the team, or nothing
}

// besides is what the address names as "compare": the organisation without the
// team, or an earlier survey that the account may read. Without it, the first
// of these that there is.
func (s *Server) besides(c *gin.Context, acc people.Account, v view) (besides, error) {
	earlier := survey.Earlier(s.readable(acc, v.closed, v.team), v.survey)
	out := besides{comparison: web.Comparison{
		Action: pathOf(v.team) + "/items", Hidden: []web.Field{{Name: "survey", Value: v.survey.ID}}, Rest: v.team != survey.Organisation}}
	asked := c.Query("compare")
	if out.comparison.Rest && (asked == "" || asked == web.CompareRest) {
		out.comparison.Chosen = web.CompareRest
		out.comparison.Surveys = picker("", nil, earlier, survey.Survey{}).List
		return out, nil
	}
	if len(earlier) == 0 && asked == "" {
		return out, nil
	}
	since, err := pickEarlier(earlier, asked)
	if err != nil {
		return out, err
	}
	r, err := s.result(c.Request.Context(), since, s.language(c))
	if err != nil {
		return out, err
	}
	out.earlier, out.comparison.Chosen, out.comparison.Name, out.comparison.Closed = &r, since.ID, since.Name, since.ClosedAt
	out.comparison.Surveys = picker("", nil, earlier, since).List
	return out, nil
}

// questions are those of one figure on their way to a page.
type questions struct {
	result
	figure *analytics.Figure
	team   survey.Path
	other  besides
}

// groups are the questions by dimension, in the order of the questionnaire;
// those that stand alone come last.
func (q questions) groups(codes []web.Code) []web.ItemGroup {
	var out []web.ItemGroup
	for _, d := range q.form.Dimensions {
		g := web.ItemGroup{Kind: kind(d.ID), ID: d.ID, Name: q.phrase(d.Name)}
		for _, id := range d.Items {
			if it, known := q.form.Item(id); known {
				g.Rows = append(g.Rows, q.row(it, codes))
			}
		}
		out = append(out, g)
	}
	alone := web.ItemGroup{}
	for i := range q.form.Items {
		if it := &q.form.Items[i]; it.Dimension == "" {
			alone.Rows = append(alone.Rows, q.row(it, codes))
		}
	}
	if len(alone.Rows) > 0 {
		out = append(out, alone)
	}
	return out
}

func (q questions) row(it *survey.Item, codes []web.Code) web.ItemRow {
	x := q.figure.Items[it.ID]
	row := web.ItemRow{Reading: q.reading(it.ID, x.Level, q.figure), MinimumGroup: q.survey.MinimumGroup, Reverse: it.Reverse, Beside: q.beside(it.ID)}
	row.Name = q.phrase(it.Text)
	if x.Histogram != nil {
		for v := q.form.Scale.Lo; v <= q.form.Scale.Hi; v++ {
			row.Spread = append(row.Spread, x.Histogram[strconv.Itoa(v)])
		}
	}
	for _, code := range codes {
		row.Extra = append(row.Extra, x.Extra[code.ID])
	}
	return row
}

func (q questions) beside(item string) *web.Beside {
	switch {
	case q.other.comparison.WithRest():
		score, reason := q.comparable.ItemRest(q.team, item)
		return &web.Beside{Rest: true, Score: score, Reason: reason}
	case q.other.earlier == nil:
		return nil
	}
	then := q.other.earlier
	change := analytics.ItemChange(then.comparable, q.comparable, q.team, item)
	if change.Points == nil {
		return &web.Beside{Reason: change.Reason}
	}
	before := then.comparable.Figure(q.team).Items[item]
	return &web.Beside{Score: before.Score, Mark: before.Clipped, Change: scoreChange(change)}
}
