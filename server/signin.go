package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// SettingSetup holds the hash of the one-time setup secret while nobody can
// administer the installation.
const SettingSetup = "setup"

// settingOrganisation holds the organisation's name.
const settingOrganisation = "organisation"

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

// signOut ends the session on the server.
func (s *Server) signOut(c *gin.Context) error {
	if err := s.sessions.Destroy(c.Request.Context()); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/sign-in")
	return nil
}

// setupForm is shown to the holder of the secret that the first start printed.
func (s *Server) setupForm(c *gin.Context) error {
	if err := s.mayShowSetup(c); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "setup", web.SetupPage{Base: s.base(c), Action: c.Request.URL.Path})
}

func (s *Server) mayShowSetup(c *gin.Context) error {
	want, err := s.Store.Setting(c.Request.Context(), SettingSetup)
	if survey.CodeOf(err) == survey.CodeNotFound || err == nil && want != life.HashSecret(c.Param("secret")) {
		return survey.Errorf(survey.CodeNotFound, "There is no such page.")
	}
	return err
}

// setup makes the first account, which is administrator and HR in one, and
// signs it in.
func (s *Server) setup(c *gin.Context) error {
	if err := s.mayShowSetup(c); err != nil {
		return err
	}
	values, err := form(c)
	if err != nil {
		return err
	}
	page := web.SetupPage{Base: s.base(c), Action: c.Request.URL.Path, Email: values.Get("email"), Organisation: values.Get("organisation")}
	email, err := people.NormalEmail(page.Email)
	if err != nil {
		page.Problems = problems(s.told(c, "email", "problem.email_wrong"), "email")
		return s.render(c, http.StatusBadRequest, "setup", page)
	}
	acc, err := s.firstAccount(c, email, page.Organisation)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, keyAccount, acc.ID)
	c.Redirect(http.StatusSeeOther, "/")
	return nil
}

// firstAccount uses the secret up before anything else, so that two holders of
// it cannot both come in.
func (s *Server) firstAccount(c *gin.Context, email, organisation string) (people.Account, error) {
	ctx := c.Request.Context()
	if err := s.Store.UseSetting(ctx, SettingSetup, life.HashSecret(c.Param("secret"))); err != nil {
		return people.Account{}, err
	}
	if err := s.Store.SetSetting(ctx, settingOrganisation, organisation); err != nil {
		return people.Account{}, err
	}
	by := life.Actor{Name: email, Role: people.Admin}
	if _, err := s.Life.AddAccount(ctx, email, people.Admin, nil, by); err != nil {
		return people.Account{}, err
	}
	return s.Life.AddAccount(ctx, email, people.HR, nil, by)
}
