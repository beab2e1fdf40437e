package server

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// commentsPage shows the comments that were released at a team, or at the
// organisation: GET /team/{id}/comments?survey={survey}, GET /org/comments.
func (s *Server) commentsPage(c *gin.Context, acc people.Account, v view) error {
	x, err := s.shown(c, acc, v)
	if err != nil {
		return err
	}
	page := web.CommentsPage{TeamFrame: s.frame(c, acc, v, x, "/comments")}
	if x.figure != nil {
		if err := s.fillComments(c, acc, &page, v, x.result); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "team_comments", page)
}

func (s *Server) fillComments(c *gin.Context, acc people.Account, page *web.CommentsPage, v view, r result) error {
	ctx := c.Request.Context()
	all, err := s.Store.Comments(ctx, v.survey.ID)
	if err != nil {
		return err
	}
	for _, p := range r.form.Comments {
		g := web.CommentGroup{Prompt: r.phrase(p.Text), From: string(v.team), Texts: texts(all, p.ID, v.team)}
		if len(g.Texts) > 0 {
			g.Together = r.writers(labels(all, p.ID), v.team)
		}
		page.Groups = append(page.Groups, g)
	}
	page.Apart, err = s.apart(ctx, v.survey, v.team, s.teamLink(acc, v.survey))
	return err
}

// labels are the teams at which comments to a prompt were released.
func labels(all []life.Comment, prompt string) []survey.Path {
	var out []survey.Path
	for _, c := range all {
		if c.Prompt == prompt && !slices.Contains(out, c.Team) {
			out = append(out, c.Team)
		}
	}
	return out
}

// writers are the teams whose people may have written what was released at a
// team: those of the blocks that waited until there, because nothing was
// released at a team between.
func (r result) writers(labels []survey.Path, at survey.Path) []string {
	teams := map[string][]survey.Path{} // by unit
	for _, u := range r.units {
		teams[u.ID] = u.Teams
	}
	var out []string
	for _, b := range r.release.Blocks {
		node := survey.Organisation
		if b.Team != nil {
			node = survey.Path(*b.Team)
		}
		if nearest, ok := lowest(labels, node); !ok || nearest != at {
			continue
		}
		for _, unit := range b.Units {
			out = append(out, names(teams[unit])...)
		}
	}
	slices.Sort(out)
	return out
}

// lowest is the lowest of some teams that holds another one.
func lowest(labels []survey.Path, team survey.Path) (survey.Path, bool) {
	found, any := survey.Organisation, false
	for _, l := range labels {
		if l.Contains(team) && (!any || found.Contains(l)) {
			found, any = l, true
		}
	}
	return found, any
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
		if c.Team == above || !above.Contains(c.Team) || seen[c.Team] {
			continue
		}
		seen[c.Team] = true
		crumb := web.Crumb{Name: strings.TrimPrefix(string(c.Team), string(above)+survey.Separator), Href: link(c.Team)}
		if crumb.Href != "" {
			crumb.Href = pathOf(c.Team) + "/comments?survey=" + sv.ID
		}
		out = append(out, crumb)
	}
	slices.SortFunc(out, func(a, b web.Crumb) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}
