package server

import (
	"net/http"

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
func (s *Server) teamGuide(c *gin.Context, acc people.Account, v view) error {
	x, err := s.shown(c, acc, v)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "guide", web.GuidePage{Base: s.baseFor(c, acc), Team: &web.GuideTeam{
		Name: v.team.Name(), Back: v.address(""), Standing: x.standing, MinimumGroup: v.survey.MinimumGroup}})
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
