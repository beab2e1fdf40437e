package server

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/web"
)

// published finds a survey that was opened; a draft does not exist for the
// public.
func (s *Server) published(c *gin.Context) (survey.Survey, error) {
	unknown := survey.Errorf(survey.CodeNotFound, "There is no such survey; check the link.")
	if !survey.ValidID(c.Param("survey")) {
		return survey.Survey{}, unknown
	}
	sv, err := s.Store.Survey(c.Request.Context(), c.Param("survey"))
	if survey.CodeOf(err) == survey.CodeNotFound || err == nil && sv.State == survey.Draft {
		return sv, unknown
	}
	return sv, err
}

// survey is what an invitation link opens, the same for everybody:
// GET /surveys/{id}.
func (s *Server) survey(c *gin.Context) error {
	sv, err := s.published(c)
	if err != nil {
		return err
	}
	q, err := s.Store.Questionnaire(c.Request.Context(), sv.Questionnaire, sv.Version)
	if err != nil {
		return err
	}
	page := web.SurveyPage{Base: s.base(c), ID: sv.ID, Name: sv.Name, Questions: len(q.Items), Minutes: minutes(q),
		MinimumGroup: sv.MinimumGroup, CommentBallots: analytics.CommentBallots, CommentWriters: analytics.CommentWriters, ShareBallots: max(analytics.ShareBallots, sv.MinimumGroup),
		BuiltIn: isBuiltIn(q.ID), Closed: !sv.TakesBallots(s.Now()), Closes: sv.Closes}
	if sv.State == survey.Closed {
		page.Closes = sv.ClosedAt
	}
	page.Rehearsal = sv.Rehearsal
	page.Lost = sv.Lost
	if page.Cuts, err = s.cutNames(c, sv.ID); err != nil {
		return err
	}
	if page.Organisation, err = s.organisationName(c); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "survey", page)
}

// cutNames is what the results of the whole organisation are also shown by.
func (s *Server) cutNames(c *gin.Context, id string) (names []string, err error) {
	cuts, err := s.Store.Cuts(c.Request.Context(), id)
	for _, cut := range cuts {
		names = append(names, cut.Name)
	}
	return names, err
}

// code is where the code of a printed card is typed; what is typed stays in the
// browser: GET /code.
func (s *Server) code(c *gin.Context) error {
	page := web.CodePage{Base: s.base(c)}
	var err error
	if page.Organisation, err = s.organisationName(c); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "code", page)
}

// minutes is how long answering takes: about six items a minute.
func minutes(q *survey.Questionnaire) int { return max(1, (len(q.Items)+3)/6) }

func isBuiltIn(id string) bool {
	for _, b := range survey.BuiltIns() {
		if b == id {
			return true
		}
	}
	return false
}

func (s *Server) organisationName(c *gin.Context) (string, error) {
	name, err := s.Store.Setting(c.Request.Context(), life.SettingOrganisation)
	if survey.CodeOf(err) == survey.CodeNotFound {
		return "", nil
	}
	return name, err
}

// how says what is known, what is not and how to check: GET /how.
func (s *Server) how(c *gin.Context) error {
	return s.render(c, http.StatusOK, "how", web.HowPage{Base: s.base(c), MinimumGroup: survey.MinimumGroup,
		CommentBallots: analytics.CommentBallots, CommentWriters: analytics.CommentWriters, RetentionDays: s.Retention})
}

// surveyResultsAgain is a reload of the page below: it leads back to the link.
func (s *Server) surveyResultsAgain(c *gin.Context) error {
	c.Redirect(http.StatusSeeOther, "/surveys/"+c.Param("survey"))
	return nil
}

// surveyResults tells the holder of an invitation whether a ballot was handed
// out for it and whether HR replaced an earlier one, and shows the released figures
// of their own teams: POST /surveys/{id}/results with invitation.
func (s *Server) surveyResults(c *gin.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	sv, err := s.published(c)
	if err != nil {
		return err
	}
	in, unit, err := s.invited(c, sv, values.Get("invitation"))
	if err != nil {
		return err
	}
	page, err := s.resultsPage(c, sv, unit)
	if err != nil {
		return err
	}
	closed := sv.State == survey.Closed
	page.HandedOut, page.Replaced = closed && in.Blinded != "", closed && in.Replaced
	return s.render(c, http.StatusOK, "results", page)
}

// resultsPage is what all employees of a unit read.
func (s *Server) resultsPage(c *gin.Context, sv survey.Survey, unit survey.Unit) (web.ResultsPage, error) {
	page := web.ResultsPage{Base: s.base(c), Survey: bareFacts(sv)}
	page.Rehearsal = sv.Rehearsal
	switch {
	case sv.State == survey.Open:
		page.Standing, page.Running = web.Standing{State: web.StateOpen}, running(&sv)
	case sv.Held(survey.Employees, unit.Team, s.Now()):
		page.Standing = notYet(sv.ShownFrom(survey.Employees, unit.Team))
	case sv.Lost:
		page.Lost, page.Standing = true, web.Standing{State: web.StateEmpty}
	default:
		return page, s.fillResults(c, &page, sv, unit)
	}
	return page, nil
}

// invited is the invitation of a secret with its unit. Every secret that no
// invitation has gets the same answer.
func (s *Server) invited(c *gin.Context, sv survey.Survey, secret string) (ballot.Invitation, survey.Unit, error) {
	unknown := survey.Errorf(survey.CodeNotFound, "There is no such invitation; use the newest link that you were sent.")
	raw, err := base64.RawURLEncoding.Strict().DecodeString(strings.TrimSpace(secret))
	if err != nil || len(raw) != 32 {
		return ballot.Invitation{}, survey.Unit{}, unknown
	}
	sum := sha256.Sum256(raw)
	in, err := s.Store.Invitation(c.Request.Context(), sv.ID, hex.EncodeToString(sum[:]))
	if survey.CodeOf(err) == survey.CodeNotFound {
		return in, survey.Unit{}, unknown
	}
	if err != nil {
		return in, survey.Unit{}, err
	}
	_, units, err := s.Store.Frozen(c.Request.Context(), sv.ID)
	if err != nil {
		return in, survey.Unit{}, err
	}
	for _, u := range units {
		if u.ID == in.Unit {
			return in, u, nil
		}
	}
	return in, survey.Unit{}, unknown
}

// fillResults adds the unit's team and everything above it, the organisation
// last.
func (s *Server) fillResults(c *gin.Context, page *web.ResultsPage, sv survey.Survey, unit survey.Unit) error {
	r, err := s.result(c.Request.Context(), sv, s.language(c))
	if err != nil {
		return err
	}
	page.Survey = r.facts()
	_, page.Standing = r.of(survey.Organisation)
	if r.release.Hidden {
		return nil
	}
	teams := []survey.Path{unit.Team}
	for p := unit.Team; p != survey.Organisation; p = p.Parent() {
		teams = append(teams, p.Parent())
	}
	readers, err := s.readers(c.Request.Context(), sv, teams...)
	for _, p := range teams {
		team := r.resultsTeam(p, unit)
		team.Readers = readers[p]
		page.Teams = append(page.Teams, team)
	}
	return err
}

// resultsTeam is one team without comments: those who wrote them were told that
// the team's manager and HR read them, and nobody else.
func (r result) resultsTeam(p survey.Path, unit survey.Unit) web.ResultsTeam {
	f, standing := r.of(p)
	team := web.ResultsTeam{Organisation: p == survey.Organisation, Name: p.Name(), MinimumGroup: r.survey.MinimumGroup, Standing: standing}
	if p == unit.Team {
		team.Together = r.together(unit)
	}
	for a := p.Parent(); a != survey.Organisation; a = a.Parent() {
		team.Above = append([]string{a.Name()}, team.Above...)
	}
	if f != nil {
		team.Figure = r.figure(f)
	}
	return team
}
