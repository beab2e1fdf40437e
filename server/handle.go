package server

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
)

// handler answers a request or returns why it cannot.
type handler func(c *gin.Context) error

// status is the one map from code to HTTP status.
var status = map[survey.Code]int{
	survey.CodeBadRequest: http.StatusBadRequest,
	survey.CodeForbidden:  http.StatusForbidden,
	survey.CodeNotFound:   http.StatusNotFound,
	survey.CodeUsed:       http.StatusConflict,
	survey.CodeRefused:    http.StatusConflict,
	survey.CodeClosed:     http.StatusGone,
	survey.CodeTooLarge:   http.StatusRequestEntityTooLarge,
	survey.CodeBadAnswer:  http.StatusUnprocessableEntity,
	survey.CodeInternal:   http.StatusInternalServerError,
}

// page answers failures with a whole page.
func (s *Server) page(h handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			s.failPage(c, err)
		}
	}
}

// api answers failures as the protocol says.
func (s *Server) api(h handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			s.failAPI(c, err)
		}
	}
}

// fail answers a failure in the form that the path asks for.
func (s *Server) fail(c *gin.Context, err error) {
	if forMachines(c.Request.URL.Path) {
		s.failAPI(c, err)
		return
	}
	s.failPage(c, err)
}

// unknown answers what is no route: another path, or another method of one.
func (s *Server) unknown(c *gin.Context) {
	if forMachines(c.Request.URL.Path) {
		s.failAPI(c, survey.Errorf(survey.CodeNotFound, "There is no such route; docs/protocol.md names all of them."))
		return
	}
	s.failPage(c, survey.Errorf(survey.CodeNotFound, "There is no such page."))
}

// wireError is a failure of protocol teamtrust/1.
type wireError struct {
	Error struct {
		Code    survey.Code `json:"code"`
		Message string      `json:"message"`
		Item    string      `json:"item,omitempty"`
	} `json:"error"`
}

func (s *Server) failAPI(c *gin.Context, err error) {
	code := survey.CodeOf(err)
	var body wireError
	body.Error.Code = code
	body.Error.Message = "The server failed; nothing was lost. Try again in a moment."
	var e *survey.Error
	if errors.As(err, &e) {
		body.Error.Message, body.Error.Item = e.Message, e.Item
	} else {
		s.logFailure(c, err)
	}
	c.JSON(status[code], body)
}
