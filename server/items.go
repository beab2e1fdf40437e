package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/reports"
	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// teamItems is every question of a team:
// GET /team/{id}/items?survey={survey}&compare={rest or survey}.
func (s *Server) teamItems(c *gin.Context, acc people.Account) error {
	v, err := s.teamView(c, acc)
	if err != nil {
		return err
	}
	return s.items(c, acc, v)
}

// organisationItems is the same of the organisation: GET /org/items.
func (s *Server) organisationItems(c *gin.Context, acc people.Account) error {
	v, err := s.view(c)
	if err != nil {
		return err
	}
	return s.items(c, acc, v)
}

func (s *Server) items(c *gin.Context, acc people.Account, v view) error {
	page := web.ItemsPage{
		Base: s.baseFor(c, acc), Name: v.team.Name(), Above: v.above(s.teamLink(acc, v.survey)), Back: v.address(""),
		Running: running(v.open), Picker: picker(pathOf(v.team)+"/items", nil, v.closed, v.survey), Standing: unreleased(v.open),
	}
	page.Rehearsal = v.survey.Rehearsal
	switch {
	case v.survey.ID == "":
	case s.mustWait(acc, v.survey, v.team):
		page.Survey, page.Standing = bareFacts(v.survey), notYet(acc.ReadsFrom(v.survey, v.team))
	default:
		if err := s.fillItems(c, acc, &page, v); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "team_items", page)
}

func (s *Server) fillItems(c *gin.Context, acc people.Account, page *web.ItemsPage, v view) error {
	r, err := s.result(c.Request.Context(), v.survey, s.language(c))
	if err != nil {
		return err
	}
	f, standing := r.of(v.team)
	page.Survey, page.Standing = r.facts(), standing
	if standing.CountedIn != nil && standing.CountedIn.Name != "" {
		standing.CountedIn.Href = s.teamLink(acc, v.survey)(survey.Path(standing.CountedIn.Name))
	}
	if f == nil {
		return nil
	}
	other, err := s.besides(c, acc, v)
	if err != nil {
		return err
	}
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
