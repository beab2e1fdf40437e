package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// signInForm asks for an e-mail address.
func (s *Server) signInForm(c *gin.Context) error {
	acc, err := s.account(c)
	if err != nil {
		return err
	}
	if acc.ID != "" {
		c.Redirect(http.StatusSeeOther, "/")
		return nil
	}
	return s.render(c, http.StatusOK, "sign_in", web.SignInPage{Base: s.base(c), State: web.SignInForm})
}

// signInAsk answers alike whether an account exists or not. Links are handed
// out by an administrator as long as no mail is set up.
func (s *Server) signInAsk(c *gin.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	page := web.SignInPage{Base: s.base(c), State: web.SignInForm, Email: values.Get("email")}
	if _, err := people.NormalEmail(page.Email); err != nil {
		page.Problems = problems(s.told(c, "email", "problem.email_wrong"), "email")
		return s.render(c, http.StatusBadRequest, "sign_in", page)
	}
	page.State = web.SignInSent
	return s.render(c, http.StatusOK, "sign_in", page)
}

// signIn signs in by a link that works once.
func (s *Server) signIn(c *gin.Context) error {
	ctx := c.Request.Context()
	acc, err := s.Store.UseSignInLink(ctx, life.HashSecret(c.Param("secret")), s.Now())
	if survey.CodeOf(err) == survey.CodeNotFound {
		return s.render(c, http.StatusGone, "sign_in", web.SignInPage{Base: s.base(c), State: web.SignInExpired})
	}
	if err != nil {
		return err
	}
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, keyAccount, acc.ID)
	err = s.Store.Record(ctx, people.Entry{At: s.Now(), Actor: acc.Email, Role: firstRole(acc), Action: "sign in", Object: acc.Email})
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/")
	return nil
}

// signOut ends the session on the server and deletes what was uploaded and not
// confirmed.
func (s *Server) signOut(c *gin.Context) error {
	ctx := c.Request.Context()
	account := s.sessions.GetString(ctx, keyAccount)
	if err := s.sessions.Destroy(ctx); err != nil {
		return err
	}
	if account != "" {
		if err := s.dropUploads(ctx, account); err != nil {
			s.Log.Error("an upload will be deleted by the sweep", "error", err)
		}
	}
	c.Redirect(http.StatusSeeOther, "/sign-in")
	return nil
}
