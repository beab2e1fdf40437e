package server

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
)

// verifyExport is what is public of one survey as a file for teamtrust verify
// --file: GET /verify/{survey}/export.
func (s *Server) verifyExport(c *gin.Context) error {
	sv, err := s.published(c)
	if err != nil {
		return err
	}
	x, err := s.Life.Export(c.Request.Context(), sv.ID)
	if err != nil {
		return err
	}
	c.Header("Content-Type", "application/json; charset=utf-8")
	c.Header("Content-Disposition", fmt.Sprintf("attachment; filename=%q", exportName(sv)))
	c.Status(http.StatusOK)
	if err := x.Write(c.Writer); err != nil {
		s.logFailure(c, err)
		panic(http.ErrAbortHandler) // half a file must not look like a whole one
	}
	return nil
}

// exportName is what the file is called where people save it.
func exportName(sv survey.Survey) string { return "box-" + sv.ID + ".json" }
