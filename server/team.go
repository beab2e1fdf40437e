package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// team is a manager's page of one team: GET /team/{id}?survey={survey}.
func (s *Server) team(c *gin.Context, acc people.Account) error {
	v, err := s.teamView(c, acc)
	if err != nil {
		return err
	}
	page, err := s.wholeTeam(c, acc, v)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "team", page)
}

// wholeTeam is the page with everything around the figures.
func (s *Server) wholeTeam(c *gin.Context, acc people.Account, v view) (web.TeamPage, error) {
	page, err := s.teamPage(c, acc, v)
	if err != nil {
		return page, err
	}
	page.Picker = picker(pathOf(v.team), nil, v.closed, v.survey)
	page.Running = running(v.open)
	if v.survey.ID == "" {
		page.Standing = unreleased(v.open)
	} else if earlier := survey.Earlier(s.readable(acc, v.closed, v.team), v.survey); len(earlier) > 0 && !s.mustWait(acc, v.survey, v.team) {
		if page.Changes, err = s.changes(c, earlier, v.survey, v.team); err != nil {
			return page, err
		}
	}
	return page, nil
}

func (s *Server) teamPage(c *gin.Context, acc people.Account, v view) (web.TeamPage, error) {
	link := s.teamLink(acc, v.survey)
	page := web.TeamPage{Base: s.baseFor(c, acc), Name: v.team.Name(), MayStart: acc.Has(people.HR), Above: v.above(link)}
	page.Rehearsal = v.survey.Rehearsal
	if v.survey.ID != "" {
		page.Trend, page.AllItems, page.AllComments = v.address("/trend"), v.address("/items"), v.address("/comments")
	}
	if len(acc.Teams) > 1 {
		for _, t := range acc.Teams {
			page.Switch = append(page.Switch, web.Own{Crumb: web.Crumb{Name: string(t), Href: link(t)}, Current: t == v.team})
		}
	}
	if v.survey.ID == "" {
		return page, nil
	}
	if s.mustWait(acc, v.survey, v.team) {
		page.Survey, page.Standing = bareFacts(v.survey), notYet(acc.ReadsFrom(v.survey, v.team))
		return page, nil
	}
	return page, s.fillTeam(c, &page, v.team, v.survey, v.tree, link)
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
		page.Guide = guideOf(path, sv)
		return nil
	}
	page.Slides = presentOf(path, sv)
	page.Figure = r.figure(f)
	if page.Charts, err = r.charts(path, f); err != nil {
		return err
	}
	if page.Comments, err = s.comments(ctx, r, path); err != nil {
		return err
	}
	if page.Apart, err = s.apart(ctx, sv, path, link); err != nil {
		return err
	}
	readers, err := s.readers(ctx, sv, path)
	page.Readers = readers[path]
	return err
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
