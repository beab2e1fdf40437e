package server

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/web"
)

// changes says how a team's figure, or the organisation's, differs from that of
// one of some earlier surveys, latest first: of the one that the address names
// as "compare", else of the latest.
func (s *Server) changes(c *gin.Context, earlier []survey.Survey, now survey.Survey, path survey.Path) (*web.Changes, error) {
	since, err := pickEarlier(earlier, c.Query("compare"))
	if err != nil {
		return nil, err
	}
	ctx := c.Request.Context()
	from, err := s.result(ctx, since, s.language(c))
	if err != nil {
		return nil, err
	}
	to, err := s.result(ctx, now, s.language(c))
	if err != nil {
		return nil, err
	}
	page := pathOf(path)
	out := &web.Changes{
		Since:  web.Crumb{Name: since.Name, Href: page + "?survey=" + url.QueryEscape(since.ID)},
		Closed: since.ClosedAt,
	}
	if len(earlier) > 1 {
		out.Picker = picker(page, []web.Field{{Name: "survey", Value: now.ID}}, earlier, since)
	}
	if _, standing := to.of(path); standing.Shown() {
		out.Rows = to.changesSince(from, path, s.comparisons.between(from.published, to.published, path))
	}
	return out, nil
}

// pathOf is the page of a team, or of the organisation.
func pathOf(path survey.Path) string {
	if path == survey.Organisation {
		return "/org"
	}
	return "/team/" + path.ID()
}

func pickEarlier(earlier []survey.Survey, id string) (survey.Survey, error) {
	if id == "" {
		return earlier[0], nil
	}
	for _, sv := range earlier {
		if sv.ID == id {
			return sv, nil
		}
	}
	return survey.Survey{}, survey.Errorf(survey.CodeNotFound, "There is no earlier survey %q to compare with.", id)
}

// changesSince are the changes of one figure, the total first where the
// questionnaire has dimensions.
func (r result) changesSince(from result, path survey.Path, changes []analytics.Change) []web.ScoreChange {
	var total []web.ScoreChange
	var rows []web.ScoreChange
	joined, left := analytics.Coverage(from.comparable, r.comparable, path)
	for _, c := range changes {
		row := scoreChange(c)
		if c.Reason == analytics.ChangeCoverage {
			row.Joined, row.Left = names(joined), names(left)
		}
		if d, ok := r.dimension(c.Dimension); ok {
			row.Kind, row.Name = kind(d.ID), r.phrase(d.Name)
			rows = append(rows, row)
		} else if len(r.form.Dimensions) > 0 {
			row.Whole, row.TotalIsTrust = true, r.isTrust()
			total = append(total, row)
		}
	}
	return append(total, rows...)
}

// scoreChange is a change without the name of what changed.
func scoreChange(c analytics.Change) web.ScoreChange {
	out := web.ScoreChange{ID: c.Dimension, Points: c.Points, Smallest: c.Smallest, Clipped: c.Clipped, Reason: c.Reason}
	if c.PointsCI != nil {
		out.Low, out.High = &c.PointsCI[0], &c.PointsCI[1]
	}
	if c.Words != nil {
		out.Words = changeWords[*c.Words]
	}
	return out
}

// changeWords are the words of the analysis as pages know them.
var changeWords = map[string]string{
	analytics.ClearChange:    web.ChangeClear,
	analytics.PossibleChange: web.ChangePossible,
	analytics.NoClearChange:  web.ChangeNone,
}

func (r result) dimension(id string) (survey.Dimension, bool) {
	for _, d := range r.form.Dimensions {
		if d.ID == id {
			return d, true
		}
	}
	return survey.Dimension{}, false
}

func names(paths []survey.Path) []string {
	out := make([]string, len(paths))
	for i, p := range paths {
		out[i] = string(p)
	}
	return out
}
