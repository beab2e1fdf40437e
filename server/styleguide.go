package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/web"
)

// styleguide shows what pages are made of: GET /styleguide, in the demo only,
// because its numbers are invented.
func (s *Server) styleguide(c *gin.Context) error {
	if !s.Demo {
		return survey.Errorf(survey.CodeNotFound, "There is no such page.")
	}
	page, err := web.Styleguide(s.baseOf(c))
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "styleguide", page)
}
