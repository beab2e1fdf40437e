package server

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// render writes a page whole or not at all.
func (s *Server) render(c *gin.Context, code int, page string, data any) error {
	var out bytes.Buffer
	if err := s.Web.Render(&out, page, s.language(c), data); err != nil {
		return err
	}
	c.Data(code, "text/html; charset=utf-8", out.Bytes())
	return nil
}

// language is the wish in the address, the one chosen earlier in the session,
// or the browser's.
func (s *Server) language(c *gin.Context) string {
	wish := c.Query("lang")
	if !employees(c) {
		ctx := c.Request.Context()
		if wish == "" {
			wish = s.sessions.GetString(ctx, keyLanguage)
		} else if s.Web.Negotiate("", wish) == wish && s.sessions.GetString(ctx, keyAccount) != "" {
			s.sessions.Put(ctx, keyLanguage, wish)
		}
	}
	return s.Web.Negotiate(c.GetHeader("Accept-Language"), wish)
}

// base is what every page of the employees' side has.
func (s *Server) base(c *gin.Context) web.Base {
	b := s.Web.Base(s.language(c), c.Request.URL)
	b.Demo = s.Demo
	if c.GetBool(employeesOnly) {
		b.Home = "/how" // there is no other page for everybody
	}
	return b
}

// baseFor adds navigation, account and the sentence about the last action.
func (s *Server) baseFor(c *gin.Context, acc people.Account) web.Base {
	b := s.base(c)
	b.Account = &web.AccountView{Email: acc.Email}
	for _, r := range acc.Roles {
		b.Account.Roles = append(b.Account.Roles, string(r))
	}
	b.Nav = navigation(acc, c.Request.URL.Path)
	if f := s.sessions.PopString(c.Request.Context(), keyFlash); f != "" {
		kind, text, _ := strings.Cut(f, "|")
		b.Flash = &web.Flash{Kind: kind, Text: text}
	}
	return b
}

func navigation(acc people.Account, here string) []web.NavLink {
	var nav []web.NavLink
	add := func(name, href string) {
		nav = append(nav, web.NavLink{Name: name, Href: href, Current: here == href || strings.HasPrefix(here, href+"/")})
	}
	if acc.Has(people.HR) {
		add("organisation", "/org")
		add("surveys", "/hr/surveys")
		add("people", "/hr/people")
	}
	if acc.Has(people.Manager) && len(acc.Teams) > 0 {
		add("team", "/team/"+acc.Teams[0].ID())
	}
	if acc.Has(people.HR) || acc.Has(people.Manager) && len(acc.Teams) > 0 {
		add("explore", "/explore")
	}
	if acc.Has(people.Admin) {
		add("accounts", "/admin/accounts")
	}
	if acc.Has(people.Auditor) {
		add("shares", "/shares")
	}
	if acc.Has(people.Admin) || acc.Has(people.Auditor) {
		add("verify", "/admin/verify")
		add("audit", "/admin/audit")
	}
	return nav
}

// baseOf is baseFor where somebody has signed in and that can be found out, so
// that a page of failure leads back; base elsewhere.
func (s *Server) baseOf(c *gin.Context) web.Base {
	if employees(c) {
		return s.base(c)
	}
	acc, err := s.account(c)
	if err != nil || acc.ID == "" {
		return s.base(c)
	}
	return s.baseFor(c, acc)
}

// flash keeps one sentence for the next page.
func (s *Server) flash(c *gin.Context, kind, key string, args ...any) error {
	text, err := s.Web.Text(s.language(c), key, args...)
	if err != nil {
		return err
	}
	s.sessions.Put(c.Request.Context(), keyFlash, kind+"|"+text)
	return nil
}

// failPage answers with a whole page that says what happened and what to do.
func (s *Server) failPage(c *gin.Context, err error) {
	code := survey.CodeOf(err)
	page := web.ErrorPage{Base: s.baseOf(c), Status: status[code]}
	var d *denied
	var t *told
	var e *survey.Error
	switch {
	case errors.As(err, &d):
		page.Roles, page.Others = d.roles, d.others
	case errors.As(err, &t):
		page.Message = t.text
	case errors.As(err, &e) && code != survey.CodeNotFound:
		page.Message, page.MessageLang = e.Message, "en"
	}
	if page.Status == http.StatusForbidden && page.Roles == nil {
		page.Status = http.StatusBadRequest // not a matter of roles
	}
	if code == survey.CodeInternal {
		page.Reference = s.logReferred(c, err)
	}
	if status[code] == http.StatusConflict || status[code] == http.StatusUnprocessableEntity {
		page.Status = http.StatusBadRequest
	}
	if e := s.render(c, status[code], "error", page); e != nil {
		s.logFailure(c, e)
		c.String(http.StatusInternalServerError, "The server failed; try again in a moment.\n")
	}
}

// logReferred logs a failure with a reference that its page shows. On the
// employees' side there is none: it would lead from a person to a line of the log.
func (s *Server) logReferred(c *gin.Context, err error) string {
	if employees(c) {
		s.logFailure(c, err)
		return ""
	}
	r := reference()
	s.logFailure(c, fmt.Errorf("%s: %w", r, err))
	return r
}

func reference() string {
	b := make([]byte, 4)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return hex.EncodeToString(b)
}
