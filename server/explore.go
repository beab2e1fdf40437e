package server

import (
	"errors"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"teamtrust/reports"
	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// explore shows a team beside those directly below it, or beside the
// organisation: GET /explore?survey={survey}&team={path}&view={view}&measure={id}….
// Everything comes from one release; managers see their own teams alone.
func (s *Server) explore(c *gin.Context, acc people.Account) error {
	v, err := s.exploreView(c, acc)
	if err != nil {
		return err
	}
	x, err := s.shown(c, acc, v)
	if err != nil {
		return err
	}
	page := web.ExplorePage{Base: s.baseFor(c, acc), Running: running(v.open), Standing: x.standing, Survey: x.facts, MayStart: acc.Has(people.HR),
		Surveys: picker("", nil, v.closed, v.survey).List, Whole: acc.Has(people.HR), Team: string(v.team), View: viewOf(c.Query("view"))}
	page.Rehearsal = v.survey.Rehearsal
	page.Teams = offered(acc, v.tree)
	if x.readable() && !x.result.release.Hidden && page.State != web.StateAbsent {
		if err := s.fillExplore(c, acc, &page, v, x.result); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "explore", page)
}

// exploreView is what the address names. That the team was opened is recorded.
func (s *Server) exploreView(c *gin.Context, acc people.Account) (view, error) {
	v, err := s.around(c)
	if err != nil {
		return v, err
	}
	if v.tree, err = s.treeOf(c.Request.Context(), v.survey); err != nil {
		return v, err
	}
	if v.team, err = s.exploredTeam(c, acc, v); err != nil {
		return v, err
	}
	return v, s.opened(c, v)
}

// exploredTeam is the team that the address names by its path or id; without
// one, the organisation for HR and a manager's first team.
func (s *Server) exploredTeam(c *gin.Context, acc people.Account, v view) (survey.Path, error) {
	name := c.Query("team")
	team := survey.Path(name)
	switch {
	case name == "" && acc.Has(people.HR):
		return survey.Organisation, nil
	case name == "" && len(acc.Teams) > 0:
		return acc.Teams[0], nil
	case name == "":
		return "", survey.Errorf(survey.CodeNotFound, "No team is assigned to this account.")
	case !slices.Contains(v.tree, team):
		var err error
		if parsed, wrong := people.ParseTeam(name); wrong == nil && slices.Contains(v.tree, parsed) {
			team = parsed
		} else if team, err = s.find(c.Request.Context(), v.tree, name); err != nil {
			return "", err
		}
	}
	if !acc.MayReadTeam(team) {
		return "", s.denyTeam(c, acc, team)
	}
	return team, nil
}

// offered are the teams that an account may choose.
func offered(acc people.Account, tree survey.Tree) []string {
	var out []string
	for _, team := range tree {
		if team != survey.Organisation && len(out) < web.TeamsOffered && acc.MayReadTeam(team) {
			out = append(out, string(team))
		}
	}
	return out
}

func viewOf(asked string) string {
	if slices.Contains(web.ExplorePage{}.Views(), asked) {
		return asked
	}
	return web.ViewHeatmap
}

func (s *Server) fillExplore(c *gin.Context, acc people.Account, page *web.ExplorePage, v view, r result) error {
	page.Measures = r.measureChoices(c.QueryArray("measure"))
	if v.team != survey.Organisation {
		page.Title = web.Crumb{Name: string(v.team), Href: v.address("")}
	}
	if page.View == web.ViewSurveys {
		return s.fillOverTime(c, acc, page, v, r)
	}
	e := explored{result: r, page: page, link: s.teamLink(acc, v.survey), teams: exploredRows(acc, v, page.View, func(team survey.Path) bool { return s.mustWait(acc, v.survey, team) })}
	return e.fill(v.team)
}

// measureChoices are the total, where there is one, and the dimensions. Without
// a choice, and where nothing that was chosen exists, all are shown.
func (r result) measureChoices(asked []string) []web.MeasureChoice {
	var out []web.MeasureChoice
	any := slices.ContainsFunc(r.variables(), func(id string) bool { return slices.Contains(asked, id) })
	for _, id := range r.variables() {
		m := web.MeasureChoice{ID: id, Whole: id == reports.Total, TotalIsTrust: r.isTrust(), Chosen: !any || slices.Contains(asked, id)}
		if d, ok := r.dimension(id); ok {
			m.Name = r.phrase(d.Name)
		}
		out = append(out, m)
	}
	return out
}

// exploredRows are the team and those directly below it, or for a radar the
// team and, for HR, the organisation. Teams whose results the account must wait
// for are left out.
func exploredRows(acc people.Account, v view, how string, waits func(survey.Path) bool) []survey.Path {
	rows := []survey.Path{v.team}
	if how == web.ViewRadar {
		if v.team != survey.Organisation && acc.Has(people.HR) {
			rows = append(rows, survey.Organisation)
		}
		return rows
	}
	for _, team := range children(v.tree, v.team) {
		if !waits(team) {
			rows = append(rows, team)
		}
	}
	return rows
}

// explored is a choice of teams and measures on its way to a page.
type explored struct {
	result
	page  *web.ExplorePage
	teams []survey.Path
	link  func(survey.Path) string
}

func (e explored) fill(team survey.Path) error {
	e.page.All, e.page.Drawn = len(e.teams), min(len(e.teams), reports.HeatmapRows)
	for _, t := range e.teams {
		e.page.Rows = append(e.page.Rows, e.row(t))
	}
	e.page.Map = e.heatmap(e.teams, team, e.link)
	e.chooseColumns()
	drawn, err := e.draw()
	e.page.Charts = e.drawn(team, drawn)
	for i, c := range drawn {
		if c.Measure != "" { // one of several of a kind
			e.page.Charts[i].ID, e.page.Charts[i].Name = c.Measure, web.Phrase{Text: c.Name}
			e.page.Charts[i].Picture.File += "_" + slug(c.Measure)
		}
	}
	return err
}

// chooseColumns leaves the chosen dimensions in the table.
func (e explored) chooseColumns() {
	m := e.page.Map
	var keep []int
	for i, d := range e.form.Dimensions {
		if slices.ContainsFunc(e.page.Measures, func(x web.MeasureChoice) bool { return x.ID == d.ID && x.Chosen }) {
			keep = append(keep, i)
		}
	}
	m.Columns = chosen(m.Columns, keep)
	for i := range m.Rows {
		m.Rows[i].Cells = chosen(m.Rows[i].Cells, keep)
	}
}

func chosen[T any](all []T, keep []int) []T {
	out := make([]T, 0, len(keep))
	for _, i := range keep {
		if i < len(all) {
			out = append(out, all[i])
		}
	}
	return out
}

func (e explored) row(team survey.Path) web.ExploreRow {
	f, standing := e.of(team)
	row := web.ExploreRow{Organisation: team == survey.Organisation, Team: web.Crumb{Name: team.Name(), Href: e.link(team)}, Standing: standing}
	if f == nil {
		return row
	}
	for _, m := range e.page.Chosen() {
		reading := e.total(f)
		if !m.Whole {
			reading = e.reading(m.ID, f.Dimensions[m.ID].Level, f)
		}
		row.Cells = append(row.Cells, web.TrendPoint{Reading: reading})
	}
	return row
}

// draw makes the charts of the view.
func (e explored) draw() ([]reports.Chart, error) {
	var ids []string
	for _, m := range e.page.Chosen() {
		ids = append(ids, m.ID)
	}
	rows := e.teamRows()
	switch e.page.View {
	case web.ViewHeatmap:
		return one(reports.Heatmap(e.form, rows, ids, e.lang))
	case web.ViewRadar:
		c, err := reports.Radar(e.form, rows, ids, e.lang)
		if errors.Is(err, reports.ErrNoShape) {
			return nil, nil
		}
		e.page.Shapes = true
		return []reports.Chart{c}, err
	}
	var all []reports.Chart
	for _, id := range ids {
		list, err := one(reports.Teams(e.form, rows, id, e.lang))
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

func one(c reports.Chart, drawn bool, err error) ([]reports.Chart, error) {
	if err != nil || !drawn {
		return nil, err
	}
	return []reports.Chart{c}, nil
}

func (e explored) teamRows() []reports.TeamRow {
	rows := make([]reports.TeamRow, len(e.teams))
	for i, team := range e.teams {
		f, _ := e.of(team)
		rows[i] = reports.TeamRow{Name: team.Name(), Figure: f}
	}
	return rows
}
