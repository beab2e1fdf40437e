package server

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
)

// policy allows what the product serves itself and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers sets what every answer carries. Pages are never kept by a cache:
// they show what one account may see.
func headers(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	// With "no-referrer" a browser sends forms over plain http without an
	// origin, and the guard against other sites would refuse them. Secrets of
	// links are in fragments, which no referrer has.
	h.Set("Referrer-Policy", "strict-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cache-Control", "no-store")
	c.Next()
}

// recover turns a panic into a whole 500 answer. What is logged names the places
// in the source and never the panic's value.
func (s *Server) recover(c *gin.Context) {
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		if err, ok := r.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(r)
		}
		fault := survey.Recovered(r)
		if c.Writer.Written() {
			s.logFailure(c, fault)
			return
		}
		s.fail(c, fault)
	}()
	c.Next()
}

// limitBody bounds what a request may send; reading beyond gives an error that
// tooLarge recognises.
func limitBody(c *gin.Context, bytes int64) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, bytes)
}

func tooLarge(err error) bool {
	var e *http.MaxBytesError
	return errors.As(err, &e)
}
