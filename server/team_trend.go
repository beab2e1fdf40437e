package server

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// trend is the course of a team, or of the organisation, over all surveys of the
// sort of one of them, real ones or rehearsals: GET /team/{id}/trend?survey={survey},
// GET /org/trend.
func (s *Server) trend(c *gin.Context, acc people.Account, v view) error {
	page := web.TrendPage{
		Base: s.baseFor(c, acc), Name: v.team.Name(), Back: pathOf(v.team), Running: running(v.open),
		Standing: unreleased(v.open), MayStart: acc.Has(people.HR), Above: v.above(s.teamLink(acc, v.survey)),
	}
	page.Rehearsal = v.survey.Rehearsal
	alike := slices.DeleteFunc(s.readable(acc, v.closed, v.team), func(other survey.Survey) bool { return other.Rehearsal != v.survey.Rehearsal })
	switch {
	case len(alike) > 0:
		for _, sv := range alike {
			if err := s.readBy(c, acc, sv, v.team, people.Opened); err != nil {
				return err
			}
		}
		if err := s.fillTrend(c, &page, v.team, alike); err != nil {
			return err
		}
	case v.survey.ID != "":
		page.Standing = notYet(acc.ReadsFrom(v.survey, v.team))
	}
	return s.render(c, http.StatusOK, "team_trend", page)
}

// fillTrend adds surveys, which come latest first, from the oldest on. The
// lines are those of the latest one's questionnaire.
func (s *Server) fillTrend(c *gin.Context, page *web.TrendPage, path survey.Path, closed []survey.Survey) error {
	var all []result
	var dates []string
	for i := len(closed) - 1; i >= 0; i-- {
		r, err := s.result(c.Request.Context(), closed[i], s.language(c))
		if err != nil {
			return err
		}
		date, err := s.Web.Date(s.language(c), closed[i].ClosedAt)
		if err != nil {
			return err
		}
		all, dates = append(all, r), append(dates, date)
		page.Surveys = append(page.Surveys, web.Crumb{Name: closed[i].Name, Href: pathOf(path) + "?survey=" + url.QueryEscape(closed[i].ID)})
		page.Closed = append(page.Closed, closed[i].ClosedAt)
	}
	page.Standing = web.Standing{State: web.StateShown}
	page.MinimumGroup = all[len(all)-1].survey.MinimumGroup
	return fillLines(page, path, all, dates)
}

func fillLines(page *web.TrendPage, path survey.Path, all []result, dates []string) error {
	last := all[len(all)-1]
	releases := make([]*analytics.Released, len(all))
	for i, r := range all {
		releases[i] = r.comparable
	}
	for _, variable := range last.variables() {
		points := analytics.Trend(releases, path, variable)
		line := web.TrendLine{Whole: variable == reports.Total, TotalIsTrust: last.isTrust()}
		if d, ok := last.dimension(variable); ok {
			line.Kind, line.Name = kind(d.ID), last.phrase(d.Name)
		}
		for i, p := range points {
			line.Points = append(line.Points, all[i].trendPoint(p, path))
		}
		page.Lines = append(page.Lines, line)
		chart, drawn, err := reports.Trend(last.form, variable, dates, points, last.lang)
		if err != nil {
			return err
		}
		if drawn && len(all) > 1 {
			page.Charts = append(page.Charts, web.Chart{Kind: chart.Kind, ID: variable, Name: web.Phrase{Text: chart.Name, Lang: line.Name.Lang}, Option: chart.Option, Height: chart.Height, Bounds: chart.Bounds,
				Picture: web.Picture{File: pictureFile("trend", path, variable), Team: string(path), MinimumGroup: last.survey.MinimumGroup}})
		}
	}
	return nil
}

// variables are the total, where there is one, and the dimensions.
func (r result) variables() []string {
	if len(r.form.Dimensions) == 0 {
		return nil
	}
	ids := []string{reports.Total}
	for _, d := range r.form.Dimensions {
		ids = append(ids, d.ID)
	}
	return ids
}

// trendPoint is a point of the course as the table shows it.
func (r result) trendPoint(p analytics.TrendPoint, path survey.Path) web.TrendPoint {
	out := web.TrendPoint{Reason: p.Reason}
	out.Score, out.Clipped = p.Score, p.Clipped
	if p.CI != nil {
		out.Low, out.High = &p.CI[0], &p.CI[1]
	}
	if f, _ := r.of(path); f != nil && p.Score != nil && p.CI == nil && p.Clipped == "" && r.release.Everybody(f) {
		out.Interval = web.IntervalEverybody
	}
	return out
}
