package server

import (
	"errors"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/web"
)

// told is what people read in the page's own language: a problem with one
// field of a form, or why a request was refused.
type told struct {
	field, text string
	code        survey.Code
}

func (t *told) Error() string { return t.text }

// Unwrap makes it something that people can mend.
func (t *told) Unwrap() error {
	return &survey.Error{Code: t.code, Message: t.text, Item: t.field}
}

// told looks the sentence up in the catalogue.
func (s *Server) told(c *gin.Context, field, key string, args ...any) error {
	text, err := s.Web.Text(s.language(c), key, args...)
	if err != nil {
		return err
	}
	return &told{field: field, text: text, code: survey.CodeBadRequest}
}

// otherSite refuses a request that another site caused, in the page's own
// language.
func (s *Server) otherSite(c *gin.Context) error {
	text, err := s.Web.Text(s.language(c), "error.other_site")
	if err != nil {
		return err
	}
	return &told{text: text, code: survey.CodeForbidden}
}

// problems turns a failure into what a form shows beside its fields. A
// sentence of the domain is English and says so; failures that are not for
// people are left out.
func problems(err error, field string) []web.Problem {
	var t *told
	if errors.As(err, &t) {
		return []web.Problem{{Field: t.field, Text: t.text}}
	}
	var e *survey.Error
	if !errors.As(err, &e) {
		return nil
	}
	if e.Item != "" {
		field = e.Item
	}
	return []web.Problem{{Field: field, Text: e.Message, Lang: "en"}}
}

// mendable reports whether a failure can be mended by filling a form in again.
func mendable(err error) bool {
	switch survey.CodeOf(err) {
	case survey.CodeBadRequest, survey.CodeRefused, survey.CodeBadAnswer, survey.CodeTooLarge, survey.CodeNotFound, survey.CodeClosed:
		return true
	}
	return false
}
