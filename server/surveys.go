package server

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// surveys lists all of them: GET /hr/surveys.
func (s *Server) surveys(c *gin.Context, acc people.Account) error {
	ctx := c.Request.Context()
	all, err := s.Store.Surveys(ctx)
	if err != nil {
		return err
	}
	staff, err := s.Store.Staff(ctx)
	if err != nil {
		return err
	}
	page := web.SurveysPage{Base: s.baseFor(c, acc), People: len(staff)}
	for _, sv := range all {
		row, err := s.surveyRow(c, sv)
		if err != nil {
			return err
		}
		page.Surveys = append(page.Surveys, row)
	}
	return s.render(c, http.StatusOK, "hr_surveys", page)
}

func (s *Server) surveyRow(c *gin.Context, sv survey.Survey) (web.SurveyRow, error) {
	row := web.SurveyRow{Survey: web.Crumb{Name: sv.Name, Href: "/hr/surveys/" + sv.ID}, Questionnaire: sv.Questionnaire,
		State: string(sv.State), Rehearsal: sv.Rehearsal, Opened: sv.Opens, Closes: sv.Closes, Invited: sv.Invited, Waiting: sv.Waits(s.Now())}
	switch sv.State {
	case survey.Open:
		bands, err := s.Life.Bands(c.Request.Context(), sv.ID)
		if err != nil {
			return row, err
		}
		band, _ := bands.Of(survey.Organisation)
		row.Band = bandName(band)
	case survey.Closed:
		row.Closes = sv.ClosedAt
		var err error
		if row.Cast, err = s.Life.Cast(c.Request.Context(), sv.ID); err != nil {
			return row, err
		}
	}
	return row, nil
}

// bandName is the page's name of a participation band.
func bandName(band string) string {
	return map[string]string{"<25": web.BandUnder25, "25-50": web.Band25, "50-75": web.Band50, ">75": web.BandOver75}[band]
}

// surveyNew is the form of a new survey: GET /hr/surveys/new.
func (s *Server) surveyNew(c *gin.Context, acc people.Account) error {
	page, err := s.newSurveyPage(c, acc, url.Values{
		"questionnaire": {"P10"}, "close_by": {"after"}, "close_days": {"7"}, "minimum_group": {strconv.Itoa(survey.MinimumGroup)},
	})
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "hr_survey_new", page)
}

func (s *Server) newSurveyPage(c *gin.Context, acc people.Account, v url.Values) (web.NewSurveyPage, error) {
	page := web.NewSurveyPage{Base: s.baseFor(c, acc), Name: v.Get("name"), Chosen: v.Get("questionnaire"),
		CloseBy: v.Get("close_by"), CloseDays: v.Get("close_days"), CloseDate: v.Get("close_date"), CloseTime: v.Get("close_time"),
		MinimumGroup: v.Get("minimum_group"), CutMinimum: analytics.CutMinimum, Practice: v.Get("rehearsal") != "", Split: v.Get("split") != ""}
	for _, id := range survey.BuiltIns() {
		q, _, err := survey.BuiltIn(id)
		if err != nil {
			return page, err
		}
		page.Questionnaires = append(page.Questionnaires, choice(q, s.language(c)))
	}
	return page, nil
}

func choice(q *survey.Questionnaire, lang string) web.QuestionnaireChoice {
	ch := web.QuestionnaireChoice{ID: q.ID, Name: q.ID, BuiltIn: true, Languages: q.Languages}
	r := result{form: q, lang: lang}
	for i := range q.Items {
		ch.Items = append(ch.Items, r.phrase(q.Items[i].Text))
	}
	return ch
}

// surveyCreate makes the draft: POST /hr/surveys.
func (s *Server) surveyCreate(c *gin.Context, acc people.Account) error {
	limitBody(c, 2<<20)
	err := c.Request.ParseMultipartForm(2 << 20)
	if err != nil && err != http.ErrNotMultipart {
		return survey.Errorf(survey.CodeBadRequest, "The form could not be read; questionnaire files have at most 1 MB.")
	}
	if err := onlyText(c.Request); err != nil {
		return err
	}
	draft, err := s.newDraft(c)
	if err == nil {
		var sv survey.Survey
		if sv, err = s.Life.Create(c.Request.Context(), draft, actor(acc)); err == nil {
			c.Redirect(http.StatusSeeOther, "/hr/surveys/"+sv.ID)
			return nil
		}
	}
	if !mendable(err) {
		return err
	}
	page, e := s.newSurveyPage(c, acc, c.Request.PostForm)
	if e != nil {
		return e
	}
	page.Problems = problems(err, "questionnaire")
	return s.render(c, http.StatusBadRequest, "hr_survey_new", page)
}

func actor(acc people.Account) life.Actor { return life.Actor{Name: acc.Email, Role: people.HR} }

func (s *Server) newDraft(c *gin.Context) (life.Draft, error) {
	v := c.Request.PostForm
	d := life.Draft{Name: v.Get("name"), BuiltIn: v.Get("questionnaire"), Rehearsal: v.Get("rehearsal") != "", Split: v.Get("split") != ""}
	if strings.TrimSpace(d.Name) == "" {
		return d, s.told(c, "name", "problem.name_missing")
	}
	if d.BuiltIn != "own" && !isBuiltIn(d.BuiltIn) {
		return d, s.told(c, "questionnaire", "problem.questionnaire_missing")
	}
	k, err := strconv.Atoi(strings.TrimSpace(v.Get("minimum_group")))
	if err != nil {
		return d, s.told(c, "minimum_group", "problem.minimum_wrong")
	}
	if d.MinimumGroup = k; k < survey.MinimumGroup {
		return d, s.told(c, "minimum_group", "problem.minimum_wrong")
	}
	if d.Closes, err = s.closes(c, v); err != nil {
		return d, err
	}
	if d.Cuts, err = s.readCuts(c); err != nil || d.BuiltIn != "own" {
		return d, err
	}
	file, _, err := c.Request.FormFile("file")
	if err != nil {
		return d, s.told(c, "file", "problem.questionnaire_file_missing")
	}
	defer file.Close()
	if d.Source, err = io.ReadAll(file); err != nil {
		return d, s.told(c, "file", "problem.questionnaire_file_missing")
	}
	return d, nil
}

// closes reads when a new survey closes: after so many days, or at a time in
// UTC.
func (s *Server) closes(c *gin.Context, v url.Values) (string, error) {
	if v.Get("close_by") != "at" {
		days, err := strconv.Atoi(strings.TrimSpace(v.Get("close_days")))
		if err != nil || days < 1 || days > 365 {
			return "", s.told(c, "close_days", "problem.days_wrong")
		}
		return fmt.Sprintf("%dd", days), nil
	}
	at, err := time.Parse("2006-01-02 15:04", v.Get("close_date")+" "+v.Get("close_time"))
	if err != nil {
		return "", s.told(c, "close_date", "problem.date_missing")
	}
	if !at.After(s.Now()) {
		return "", s.told(c, "close_date", "problem.date_past")
	}
	return at.Format(time.RFC3339), nil
}

// surveyOpenForm shows what opening would freeze: GET /hr/surveys/{id}/open.
func (s *Server) surveyOpenForm(c *gin.Context, acc people.Account) error {
	return s.openPage(c, acc, nil)
}

func (s *Server) openPage(c *gin.Context, acc people.Account, problem error) error {
	ctx := c.Request.Context()
	sv, err := s.Store.Survey(ctx, c.Param("survey"))
	if err != nil {
		return err
	}
	if sv.State != survey.Draft {
		c.Redirect(http.StatusSeeOther, "/hr/surveys/"+sv.ID)
		return nil
	}
	q, err := s.Store.Questionnaire(ctx, sv.Questionnaire, sv.Version)
	if err != nil {
		return err
	}
	page := web.OpenPage{Base: s.baseFor(c, acc), ID: sv.ID, Name: sv.Name, Questions: len(q.Items), MinimumGroup: sv.MinimumGroup, Closes: sv.Closes}
	page.Rehearsal = sv.Rehearsal
	if sv.ClosesAfter > 0 {
		page.Closes = s.Now().Add(sv.ClosesAfter)
	}
	if err := s.fillForecast(c, &page); err != nil {
		return err
	}
	if page.Split, err = s.splitKey(sv); err != nil {
		return err
	}
	code := http.StatusOK
	if problem != nil {
		page.Problems, code = problems(problem, ""), http.StatusConflict
	}
	return s.render(c, code, "hr_survey_open", page)
}

func (s *Server) fillForecast(c *gin.Context, page *web.OpenPage) error {
	f, err := s.Life.Forecast(c.Request.Context(), page.ID)
	page.TooFew = survey.CodeOf(err) == survey.CodeRefused
	if err != nil && !page.TooFew {
		return err
	}
	staff, err := s.Store.Staff(c.Request.Context())
	if err != nil {
		return err
	}
	for _, p := range staff {
		if p.Email == "" {
			page.WithoutEmail++
		}
	}
	page.People = f.Invited
	for _, x := range f.Conflicts {
		page.Conflicts = append(page.Conflicts, conflict(x))
	}
	for _, u := range f.Units {
		row := web.UnitRow{Name: u.Name, Eligible: u.Eligible}
		for _, t := range u.Teams {
			row.Teams = append(row.Teams, string(t))
		}
		page.Units = append(page.Units, row)
	}
	for _, n := range f.NoResult {
		row := web.NoResultRow{Team: string(n.Team), People: n.People, Reason: web.StateMerged, CountedIn: string(n.Unit)}
		if n.People < page.MinimumGroup {
			row.Reason = web.StateFew
		}
		page.NoResult = append(page.NoResult, row)
	}
	return nil
}

func conflict(x life.Conflict) web.Conflict {
	return web.Conflict{Survey: web.Crumb{Name: x.Survey.Name, Href: "/hr/surveys/" + x.Survey.ID}, Open: x.Open, Until: x.Until()}
}

// surveyOpen opens it: POST /hr/surveys/{id}/open.
func (s *Server) surveyOpen(c *gin.Context, acc people.Account) error {
	ctx := c.Request.Context()
	sv, err := s.Life.Open(ctx, c.Param("survey"), actor(acc))
	if err != nil {
		if !mendable(err) {
			return err
		}
		return s.openPage(c, acc, err)
	}
	if err := s.Schedule(ctx, sv); err != nil {
		s.Log.Error("the closing will be queued by the next sweep", "survey", sv.ID, "error", err)
	}
	if err := s.flash(c, "good", "flash.opened", "Count", sv.Invited); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/hr/surveys/"+sv.ID)
	return nil
}

// surveyClose closes it: POST /hr/surveys/{id}/close.
func (s *Server) surveyClose(c *gin.Context, acc people.Account) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	id, reason := c.Param("survey"), strings.TrimSpace(values.Get("reason"))
	if values.Get("confirm") == "" {
		return s.surveyAgain(c, acc, s.told(c, "confirm", "problem.confirm_missing"), "confirm", func(p *web.RunPage) { p.CloseReason = reason })
	}
	sv, err := s.Store.Survey(c.Request.Context(), id)
	if err != nil {
		return err
	}
	if reason == "" && sv.TakesBallots(s.Now()) {
		return s.surveyAgain(c, acc, s.told(c, "reason", "problem.reason_missing"), "", func(*web.RunPage) {})
	}
	sv, err = s.Life.Close(c.Request.Context(), id, reason, actor(acc))
	if keyMissing(err) {
		err = s.told(c, "confirm", "problem.key_missing")
	}
	if err != nil {
		return s.surveyAgain(c, acc, err, "reason", func(p *web.RunPage) { p.CloseReason = reason })
	}
	s.Office.Forget(id)
	said := "flash.closed"
	if sv.State != survey.Closed {
		said = "flash.ended"
	}
	if err := s.flash(c, "good", said); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/hr/surveys/"+id)
	return nil
}

// keyMissing reports whether a survey cannot be closed because a key is lost.
func keyMissing(err error) bool {
	var missing *ballot.MissingKeyError
	var damaged *ballot.DamagedKeyError
	return errors.As(err, &missing) || errors.As(err, &damaged)
}

// surveyReplace withdraws a link and shows the new one once:
// POST /hr/surveys/{id}/replace.
func (s *Server) surveyReplace(c *gin.Context, acc people.Account) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	person, reason := strings.TrimSpace(values.Get("employee_id")), strings.TrimSpace(values.Get("replace_reason"))
	entered := func(p *web.RunPage) { p.ReplaceID, p.ReplaceReason = person, reason }
	if person == "" {
		return s.surveyAgain(c, acc, s.told(c, "employee_id", "problem.employee_missing"), "", entered)
	}
	if reason == "" {
		return s.surveyAgain(c, acc, s.told(c, "replace_reason", "problem.replace_reason_missing"), "", entered)
	}
	link, err := s.Life.Replace(c.Request.Context(), c.Param("survey"), person, reason, actor(acc))
	if survey.CodeOf(err) == survey.CodeNotFound {
		err = s.told(c, "employee_id", "problem.employee_unknown")
	}
	if err != nil {
		return s.surveyAgain(c, acc, err, "employee_id", entered)
	}
	page, err := s.surveyPage(c, acc)
	if err != nil {
		return err
	}
	page.NewLink = &web.NewLink{Employee: person, URL: link}
	return s.render(c, http.StatusOK, "hr_survey", page)
}

// surveyAgain shows the survey's page with what was wrong and what was
// entered.
func (s *Server) surveyAgain(c *gin.Context, acc people.Account, err error, field string, entered func(*web.RunPage)) error {
	if !mendable(err) {
		return err
	}
	page, e := s.surveyPage(c, acc)
	if e != nil {
		return e
	}
	page.Problems = problems(err, field)
	entered(&page)
	return s.render(c, status[survey.CodeOf(err)], "hr_survey", page)
}

// surveyInvitations hands out links or cards as CSV:
// POST /hr/surveys/{id}/invitations with kind.
func (s *Server) surveyInvitations(c *gin.Context, acc people.Account) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	kind, export, write := life.Links, s.Life.Links, life.WriteLinks
	if values.Get("kind") == life.Cards {
		kind, export, write = life.Cards, s.Life.Cards, life.WriteCodes
	}
	links, err := export(c.Request.Context(), c.Param("survey"), actor(acc))
	if err != nil {
		return s.surveyAgain(c, acc, err, "kind", func(*web.RunPage) {})
	}
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="invitations_%s_%s.csv"`, c.Param("survey"), kind))
	c.Header("Content-Type", contentTypes["csv"])
	return write(c.Writer, links)
}
