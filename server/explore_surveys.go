package server

import (
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// fillOverTime shows one team over the surveys until the chosen one, oldest
// first, as far as they can be compared with it.
func (s *Server) fillOverTime(c *gin.Context, acc people.Account, page *web.ExplorePage, v view, last result) error {
	all := []result{last}
	for _, sv := range survey.Earlier(s.readable(acc, v.closed, v.team), v.survey) {
		if len(all) == reports.HeatmapRows {
			break
		}
		if err := s.readBy(c, acc, sv, v.team, people.Opened); err != nil {
			return err
		}
		r, err := s.result(c.Request.Context(), sv, s.language(c))
		if err != nil {
			return err
		}
		all = append(all, r)
	}
	slices.Reverse(all)
	chosen := page.Chosen()
	rows, ids := overTime(all, chosen, v.team), make([]string, len(chosen))
	drawn := make([]reports.TeamRow, len(all))
	for i, r := range all {
		page.Rows = append(page.Rows, web.ExploreRow{Standing: web.Standing{State: web.StateShown}, Cells: rows[i],
			Team: web.Crumb{Name: r.survey.Name, Href: pathOf(v.team) + "?survey=" + url.QueryEscape(r.survey.ID)}})
		drawn[i] = reports.TeamRow{Name: r.survey.Name, Levels: map[string]analytics.Level{}}
		for x, m := range chosen {
			ids[x] = m.ID
			drawn[i].Levels[m.ID] = analytics.Level{Score: rows[i][x].Score, Clipped: rows[i][x].Clipped}
		}
	}
	page.All, page.Drawn = len(all), len(all)
	list, err := one(reports.Heatmap(last.form, drawn, ids, last.lang))
	if len(list) > 0 {
		list[0].Kind = reports.SurveysChart
	}
	page.Charts = last.drawn(v.team, list)
	return err
}

// overTime is by survey and measure what can be compared with the last one.
func overTime(all []result, measures []web.MeasureChoice, team survey.Path) [][]web.TrendPoint {
	releases := make([]*analytics.Released, len(all))
	for i, r := range all {
		releases[i] = r.comparable
	}
	rows := make([][]web.TrendPoint, len(all))
	for _, m := range measures {
		for i, p := range analytics.Trend(releases, team, m.ID) {
			rows[i] = append(rows[i], all[i].trendPoint(p, team))
		}
	}
	return rows
}
