package server

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// guide is how a team speaks about trust without numbers, the same for
// everybody: GET /guide.
func (s *Server) guide(c *gin.Context) error {
	return s.render(c, http.StatusOK, "guide", web.GuidePage{Base: s.base(c)})
}

// teamGuide is the same with why this team has no numbers:
// GET /team/{id}/guide?survey={survey}.
func (s *Server) teamGuide(c *gin.Context, acc people.Account) error {
	v, err := s.teamView(c, acc)
	if err != nil {
		return err
	}
	link := s.teamLink(acc, v.survey)
	team := &web.GuideTeam{Name: v.team.Name(), Back: link(v.team), Standing: unreleased(v.open), MinimumGroup: v.survey.MinimumGroup}
	if v.survey.ID != "" {
		if team.Standing, err = s.standing(c, acc, v, link); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "guide", web.GuidePage{Base: s.baseFor(c, acc), Team: team})
}

// standing says whether a team has figures in a survey, and if not, why.
func (s *Server) standing(c *gin.Context, acc people.Account, v view, link func(survey.Path) string) (web.Standing, error) {
	if s.mustWait(acc, v.survey, v.team) {
		return notYet(acc.ReadsFrom(v.survey, v.team)), nil
	}
	r, err := s.result(c.Request.Context(), v.survey, s.language(c))
	if err != nil {
		return web.Standing{}, err
	}
	_, standing := r.of(v.team)
	if at := standing.CountedIn; at != nil {
		at.Href = link(survey.Path(at.Name))
	}
	return standing, nil
}

// guideOf is the guide of a team's page.
func guideOf(path survey.Path, sv survey.Survey) string {
	return pathOf(path) + "/guide?survey=" + url.QueryEscape(sv.ID)
}

// together are the teams whose people are counted in a unit above them and that
// have no figures of their own.
func (r result) together(unit survey.Unit) []string {
	var out []string
	for _, t := range unit.Teams {
		if t == unit.Team {
			continue
		}
		if f, _ := r.of(t); f == nil {
			out = append(out, string(t))
		}
	}
	return out
}
