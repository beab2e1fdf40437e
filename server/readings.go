package server

import (
	"context"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// opened records that whoever is signed in reads a team's figures, where there
// are some and they may be read. It is asked where every page of results begins,
// so that no page can be added that employees are not told of.
func (s *Server) opened(c *gin.Context, v view) error {
	acc, ok := c.Value(keyAccount).(people.Account)
	if !ok || v.survey.ID == "" || s.mustWait(acc, v.survey, v.team) {
		return nil
	}
	return s.readBy(c, acc, v.survey, v.team, people.Opened)
}

// readBy records that an account read a team's figures; nothing where there are
// none to read.
func (s *Server) readBy(c *gin.Context, acc people.Account, sv survey.Survey, team survey.Path, kind string) error {
	r, err := s.result(c.Request.Context(), sv, s.language(c))
	if err != nil {
		return err
	}
	if f, _ := r.of(team); f == nil {
		return nil
	}
	return s.Store.Read(c.Request.Context(), sv.ID, people.NewReading(team, acc.Email, acc.ReadsAs(), kind, s.Now()))
}

// readers are who read the figures of teams, for pages.
func (s *Server) readers(ctx context.Context, sv survey.Survey, teams ...survey.Path) (map[survey.Path][]web.ReadBy, error) {
	found, err := s.Store.Readings(ctx, sv.ID, teams...)
	out := map[survey.Path][]web.ReadBy{}
	for team, list := range found {
		for _, r := range list {
			out[team] = append(out[team], web.ReadBy{Account: r.Account, Role: string(r.Role), Exported: r.Kind == people.Exported, First: r.First, Last: r.Last})
		}
	}
	return out, err
}
