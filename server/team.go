package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// team is a manager's page of one team: GET /team/{id}?survey={survey}.
func (s *Server) team(c *gin.Context, acc people.Account, v view) error {
	page, err := s.teamPage(c, acc, v)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "team", page)
}

func (s *Server) teamPage(c *gin.Context, acc people.Account, v view) (web.TeamPage, error) {
	x, err := s.shown(c, acc, v)
	if err != nil {
		return web.TeamPage{}, err
	}
	link := s.teamLink(acc, v.survey)
	page := web.TeamPage{Base: s.baseFor(c, acc), Name: v.team.Name(), MayStart: acc.Has(people.HR), Above: v.above(link), Switch: switchOf(acc, v.team, link),
		Picker: picker(pathOf(v.team), nil, v.closed, v.survey), Running: running(v.open), Standing: x.standing, Survey: x.facts}
	page.Rehearsal = v.survey.Rehearsal
	if v.survey.ID != "" {
		page.Trend, page.AllItems, page.AllComments = v.address("/trend"), v.address("/items"), v.address("/comments")
	}
	if !x.readable() {
		return page, nil
	}
	if earlier := survey.Earlier(s.readable(acc, v.closed, v.team), v.survey); len(earlier) > 0 {
		if page.Changes, err = s.changes(c, earlier, v.survey, v.team); err != nil {
			return page, err
		}
	}
	return page, s.fillTeam(c, &page, v, x, link)
}

// switchOf are the teams of a manager of several.
func switchOf(acc people.Account, here survey.Path, link func(survey.Path) string) []web.Own {
	var out []web.Own
	for _, t := range acc.Teams {
		out = append(out, web.Own{Crumb: web.Crumb{Name: string(t), Href: link(t)}, Current: t == here})
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// bareFacts are what may be said of a survey before its results are shown.
func bareFacts(sv survey.Survey) *web.SurveyFacts {
	return &web.SurveyFacts{ID: sv.ID, Name: sv.Name, ClosedAt: sv.ClosedAt, MinimumGroup: sv.MinimumGroup}
}

// fillTeam adds what the release says.
func (s *Server) fillTeam(c *gin.Context, page *web.TeamPage, v view, x shown, link func(survey.Path) string) error {
	r, ctx := x.result, c.Request.Context()
	if below := children(v.tree, v.team); len(below) > 0 && !r.release.Hidden {
		page.Below = r.heatmap(below, v.team, link)
	}
	if x.figure == nil {
		page.Guide = v.address("/guide")
		return nil
	}
	page.Slides = v.address("/present")
	page.Figure = r.figure(x.figure)
	page.Figure.Rests = r.rests(v.team, x.figure)
	var err error
	if page.Charts, err = r.charts(v.team, x.figure); err != nil {
		return err
	}
	if page.Comments, err = s.comments(ctx, r, v.team); err != nil {
		return err
	}
	if page.Apart, err = s.apart(ctx, v.survey, v.team, link); err != nil {
		return err
	}
	readers, err := s.readers(ctx, v.survey, v.team)
	page.Readers = readers[v.team]
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
