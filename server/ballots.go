package server

import (
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// The ballot routes of protocol teamtrust/1 (docs/protocol.md). Nothing here
// reads a cookie, an address or a header that tells clients apart.

// manifest answers with the same bytes for everyone.
func (s *Server) manifest(c *gin.Context) error {
	raw, err := s.Office.Manifest(c.Request.Context(), c.Param("survey"))
	if err != nil {
		return err
	}
	c.Data(http.StatusOK, "application/json; charset=utf-8", raw)
	return nil
}

// collect swaps an invitation for a blind credential.
func (s *Server) collect(c *gin.Context) error {
	body, err := body(c)
	if err != nil {
		return err
	}
	answer, err := s.Office.Collect(c.Request.Context(), c.Param("survey"), body)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

// cast puts a ballot into the box.
func (s *Server) cast(c *gin.Context) error {
	body, err := body(c)
	if err != nil {
		return err
	}
	receipt, err := s.Office.Cast(c.Request.Context(), c.Param("survey"), body)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, receipt)
	return nil
}

// withdraw takes a ballot out of the box.
func (s *Server) withdraw(c *gin.Context) error {
	body, err := body(c)
	if err != nil {
		return err
	}
	if err := s.Office.Withdraw(c.Request.Context(), c.Param("survey"), body); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// body reads at most what a ballot may have.
func body(c *gin.Context) ([]byte, error) {
	limitBody(c, ballot.MaxBody)
	raw, err := io.ReadAll(c.Request.Body)
	switch {
	case tooLarge(err):
		return nil, survey.Errorf(survey.CodeTooLarge, "The body is larger than %d kB; shorten the comments.", ballot.MaxBody>>10)
	case err != nil:
		return nil, survey.Errorf(survey.CodeBadRequest, "The body could not be read; send it again.")
	}
	return raw, nil
}
