package server

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// viewAs shows HR the page that readers of one kind in a team have now:
// GET /hr/surveys/{id}/as?reader={manager|employee}&team={path}. It is made for
// an account that may do nothing but read that team, so it holds nothing that HR
// has not, and it belongs to no session, so nothing can be done with it. Every
// use is recorded.
func (s *Server) viewAs(c *gin.Context, acc people.Account) error {
	sv, err := s.closedSurvey(c)
	if err != nil {
		return err
	}
	team, err := s.namedTeam(c, sv, "team", c.Query("team"))
	if err == nil && team == survey.Organisation {
		err = s.told(c, "team", "problem.viewas_missing")
	}
	show := s.viewAsManager
	if c.Query("reader") == string(survey.Employees) {
		show = s.viewAsEmployee
	}
	if err == nil {
		err = show(c, acc, sv, team)
	}
	if err != nil {
		return s.surveyAgain(c, acc, err, "team", func(p *web.RunPage) { p.Viewing = c.Query("team") })
	}
	return nil
}

// viewed records that HR looked as readers of a team, at the figures of one
// that may be above it, and makes the frame of what it sees.
func (s *Server) viewed(c *gin.Context, acc people.Account, sv survey.Survey, r survey.Reader, team, figures survey.Path) (web.Base, error) {
	err := s.Store.Record(c.Request.Context(), people.Entry{At: s.Now(), Actor: acc.Email, Role: people.HR,
		Action: "view as " + string(r), Object: sv.ID, Detail: string(team)})
	if err == nil && !sv.Held(r, figures, s.Now()) {
		err = s.readBy(c, acc, sv, figures, people.Opened)
	}
	base := s.baseFor(c, acc)
	base.Rehearsal = sv.Rehearsal
	base.ViewAs = &web.ViewAs{Reader: string(r), Team: string(team), Back: "/hr/surveys/" + sv.ID + "#view-as"}
	return base, err
}

func (s *Server) viewAsManager(c *gin.Context, acc people.Account, sv survey.Survey, team survey.Path) error {
	closed, open, err := s.closedSurveys(c.Request.Context())
	if err != nil {
		return err
	}
	tree, err := s.treeOf(c.Request.Context(), sv)
	if err != nil {
		return err
	}
	manager := people.Account{Roles: []people.Role{people.Manager}, Teams: []survey.Path{team}}
	page, err := s.teamPage(c, manager, view{closed: closed, open: open, survey: sv, tree: tree, team: team})
	if err != nil {
		return err
	}
	if page.Base, err = s.viewed(c, acc, sv, survey.Managers, team, team); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "team", page)
}

func (s *Server) viewAsEmployee(c *gin.Context, acc people.Account, sv survey.Survey, team survey.Path) error {
	_, units, err := s.Store.Frozen(c.Request.Context(), sv.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(units, func(u survey.Unit) bool { return slices.Contains(u.Teams, team) })
	if at < 0 {
		return s.told(c, "team", "problem.viewas_nobody")
	}
	page, err := s.resultsPage(c, sv, units[at])
	if err != nil {
		return err
	}
	if page.Base, err = s.viewed(c, acc, sv, survey.Employees, team, units[at].Team); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "results", page)
}
