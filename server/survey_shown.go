package server

import (
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// mustWait reports whether an account may not read the release of a survey
// yet: HR reads it at once, others from the time that HR has set.
func (s *Server) mustWait(acc people.Account, sv survey.Survey) bool {
	return !acc.Has(people.HR) && sv.Held(s.Now())
}

// readable are the surveys whose release an account may read.
func (s *Server) readable(acc people.Account, closed []survey.Survey) []survey.Survey {
	var out []survey.Survey
	for _, sv := range closed {
		if !s.mustWait(acc, sv) {
			out = append(out, sv)
		}
	}
	return out
}

// notYet is the standing of a page that says when the results come.
func notYet(sv survey.Survey) web.Standing {
	return web.Standing{State: web.StateHeld, Until: sv.Shown}
}

// showing fills the form with what holds.
func (s *Server) showing(sv survey.Survey) web.Showing {
	out := web.Showing{From: sv.Shown, Past: sv.State == survey.Closed && !sv.Held(s.Now()), By: "once"}
	if !sv.Shown.IsZero() {
		out.By, out.Date, out.Time = "at", sv.Shown.Format(time.DateOnly), sv.Shown.Format("15:04")
	}
	return out
}

// surveyShown sets when managers and employees read the results:
// POST /hr/surveys/{id}/shown.
func (s *Server) surveyShown(c *gin.Context, acc people.Account) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	at, err := s.shownFrom(c, values)
	if err == nil {
		err = s.Life.Show(c.Request.Context(), c.Param("survey"), at, actor(acc))
	}
	if survey.CodeOf(err) == survey.CodeBadRequest && !at.IsZero() {
		err = s.told(c, "show_date", "problem.show_date_wrong")
	}
	if err != nil {
		return s.surveyAgain(c, acc, err, "show_date", func(p *web.RunPage) {
			p.Showing.By, p.Showing.Date, p.Showing.Time = values.Get("show_by"), values.Get("show_date"), values.Get("show_time")
		})
	}
	if err := s.flash(c, "good", "flash.shown"); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/hr/surveys/"+c.Param("survey"))
	return nil
}

// shownFrom reads the time in UTC, midnight where only a date was entered; the
// zero time means at once.
func (s *Server) shownFrom(c *gin.Context, v url.Values) (time.Time, error) {
	if v.Get("show_by") != "at" {
		return time.Time{}, nil
	}
	clock := v.Get("show_time")
	if clock == "" {
		clock = "00:00"
	}
	at, err := time.Parse("2006-01-02 15:04", v.Get("show_date")+" "+clock)
	if err != nil {
		return time.Time{}, s.told(c, "show_date", "problem.show_date_missing")
	}
	return at, nil
}
