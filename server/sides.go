package server

import (
	"net"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"

	"teamtrust/web"
)

// The product has two sides. On the employees' side no session is loaded and no
// cookie read or set; the office's side is everything for accounts. By default one
// address serves both. With an address of their own, employees meet nothing but
// their side there, and the other address has no ballot routes.

// employeesOnly marks requests that came to an address of the employees' side
// alone.
const employeesOnly = "employees only"

// Employees serves the employees' side and nothing else: for a listener or a
// host of its own.
func (s *Server) Employees() http.Handler {
	engine := s.engine(func(c *gin.Context) { c.Set(employeesOnly, true) })
	s.sharedRoutes(engine)
	s.employeeRoutes(engine)
	return withoutSession(engine)
}

// WithoutBallots serves everything but the ballot routes: what is left where
// Employees is served elsewhere.
func (s *Server) WithoutBallots() http.Handler {
	engine := s.engine()
	s.sharedRoutes(engine)
	s.officeRoutes(engine)
	return s.split(engine)
}

// both serves the two sides on one address.
func (s *Server) both() http.Handler {
	engine := s.engine()
	s.sharedRoutes(engine)
	s.employeeRoutes(engine)
	s.officeRoutes(engine)
	return s.split(engine)
}

func (s *Server) engine(first ...gin.HandlerFunc) *gin.Engine {
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.RedirectTrailingSlash = false
	e.RedirectFixedPath = false
	e.Use(first...)
	e.Use(s.recover, headers, s.textual, s.guard())
	return e
}

// ByHost serves requests for a host, with its port, by one handler and all
// others by another.
func ByHost(host string, there, elsewhere http.Handler) http.Handler {
	host = plainHost(host)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if plainHost(r.Host) == host {
			there.ServeHTTP(w, r)
			return
		}
		elsewhere.ServeHTTP(w, r)
	})
}

// plainHost is a host as it is compared: in small letters and without a port
// that a proxy may add or leave out because it is the usual one.
func plainHost(host string) string {
	name, port, err := net.SplitHostPort(host)
	if err == nil && (port == "80" || port == "443") {
		host = name
	}
	return strings.TrimSuffix(strings.ToLower(host), ".")
}

// employees reports whether a request is one of the employees' side.
func employees(c *gin.Context) bool {
	return c.GetBool(employeesOnly) || cookieless(c.Request.URL.Path)
}

// cookieless reports whether a path belongs to the employees' side, or is the
// same for everybody: no session is loaded there and no cookie read or set.
func cookieless(path string) bool {
	for _, prefix := range []string{machinePath, "/surveys/", "/code", "/verify", web.AssetPath, "/how", "/guide", "/healthz", "/readyz"} {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}

// split keeps sessions, and with them every cookie, away from the routes that
// employees use.
func (s *Server) split(engine http.Handler) http.Handler {
	withSession, without := s.metrics.timed(s.sessions.LoadAndSave(engine)), withoutSession(engine)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if cookieless(r.URL.Path) {
			without.ServeHTTP(w, r)
			return
		}
		withSession.ServeHTTP(w, r)
	})
}

// withoutSession compresses what is read with GET, because it is the same for
// everybody; answers that hold something of one person's never are, because their
// length would tell.
func withoutSession(engine http.Handler) http.Handler {
	compressed := gzhttp.GzipHandler(engine)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			compressed(w, r)
			return
		}
		engine.ServeHTTP(w, r)
	})
}
