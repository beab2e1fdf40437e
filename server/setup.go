package server

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/web"
)

// setupForm is shown to the holder of the secret that the last start printed:
// GET /setup/{secret}.
func (s *Server) setupForm(c *gin.Context) error {
	if err := s.Life.MaySetUp(c.Request.Context(), c.Param("secret")); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "setup", web.SetupPage{Base: s.base(c), Action: c.Request.URL.Path})
}

// setup makes the first account and signs it in: POST /setup/{secret}. The
// secret is used up only when everything else is done.
func (s *Server) setup(c *gin.Context) error {
	ctx, secret := c.Request.Context(), c.Param("secret")
	if err := s.Life.MaySetUp(ctx, secret); err != nil {
		return err
	}
	values, err := form(c)
	if err != nil {
		return err
	}
	page := web.SetupPage{Base: s.base(c), Action: c.Request.URL.Path, Email: values.Get("email"), Organisation: values.Get("organisation")}
	acc, err := s.Life.SetUp(ctx, secret, page.Email, page.Organisation)
	if survey.CodeOf(err) == survey.CodeBadRequest {
		page.Problems = problems(s.setupProblem(c, err), "email")
		return s.render(c, http.StatusBadRequest, "setup", page)
	}
	if err != nil {
		return err
	}
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, keyAccount, acc.ID)
	c.Redirect(http.StatusSeeOther, "/")
	return nil
}

// setupProblem says in the page's language what is wrong with a field.
func (s *Server) setupProblem(c *gin.Context, err error) error {
	var e *survey.Error
	if errors.As(err, &e) && e.Item == "organisation" {
		return s.told(c, e.Item, "problem.organisation_wrong")
	}
	return s.told(c, "email", "problem.email_wrong")
}
