package server

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

// isText reports whether s is text that every database can hold: UTF-8 without
// NUL.
func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// areText reports whether all names and values are text.
func areText(values url.Values) bool {
	for name, all := range values {
		if !isText(name) {
			return false
		}
		for _, v := range all {
			if !isText(v) {
				return false
			}
		}
	}
	return true
}

// textual refuses addresses that hold anything but text, before any handler
// hands a part of one to the database: nothing that is there has such a name.
func (s *Server) textual(c *gin.Context) {
	if isText(c.Request.URL.Path) && areText(c.Request.URL.Query()) {
		return
	}
	c.Abort()
	s.unknown(c)
}

// form reads a posted form of at most 64 kB, of text alone.
func form(c *gin.Context) (url.Values, error) {
	limitBody(c, 64<<10)
	if err := c.Request.ParseForm(); err != nil {
		if tooLarge(err) {
			return nil, survey.Errorf(survey.CodeTooLarge, "The form is larger than 64 kB; shorten what you wrote.")
		}
		return nil, survey.Errorf(survey.CodeBadRequest, "The form could not be read; open the page again and repeat it.")
	}
	return c.Request.PostForm, onlyText(c.Request)
}

// onlyText refuses a form that was read and holds anything but text, in a
// field's name, its value or the name of a file.
func onlyText(r *http.Request) error {
	fine := areText(r.PostForm)
	if r.MultipartForm != nil {
		for _, files := range r.MultipartForm.File {
			for _, f := range files {
				fine = fine && isText(f.Filename)
			}
		}
	}
	if !fine {
		return survey.Errorf(survey.CodeBadRequest, "The form holds characters that are no text; delete what you pasted and type it.")
	}
	return nil
}

// withID lets a handler see only a survey's id that can be one.
func withID(h signedIn) signedIn {
	return func(c *gin.Context, acc people.Account) error {
		if id, has := c.Params.Get("survey"); has && !survey.ValidID(id) {
			return survey.Errorf(survey.CodeNotFound, "There is no such survey.")
		}
		return h(c, acc)
	}
}
