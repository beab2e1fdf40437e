package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/survey/people"
)

// present is a team's page for a meeting, one message a screen:
// GET /team/{id}/present?survey={survey}. A team without figures has nothing to
// present; its page says why.
func (s *Server) present(c *gin.Context, acc people.Account, v view) error {
	page, err := s.teamPage(c, acc, v)
	if err != nil {
		return err
	}
	if !page.Shown() {
		c.Redirect(http.StatusSeeOther, v.address(""))
		return nil
	}
	return s.render(c, http.StatusOK, "present", page.Present(v.address("")))
}
