package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode"

	"github.com/gin-gonic/gin"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
	"teamtrust/survey/people"
)

// contentTypes are the kinds of files that are handed out.
var contentTypes = map[string]string{
	"csv":  "text/csv; charset=utf-8",
	"json": "application/json; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// closedSurvey is the survey in the address, once it is closed.
func (s *Server) closedSurvey(c *gin.Context) (survey.Survey, error) {
	sv, err := s.Store.Survey(c.Request.Context(), c.Param("survey"))
	if err == nil && sv.State != survey.Closed {
		err = survey.Errorf(survey.CodeRefused, "%q is %s; results exist only after it is closed.", sv.Name, sv.State)
	}
	if err == nil && sv.Lost {
		err = survey.Errorf(survey.CodeRefused, "%q was closed without its ballots, because keys or ballots were lost; it has no results.", sv.Name)
	}
	return sv, err
}

// download hands out one form of a release and records it.
func (s *Server) download(c *gin.Context, acc people.Account, sv survey.Survey, ext string, write func(io.Writer, *analytics.Release) error) error {
	r, err := s.result(c.Request.Context(), sv, s.language(c))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := write(&out, r.release); err != nil {
		return err
	}
	if err := s.exported(c, acc, ext, sv, survey.Organisation); err != nil {
		return err
	}
	s.attach(c, sv, "all", ext, out.Bytes())
	return nil
}

// exported records a file of a team's results for the log and for those whose
// results they are.
func (s *Server) exported(c *gin.Context, acc people.Account, what string, sv survey.Survey, team survey.Path) error {
	err := s.Store.Record(c.Request.Context(), people.Entry{At: s.Now(), Actor: acc.Email, Role: people.HR,
		Action: "export " + what, Object: sv.ID, Detail: string(team)})
	if err != nil {
		return err
	}
	return s.readBy(c, acc, sv, team, people.Exported)
}

// attach sends a file under the name trust_<survey>_<scope>_<date>.<ext>.
func (s *Server) attach(c *gin.Context, sv survey.Survey, scope, ext string, body []byte) {
	name := fmt.Sprintf("trust_%s_%s_%s.%s", slug(sv.Name), slug(scope), s.Now().UTC().Format("2006-01-02"), ext)
	c.Header("Content-Disposition", `attachment; filename="`+name+`"`)
	c.Data(http.StatusOK, contentTypes[ext], body)
}

// slug keeps letters and digits of ASCII, the rest becomes single hyphens.
func slug(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToLower(r)
		}
		return '-'
	}, s)
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '-' })
	if s = strings.Join(parts, "-"); s == "" {
		return "survey"
	}
	return s[:min(len(s), 60)]
}

// scopeOf is a team in the name of a file: what is left of its path, and so
// much of its id that two teams have two names.
func scopeOf(team survey.Path) string {
	if team == survey.Organisation {
		return "all"
	}
	return slug(string(team)) + "-" + team.ID()[:6]
}

// surveyCSV is GET /hr/surveys/{id}/results.csv.
func (s *Server) surveyCSV(c *gin.Context, acc people.Account) error {
	sv, err := s.closedSurvey(c)
	if err != nil {
		return err
	}
	return s.download(c, acc, sv, "csv", reports.WriteCSV)
}

// surveyJSON is GET /hr/surveys/{id}/results.json.
func (s *Server) surveyJSON(c *gin.Context, acc people.Account) error {
	sv, err := s.closedSurvey(c)
	if err != nil {
		return err
	}
	return s.download(c, acc, sv, "json", reports.WriteJSON)
}

// surveyWorkbook is GET /hr/surveys/{id}/workbook?team={team id}.
func (s *Server) surveyWorkbook(c *gin.Context, acc people.Account) error {
	sv, err := s.closedSurvey(c)
	if err != nil {
		return err
	}
	r, err := s.result(c.Request.Context(), sv, s.language(c))
	if err != nil {
		return err
	}
	book := reports.Book{Release: r.release, Units: r.units, Survey: sv, Form: r.form, Language: r.lang, Made: s.Now()}
	if book.Earlier, err = s.earlier(c.Request.Context(), sv); err != nil {
		return err
	}
	scope := "all"
	if id := c.Query("team"); id != "" {
		tree, _, err := s.Store.Frozen(c.Request.Context(), sv.ID)
		if err != nil {
			return err
		}
		if book.Team, err = s.find(c.Request.Context(), tree, id); err != nil {
			return err
		}
		scope = string(book.Team)
	}
	var out bytes.Buffer
	if err := reports.WriteWorkbook(&out, book); err != nil {
		return err
	}
	if err := s.exported(c, acc, "workbook", sv, book.Team); err != nil {
		return err
	}
	s.attach(c, sv, scope, "xlsx", out.Bytes())
	return nil
}

// earlier are the releases of the surveys before, the latest first.
func (s *Server) earlier(ctx context.Context, than survey.Survey) ([]reports.Earlier, error) {
	all, err := s.Store.Surveys(ctx)
	if err != nil {
		return nil, err
	}
	return reports.EarlierThan(than, all, func(sv survey.Survey) (*analytics.Released, error) {
		p, err := s.release(ctx, sv)
		if err != nil {
			return nil, err
		}
		return p.comparable, nil
	})
}
