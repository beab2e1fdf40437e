package server

import (
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

// Sessions live on the server for 12 hours; the cookie is a random name for
// one, renewed at every change of what it may do.
const (
	sessionLife = 12 * time.Hour
	sessionIdle = 2 * time.Hour

	keyAccount  = "account"
	keyLanguage = "language"
	keyFlash    = "flash"
)

func newSessions(d Deps) *scs.SessionManager {
	m := scs.New()
	m.Store = d.Sessions
	m.Lifetime = sessionLife
	m.IdleTimeout = sessionIdle
	m.Cookie.Name = "teamtrust"
	m.Cookie.HttpOnly = true
	m.Cookie.Secure = strings.HasPrefix(d.PublicURL, "https://")
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Persist = false
	m.ErrorFunc = func(w http.ResponseWriter, _ *http.Request, err error) {
		d.Log.Error("session", "error", err)
		http.Error(w, "The server failed; try again in a moment.", http.StatusInternalServerError)
	}
	return m
}

// signedIn is a handler for an account that may use it.
type signedIn func(c *gin.Context, acc people.Account) error

// as lets only accounts with one of the roles through; without roles, every
// account. A refusal names the role and is recorded.
func (s *Server) as(h signedIn, roles ...people.Role) handler {
	h = withID(h)
	return func(c *gin.Context) error {
		acc, err := s.account(c)
		if err != nil {
			return err
		}
		if acc.ID == "" {
			c.Redirect(http.StatusSeeOther, "/sign-in")
			return nil
		}
		c.Set(keyAccount, acc)
		for _, r := range roles {
			if acc.Has(r) {
				return h(c, acc)
			}
		}
		if len(roles) == 0 {
			return h(c, acc)
		}
		return s.deny(c, acc, roles)
	}
}

// account is who is signed in; the zero Account for nobody. An account that
// was removed meanwhile is nobody.
func (s *Server) account(c *gin.Context) (people.Account, error) {
	id := s.sessions.GetString(c.Request.Context(), keyAccount)
	if id == "" {
		return people.Account{}, nil
	}
	acc, err := s.Store.Account(c.Request.Context(), id)
	if survey.CodeOf(err) == survey.CodeNotFound {
		return people.Account{}, nil
	}
	return acc, err
}

// deny records the refusal and names the role that would be needed.
func (s *Server) deny(c *gin.Context, acc people.Account, roles []people.Role) error {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	err := s.Store.Record(c.Request.Context(), people.Entry{
		At: s.Now(), Actor: acc.Email, Role: firstRole(acc), Action: "open page", Object: c.Request.URL.Path,
		Detail: "needs role " + strings.Join(names, " or "), Denied: true,
	})
	if err != nil {
		return err
	}
	return &denied{roles: names}
}

// denied is a refusal that names the roles that would be let through.
type denied struct {
	roles  []string
	others bool // the role is right but the team is another's, whose name is not told
}

func (d *denied) Error() string { return "needs role " + strings.Join(d.roles, " or ") }

// Unwrap gives the refusal its code.
func (d *denied) Unwrap() error {
	return survey.Errorf(survey.CodeForbidden, "This page is for the role %s.", strings.Join(d.roles, " or "))
}

func firstRole(acc people.Account) people.Role {
	if len(acc.Roles) == 0 {
		return ""
	}
	return acc.Roles[0]
}
