package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// mustWait reports whether an account may not read what the release of a survey
// says of a team yet: HR reads it at once, managers from the time that HR has set
// for their teams.
func (s *Server) mustWait(acc people.Account, sv survey.Survey, team survey.Path) bool {
	return acc.Waits(sv, team, s.Now())
}

// readable are the surveys whose release an account may read of a team.
func (s *Server) readable(acc people.Account, closed []survey.Survey, team survey.Path) []survey.Survey {
	var out []survey.Survey
	for _, sv := range closed {
		if !s.mustWait(acc, sv, team) {
			out = append(out, sv)
		}
	}
	return out
}

// notYet is the standing of a page that says when the results come.
func notYet(from time.Time) web.Standing {
	return web.Standing{State: web.StateHeld, Until: from}
}

// treeAround is the frozen tree of a survey, or the staff list's before it is
// opened.
func (s *Server) treeAround(c *gin.Context, sv survey.Survey) (survey.Tree, error) {
	if sv.State == survey.Draft {
		return s.Store.Tree(c.Request.Context())
	}
	return s.treeOf(c.Request.Context(), sv)
}

// showing fills the table and the form with what holds.
func (s *Server) showing(c *gin.Context, sv survey.Survey) (web.Showing, error) {
	tree, err := s.treeAround(c, sv)
	out := web.Showing{By: "once", Reader: "both"}
	for _, team := range tree[:min(len(tree), web.TeamsOffered)] {
		out.Teams = append(out.Teams, string(team))
	}
	teams := []survey.Path{survey.Organisation}
	for _, x := range sv.Showings {
		if !slices.Contains(teams, x.Team) {
			teams = append(teams, x.Team)
		}
	}
	slices.SortFunc(teams, func(a, b survey.Path) int { return strings.Compare(string(a), string(b)) })
	for _, team := range teams {
		out.Rows = append(out.Rows, web.ShowingRow{Team: string(team), Managers: s.showingCell(sv, survey.Managers, team), Employees: s.showingCell(sv, survey.Employees, team)})
	}
	return out, err
}

func (s *Server) showingCell(sv survey.Survey, r survey.Reader, team survey.Path) web.ShowingCell {
	_, own := sv.Showing(r, team)
	return web.ShowingCell{From: sv.ShownFrom(r, team), Follows: !own && team != survey.Organisation,
		Past: sv.State == survey.Closed && !sv.Held(r, team, s.Now())}
}

// surveyShown sets when managers and employees read the results:
// POST /hr/surveys/{id}/shown.
func (s *Server) surveyShown(c *gin.Context, acc people.Account) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	id, field := c.Param("survey"), "show_date"
	to, err := s.audience(c, values)
	if err != nil {
		field = "show_team"
	} else if values.Get("show_by") == "above" {
		err = s.Life.Unshow(c.Request.Context(), id, to, actor(acc))
	} else {
		err = s.show(c, acc, to, values)
	}
	if err != nil {
		return s.surveyAgain(c, acc, err, field, func(p *web.RunPage) {
			x := &p.Showing
			x.Team, x.Reader, x.By = values.Get("show_team"), values.Get("show_reader"), values.Get("show_by")
			x.Date, x.Time = values.Get("show_date"), values.Get("show_time")
		})
	}
	if err := s.flash(c, "good", "flash.shown"); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/hr/surveys/"+id)
	return nil
}

func (s *Server) show(c *gin.Context, acc people.Account, to life.Audience, values url.Values) error {
	at, err := s.shownFrom(c, values)
	if err == nil {
		err = s.Life.Show(c.Request.Context(), c.Param("survey"), to, at, actor(acc))
	}
	if survey.CodeOf(err) == survey.CodeBadRequest && !at.IsZero() {
		err = s.told(c, "show_date", "problem.show_date_wrong")
	}
	return err
}

// audience reads for whom a time is set: without a team for all of them, and
// for both kinds of readers unless one is named.
func (s *Server) audience(c *gin.Context, v url.Values) (life.Audience, error) {
	to := life.Everybody()
	for _, r := range survey.Readers() {
		if v.Get("show_reader") == string(r) {
			to.Readers = []survey.Reader{r}
		}
	}
	sv, err := s.Store.Survey(c.Request.Context(), c.Param("survey"))
	if err != nil {
		return to, err
	}
	to.Team, err = s.namedTeam(c, sv, "show_team", v.Get("show_team"))
	return to, err
}

// namedTeam is the team that somebody typed into a field or picked, as its path;
// the organisation for none.
func (s *Server) namedTeam(c *gin.Context, sv survey.Survey, field, typed string) (survey.Path, error) {
	team := survey.Path(strings.TrimSpace(typed))
	if team == survey.Organisation {
		return team, nil
	}
	tree, err := s.treeAround(c, sv)
	if err == nil && !slices.Contains(tree, team) {
		err = s.told(c, field, "problem.show_team_unknown")
	}
	return team, err
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
