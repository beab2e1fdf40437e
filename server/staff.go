package server

import (
	"context"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// staff is the staff list in numbers and the upload: GET /hr/people.
func (s *Server) staff(c *gin.Context, acc people.Account) error {
	page, err := s.staffPage(c, acc)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "hr_people", page)
}

func (s *Server) staffPage(c *gin.Context, acc people.Account) (web.PeoplePage, error) {
	ctx := c.Request.Context()
	page := web.PeoplePage{Base: s.baseFor(c, acc), Mode: web.ModePartial}
	staff, err := s.Store.Staff(ctx)
	if err != nil {
		return page, err
	}
	page.People = len(staff)
	for _, p := range staff {
		if p.Email == "" {
			page.WithoutEmail++
		}
		if len(p.Manages) > 0 {
			page.Managers++
		}
	}
	if page.MinimumGroup, err = s.latestMinimum(ctx); err != nil {
		return page, err
	}
	page.Teams = teamSizes(staff, page.MinimumGroup)
	page.Imports, err = s.imports(ctx)
	return page, err
}

// latestMinimum is the k that teams are judged by.
func (s *Server) latestMinimum(ctx context.Context) (int, error) {
	all, err := s.Store.Surveys(ctx)
	if err != nil || len(all) == 0 {
		return survey.MinimumGroup, err
	}
	return all[0].MinimumGroup, nil
}

func teamSizes(staff []people.Person, k int) []web.TeamSize {
	direct, below := map[survey.Path]int{}, map[survey.Path]int{}
	paths := make([]survey.Path, 0, len(staff))
	for _, p := range staff {
		paths = append(paths, p.Team)
		direct[p.Team]++
		for t := p.Team; t != survey.Organisation; t = t.Parent() {
			below[t]++
		}
	}
	var out []web.TeamSize
	for _, t := range survey.NewTree(paths...) {
		out = append(out, web.TeamSize{Name: t.Name(), Path: string(t), Depth: t.Depth(), Direct: direct[t], People: below[t], Small: below[t] < k})
	}
	return out
}

const importsShown = 20

// imports reads the history from the audit log.
func (s *Server) imports(ctx context.Context) ([]web.ImportRecord, error) {
	entries, err := s.Store.EntriesOf(ctx, people.ActionImport, importsShown)
	if err != nil {
		return nil, err
	}
	var out []web.ImportRecord
	for _, e := range entries {
		r := web.ImportRecord{At: e.At, By: e.Actor}
		var ignored int
		_, err := fmt.Sscanf(e.Detail, "%d people, %d teams: %d new, %d changed, %d leaving", &ignored, &ignored, &r.New, &r.Changed, &r.Leaving)
		if err == nil {
			out = append(out, r)
		}
	}
	return out, nil
}
