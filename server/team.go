package server

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// team is a manager's page of one team: GET /team/{id}?survey={survey}.
func (s *Server) team(c *gin.Context, acc people.Account) error {
	ctx := c.Request.Context()
	closed, open, err := s.closedSurveys(ctx)
	if err != nil {
		return err
	}
	sv, err := pick(closed, c.Query("survey"))
	if err != nil {
		return err
	}
	tree, err := s.treeOf(ctx, sv)
	if err != nil {
		return err
	}
	path, err := s.find(ctx, tree, c.Param("team"))
	if err != nil {
		return err
	}
	if !acc.MayReadTeam(path) {
		return s.denyTeam(c, acc, path)
	}
	page, err := s.teamPage(c, acc, path, sv, tree)
	if err != nil {
		return err
	}
	page.Picker = picker("/team/"+path.ID(), nil, closed, sv)
	page.Running = running(open)
	if sv.ID == "" {
		page.Standing = unreleased(open)
	} else if earlier := before(s.readable(acc, closed), sv); len(earlier) > 0 && !s.mustWait(acc, sv) {
		if page.Changes, err = s.changes(c, earlier, sv, path); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "team", page)
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

func (s *Server) teamPage(c *gin.Context, acc people.Account, path survey.Path, sv survey.Survey, tree survey.Tree) (web.TeamPage, error) {
	page := web.TeamPage{Base: s.baseFor(c, acc), Name: path.Name(), MayStart: acc.Has(people.HR)}
	page.Rehearsal = sv.Rehearsal
	if sv.ID != "" {
		page.Trend = pathOf(path) + "/trend?survey=" + url.QueryEscape(sv.ID)
	}
	link := s.teamLink(acc, sv)
	for p := path.Parent(); p != survey.Organisation; p = p.Parent() {
		page.Above = append([]web.Crumb{{Name: p.Name(), Href: link(p)}}, page.Above...)
	}
	if len(acc.Teams) > 1 {
		for _, t := range acc.Teams {
			page.Switch = append(page.Switch, web.Own{Crumb: web.Crumb{Name: string(t), Href: link(t)}, Current: t == path})
		}
	}
	if sv.ID == "" {
		return page, nil
	}
	if s.mustWait(acc, sv) {
		page.Survey, page.Standing = bareFacts(sv), notYet(sv)
		return page, nil
	}
	return page, s.fillTeam(c, &page, path, sv, tree, link)
}

// bareFacts are what may be said of a survey before its results are shown.
func bareFacts(sv survey.Survey) *web.SurveyFacts {
	return &web.SurveyFacts{ID: sv.ID, Name: sv.Name, ClosedAt: sv.ClosedAt, MinimumGroup: sv.MinimumGroup}
}

// fillTeam adds what the release says.
func (s *Server) fillTeam(c *gin.Context, page *web.TeamPage, path survey.Path, sv survey.Survey, tree survey.Tree, link func(survey.Path) string) error {
	ctx := c.Request.Context()
	r, err := s.result(ctx, sv, s.language(c))
	if err != nil {
		return err
	}
	page.Survey = r.facts()
	f, standing := r.of(path)
	page.Standing = standing
	if standing.CountedIn != nil && standing.CountedIn.Name != "" {
		standing.CountedIn.Href = link(survey.Path(standing.CountedIn.Name))
	}
	if below := children(tree, path); len(below) > 0 && !r.release.Hidden {
		page.Below = r.heatmap(below, path, link)
	}
	if f == nil {
		return nil
	}
	page.Figure = r.figure(f)
	if page.Charts, err = r.charts(f); err != nil {
		return err
	}
	if page.Comments, err = s.comments(ctx, r, path); err != nil {
		return err
	}
	page.Apart, err = s.apart(ctx, sv, path, link)
	return err
}

// apart leads to the teams below whose comments stand on their own pages, by
// their paths below the team.
func (s *Server) apart(ctx context.Context, sv survey.Survey, above survey.Path, link func(survey.Path) string) ([]web.Crumb, error) {
	all, err := s.Store.Comments(ctx, sv.ID)
	if err != nil {
		return nil, err
	}
	seen := map[survey.Path]bool{}
	var out []web.Crumb
	for _, c := range all {
		below, ok := strings.CutPrefix(string(c.Team), string(above)+" / ")
		if !ok || seen[c.Team] {
			continue
		}
		seen[c.Team] = true
		out = append(out, web.Crumb{Name: below, Href: link(c.Team)})
	}
	slices.SortFunc(out, func(a, b web.Crumb) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// teamLink leads to a team's page of the same survey, where the account may
// open it.
func (s *Server) teamLink(acc people.Account, sv survey.Survey) func(survey.Path) string {
	return func(p survey.Path) string {
		switch {
		case p == survey.Organisation && acc.Has(people.HR):
			return "/org?survey=" + sv.ID
		case !acc.MayReadTeam(p):
			return ""
		case sv.ID == "":
			return "/team/" + p.ID()
		}
		return "/team/" + p.ID() + "?survey=" + sv.ID
	}
}

func children(tree survey.Tree, of survey.Path) []survey.Path {
	var out []survey.Path
	for _, p := range tree {
		if p != survey.Organisation && p.Parent() == of && p != of {
			out = append(out, p)
		}
	}
	return out
}
