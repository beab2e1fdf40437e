package server

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

// present is a team's page for a meeting, one message a screen:
// GET /team/{id}/present?survey={survey}. A team without figures has nothing to
// present; its page says why.
func (s *Server) present(c *gin.Context, acc people.Account) error {
	v, err := s.teamView(c, acc)
	if err != nil {
		return err
	}
	page, err := s.wholeTeam(c, acc, v)
	if err != nil {
		return err
	}
	back := pathOf(v.team)
	if v.survey.ID != "" {
		back += "?survey=" + url.QueryEscape(v.survey.ID)
	}
	if !page.Shown() {
		c.Redirect(http.StatusSeeOther, back)
		return nil
	}
	return s.render(c, http.StatusOK, "present", page.Present(back))
}

// presentOf is the presentation of a team's page.
func presentOf(path survey.Path, sv survey.Survey) string {
	return pathOf(path) + "/present?survey=" + url.QueryEscape(sv.ID)
}
