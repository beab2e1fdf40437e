package server

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// healthz says that the process answers.
func (s *Server) healthz(c *gin.Context) { c.String(http.StatusOK, "ok\n") }

// readyz says that the database answers too.
func (s *Server) readyz(c *gin.Context) {
	if err := s.Store.Ping(c.Request.Context()); err != nil {
		c.String(http.StatusServiceUnavailable, "the database does not answer\n")
		return
	}
	c.String(http.StatusOK, "ok\n")
}
