package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/reports"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// items shows every question of a team, or of the organisation:
// GET /team/{id}/items?survey={survey}&compare={rest or survey}, GET /org/items.
func (s *Server) items(c *gin.Context, acc people.Account, v view) error {
	x, err := s.shown(c, acc, v)
	if err != nil {
		return err
	}
	page := web.ItemsPage{TeamFrame: s.frame(c, acc, v, x, "/items")}
	if x.figure != nil {
		if err := s.fillItems(c, acc, &page, v, x); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "team_items", page)
}

func (s *Server) fillItems(c *gin.Context, acc people.Account, page *web.ItemsPage, v view, x shown) error {
	other, err := s.besides(c, acc, v)
	if err != nil {
		return err
	}
	r, f := x.result, x.figure
	q := questions{result: r, figure: f, team: v.team, other: other}
	page.Figure, page.With = r.figure(f), other.comparison
	page.Answers, page.Codes = r.form.Scale.Labels[r.labels()], r.codes()
	page.Groups = q.groups(page.Codes)
	drawn, err := reports.Items(r.form, f, besideScores(page.Groups), r.lang)
	page.Charts = r.drawn(v.team, drawn)
	return err
}

// labels is the language of the questionnaire whose names of the answers are
// shown.
func (r result) labels() string {
	for _, lang := range append([]string{r.lang}, r.form.Languages...) {
		if len(r.form.Scale.Labels[lang]) > 0 {
			return lang
		}
	}
	return r.lang
}

// codes are the answers outside the scale of all items, each once.
func (r result) codes() []web.Code {
	seen := map[string]bool{}
	var out []web.Code
	for _, it := range r.form.Items {
		for _, x := range it.Extra {
			if !seen[x.Code] {
				seen[x.Code] = true
				out = append(out, web.Code{ID: x.Code, Name: r.phrase(x.Text)})
			}
		}
	}
	return out
}

// besideScores are what the rows are compared with, by item.
func besideScores(groups []web.ItemGroup) map[string]float64 {
	scores := map[string]float64{}
	for _, g := range groups {
		for _, row := range g.Rows {
			if row.Beside != nil && row.Beside.Score != nil && row.Beside.Mark == "" {
				scores[row.ID] = *row.Beside.Score
			}
		}
	}
	return scores
}
