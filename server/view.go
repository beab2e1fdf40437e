package server

import (
	"context"
	"net/url"

	"github.com/gin-gonic/gin"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// view is what a page of results is about: a team, or the organisation, in the
// survey that the address names, and the surveys beside that one.
type view struct {
	closed []survey.Survey // those with a release, the newest first
	open   *survey.Survey  // the one that takes answers; nil for none
	survey survey.Survey   // the one that is shown; the zero Survey where none is closed
	tree   survey.Tree     // that of the survey; of a team's view only
	team   survey.Path     // survey.Organisation for the whole
}

// viewPage is a page of results of a view.
type viewPage func(c *gin.Context, acc people.Account, v view) error

// ofTeam is a page of the team in the address.
func (s *Server) ofTeam(show viewPage) signedIn {
	return func(c *gin.Context, acc people.Account) error {
		v, err := s.teamView(c, acc)
		if err != nil {
			return err
		}
		return show(c, acc, v)
	}
}

// ofOrganisation is the same page of the whole.
func (s *Server) ofOrganisation(show viewPage) signedIn {
	return func(c *gin.Context, acc people.Account) error {
		v, err := s.view(c)
		if err != nil {
			return err
		}
		return show(c, acc, v)
	}
}

// view is that of the organisation: ?survey={survey}. That it was opened is
// recorded.
func (s *Server) view(c *gin.Context) (view, error) {
	v, err := s.around(c)
	if err != nil {
		return v, err
	}
	return v, s.opened(c, v)
}

// around is a view without a team.
func (s *Server) around(c *gin.Context) (view, error) {
	v := view{team: survey.Organisation}
	var err error
	if v.closed, v.open, err = s.closedSurveys(c.Request.Context()); err != nil {
		return v, err
	}
	v.survey, err = pick(v.closed, c.Query("survey"))
	return v, err
}

// teamView is that of the team in the address, for an account that may read
// it. That it was opened is recorded, and that somebody asked for another one.
func (s *Server) teamView(c *gin.Context, acc people.Account) (view, error) {
	v, err := s.around(c)
	if err != nil {
		return v, err
	}
	if v.tree, err = s.treeOf(c.Request.Context(), v.survey); err != nil {
		return v, err
	}
	if v.team, err = s.find(c.Request.Context(), v.tree, c.Param("team")); err != nil {
		return v, err
	}
	if !acc.MayReadTeam(v.team) {
		return v, s.denyTeam(c, acc, v.team)
	}
	return v, s.opened(c, v)
}

// shown is what an account is shown of a view.
type shown struct {
	result   result            // without a release where none may be read
	facts    *web.SurveyFacts  // nil without a survey
	figure   *analytics.Figure // nil for none
	standing web.Standing      // says why there is none
}

// readable reports whether the release may be read, whether or not it has a
// figure of the view.
func (x shown) readable() bool { return x.result.published != nil }

// shown is what the account may see of a view now.
func (s *Server) shown(c *gin.Context, acc people.Account, v view) (shown, error) {
	switch {
	case v.survey.ID == "":
		return shown{standing: unreleased(v.open)}, nil
	case s.mustWait(acc, v.survey, v.team):
		return shown{facts: bareFacts(v.survey), standing: notYet(acc.ReadsFrom(v.survey, v.team))}, nil
	}
	r, err := s.result(c.Request.Context(), v.survey, s.language(c))
	if err != nil {
		return shown{}, err
	}
	x := shown{result: r, facts: r.facts()}
	x.figure, x.standing = r.of(v.team)
	if at := x.standing.CountedIn; at != nil {
		at.Href = s.teamLink(acc, v.survey)(survey.Path(at.Name))
	}
	return x, nil
}

// frame is what a page beside that of the figures has around its results.
func (s *Server) frame(c *gin.Context, acc people.Account, v view, x shown, below string) web.TeamFrame {
	f := web.TeamFrame{Base: s.baseFor(c, acc), Name: v.team.Name(), Above: v.above(s.teamLink(acc, v.survey)), Back: v.address(""),
		Picker: picker(pathOf(v.team)+below, nil, v.closed, v.survey), Running: running(v.open), Standing: x.standing, Survey: x.facts}
	f.Rehearsal = v.survey.Rehearsal
	return f
}

// above are the teams above, the top one first.
func (v view) above(link func(survey.Path) string) []web.Crumb {
	var out []web.Crumb
	if v.team == survey.Organisation {
		return nil
	}
	for p := v.team.Parent(); p != survey.Organisation; p = p.Parent() {
		out = append([]web.Crumb{{Name: p.Name(), Href: link(p)}}, out...)
	}
	return out
}

// address is a page of the view's team and survey: "" is that of its figures.
func (v view) address(below string) string {
	if v.survey.ID == "" {
		return pathOf(v.team) + below
	}
	return pathOf(v.team) + below + "?survey=" + url.QueryEscape(v.survey.ID)
}

// treeOf is the frozen tree of a survey, or the staff list's where there is
// none.
func (s *Server) treeOf(ctx context.Context, sv survey.Survey) (survey.Tree, error) {
	if sv.ID == "" {
		return s.Store.Tree(ctx)
	}
	tree, _, err := s.Store.Frozen(ctx, sv.ID)
	return tree, err
}

// find looks a team up in the survey's tree and then in today's.
func (s *Server) find(ctx context.Context, tree survey.Tree, id string) (survey.Path, error) {
	if p, ok := tree.ByID(id); ok {
		return p, nil
	}
	today, err := s.Store.Tree(ctx)
	if err != nil {
		return "", err
	}
	if p, ok := today.ByID(id); ok {
		return p, nil
	}
	return "", survey.Errorf(survey.CodeNotFound, "There is no such team.")
}

// denyTeam records that a manager asked for a team that is not theirs.
func (s *Server) denyTeam(c *gin.Context, acc people.Account, path survey.Path) error {
	err := s.Store.Record(c.Request.Context(), people.Entry{
		At: s.Now(), Actor: acc.Email, Role: people.Manager, Action: "open team page", Object: string(path),
		Detail: "not one of the managed teams", Denied: true,
	})
	if err != nil {
		return err
	}
	return &denied{roles: []string{string(people.HR)}, others: true}
}
