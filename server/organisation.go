package server

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strings"

	"github.com/gin-gonic/gin"

	"teamtrust/reports"
	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// organisation is every team by dimension: GET /org?survey={survey}&sort={sort}.
func (s *Server) organisation(c *gin.Context, acc people.Account, v view) error {
	x, err := s.shown(c, acc, v)
	if err != nil {
		return err
	}
	page := web.OrgPage{Base: s.baseFor(c, acc), Running: running(v.open), MayStart: true, Standing: x.standing, Survey: x.facts}
	page.Picker = picker("/org", sortField(c.Query("sort")), v.closed, v.survey)
	page.Rehearsal = v.survey.Rehearsal
	if x.readable() {
		page.Workbook, page.CSV = "/hr/surveys/"+v.survey.ID+"/workbook", "/org.csv?survey="+v.survey.ID
		page.Trend, page.AllItems, page.AllComments = v.address("/trend"), v.address("/items"), v.address("/comments")
	}
	if x.figure != nil {
		if err := s.fillOrganisation(c, acc, &page, x); err != nil {
			return err
		}
	}
	if earlier := survey.Earlier(v.closed, v.survey); len(earlier) > 0 {
		if page.Changes, err = s.changes(c, earlier, v.survey, survey.Organisation); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "org", page)
}

// sorting is the order that was asked for, "" where there is none of that name.
func sorting(asked string, form *survey.Questionnaire) string {
	column := strings.TrimPrefix(asked, "-")
	known := column == "answered" || column == "total" || slices.ContainsFunc(form.Dimensions, func(d survey.Dimension) bool { return d.ID == column })
	if !known {
		return ""
	}
	return asked
}

func sortField(sort string) []web.Field {
	if sort == "" {
		return nil
	}
	return []web.Field{{Name: "sort", Value: sort}}
}

func (s *Server) fillOrganisation(c *gin.Context, acc people.Account, page *web.OrgPage, x shown) error {
	r, sv, f, ctx := x.result, x.result.survey, x.figure, c.Request.Context()
	var err error
	page.Figure, page.Hanging = r.figure(f), r.hanging(f)
	if page.Charts, err = r.charts(survey.Organisation, f); err != nil {
		return err
	}
	if page.Comments, err = s.comments(ctx, r, survey.Organisation); err != nil {
		return err
	}
	tree, _, err := s.Store.Frozen(ctx, sv.ID)
	if err != nil {
		return err
	}
	page.Map = r.heatmap(append([]survey.Path{survey.Organisation}, tree...), survey.Organisation, s.teamLink(acc, sv))
	order := sorting(c.Query("sort"), r.form)
	sortMap(page.Map, r, order, sv.ID)
	page.Cuts = r.cuts()
	page.Rendered, err = s.tables.of(tableKey{sv.ID, r.lang, order}, page.Map, func() (template.HTML, error) { return s.Web.Table(r.lang, page.Map) })
	return err
}

// sortMap puts the rows into the order that was asked for ("COM", "-COM",
// "team", "answered", "total"), the organisation always first and hidden ones
// last, and gives every column its link.
func sortMap(m *web.Heatmap, r result, order, id string) {
	column := strings.TrimPrefix(order, "-")
	keys := map[string]func(web.HeatRow) (float64, bool){
		"answered": func(row web.HeatRow) (float64, bool) { return float64(row.N), row.Shown() },
		"total":    func(row web.HeatRow) (float64, bool) { return score(row.Total) },
	}
	for i, d := range r.form.Dimensions {
		keys[d.ID] = func(row web.HeatRow) (float64, bool) { return score(row.Cells[i]) }
		m.Columns[i].Sort = sortLink(d.ID, order, id)
	}
	m.AnsweredSort, m.TotalSort = sortLink("answered", order, id), sortLink("total", order, id)
	m.TeamSort = web.Sort{Href: "/org?survey=" + url.QueryEscape(id), State: map[bool]string{true: "ascending"}[order == ""]}
	key := keys[column]
	if key == nil || len(m.Rows) == 0 {
		return
	}
	m.Sorted = true
	rows := m.Rows[1:]
	sort.SliceStable(rows, func(i, j int) bool {
		a, shownA := key(rows[i])
		b, shownB := key(rows[j])
		if !shownA || !shownB {
			return shownA && !shownB
		}
		if strings.HasPrefix(order, "-") {
			return a > b
		}
		return a < b
	})
}

func score(c web.Cell) (float64, bool) {
	if c.Score == nil {
		return 0, false
	}
	return *c.Score, true
}

// sortLink sorts by a column, or turns its order round.
func sortLink(column, order, id string) web.Sort {
	next, state := column, ""
	switch order {
	case column:
		next, state = "-"+column, "ascending"
	case "-" + column:
		state = "descending"
	}
	return web.Sort{Href: "/org?" + url.Values{"survey": {id}, "sort": {next}}.Encode(), State: state}
}

// organisationCSV is the same release as CSV: GET /org.csv?survey={survey}.
func (s *Server) organisationCSV(c *gin.Context, acc people.Account) error {
	v, err := s.around(c)
	if err != nil {
		return err
	}
	if v.survey.ID == "" {
		return survey.Errorf(survey.CodeNotFound, "No survey has been closed yet.")
	}
	return s.download(c, acc, v.survey, "csv", reports.WriteCSV)
}
