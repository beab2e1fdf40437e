package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"teamtrust/survey/people"
	"teamtrust/web"
)

// How much of a plan a page shows.
const (
	rowsShown   = 200
	peopleShown = 50
)

// staffPlan is the dry run: POST /hr/people/plan with file and mode.
func (s *Server) staffPlan(c *gin.Context, acc people.Account) error {
	u, err := s.readUpload(c)
	if err == nil {
		return s.showPlan(c, acc, u)
	}
	return s.staffAgain(c, acc, err)
}

// staffAgain shows the upload form with what was wrong.
func (s *Server) staffAgain(c *gin.Context, acc people.Account, wrong error) error {
	if !mendable(wrong) {
		return wrong
	}
	page, err := s.staffPage(c, acc)
	if err != nil {
		return err
	}
	page.Problems = problems(wrong, "file")
	return s.render(c, http.StatusBadRequest, "hr_people", page)
}

func (s *Server) readUpload(c *gin.Context) (upload, error) {
	limitBody(c, people.MaxFileSize+64<<10)
	file, header, err := c.Request.FormFile("file")
	if tooLarge(err) {
		return upload{}, s.told(c, "file", "problem.file_too_large")
	}
	if err != nil {
		return upload{}, s.told(c, "file", "problem.file_missing")
	}
	defer file.Close()
	if err := onlyText(c.Request); err != nil {
		return upload{}, err
	}
	body, err := io.ReadAll(file)
	if err != nil {
		return upload{}, s.told(c, "file", "problem.file_missing")
	}
	chosen := c.Request.FormValue("mode")
	if chosen != web.ModeFull && chosen != web.ModePartial {
		return upload{}, s.told(c, "mode", "problem.mode_missing")
	}
	return upload{Name: header.Filename, Full: chosen == web.ModeFull, File: body}, nil
}

// plan compares an upload with the staff as it is now.
func (s *Server) plan(ctx context.Context, u upload) (*people.Plan, *people.List, error) {
	list, err := people.ReadList(u.Name, bytes.NewReader(u.File), int64(len(u.File)))
	if err != nil {
		return nil, nil, err
	}
	staff, err := s.Store.Everybody(ctx)
	if err != nil {
		return nil, nil, err
	}
	plan, err := people.NewPlan(staff, list, u.Full)
	return plan, list, err
}

func (s *Server) showPlan(c *gin.Context, acc people.Account, u upload) error {
	plan, list, err := s.plan(c.Request.Context(), u)
	page := web.PlanPage{Base: s.baseFor(c, acc), File: u.Name, Mode: mode(u.Full)}
	var bad *people.BadRows
	switch {
	case errors.As(err, &bad):
		fillBad(&page, bad)
		page.Ignored = list.Ignored
		return s.render(c, http.StatusBadRequest, "hr_people_plan", page)
	case err != nil:
		return s.staffAgain(c, acc, err)
	}
	u.Summary = plan.Summary()
	if err := s.keepUpload(c.Request.Context(), acc, u); err != nil {
		return err
	}
	page.Ignored = list.Ignored
	return s.renderPlan(c, page, u, plan, http.StatusOK)
}

func (s *Server) renderPlan(c *gin.Context, page web.PlanPage, u upload, plan *people.Plan, code int) error {
	ctx := c.Request.Context()
	k, err := s.latestMinimum(ctx)
	if err != nil {
		return err
	}
	staff, err := s.Store.Staff(ctx)
	if err != nil {
		return err
	}
	page.Plan, page.File, page.Mode = u.id(), u.Name, mode(u.Full)
	fillPlan(&page, plan, staff, k)
	return s.render(c, code, "hr_people_plan", page)
}

func mode(full bool) string {
	if full {
		return web.ModeFull
	}
	return web.ModePartial
}

func fillBad(page *web.PlanPage, bad *people.BadRows) {
	for i, r := range bad.Rows {
		if i == rowsShown {
			page.MoreRows = len(bad.Rows) - rowsShown
			break
		}
		page.Rows = append(page.Rows, web.RowBad{Row: r.Row, Column: r.Column, Value: r.Value, Fix: web.Phrase{Text: r.Problem, Lang: "en"}})
	}
}

func fillPlan(page *web.PlanPage, plan *people.Plan, staff []people.Person, k int) {
	page.People, page.TeamCount = plan.Staff, plan.StaffTeams
	page.Counts = web.PlanCounts{New: len(plan.New), Changed: len(plan.Changed), Leaving: len(plan.Leaving), Unchanged: plan.Unchanged}
	page.TypeNumber = plan.NeedsConfirmation()
	page.New, page.Leaving = planPeople(plan.New), planPeople(plan.Leaving)
	for i, ch := range plan.Changed {
		if i == peopleShown {
			break
		}
		page.Changed = append(page.Changed, changed(ch))
	}
	for _, t := range teamSizes(after(staff, plan), k) {
		if t.Small {
			page.Small = append(page.Small, t)
		}
	}
}

// after is the staff as the plan would leave it.
func after(staff []people.Person, plan *people.Plan) []people.Person {
	gone := map[string]bool{}
	for _, p := range plan.Leaving {
		gone[p.ID] = true
	}
	out := append([]people.Person(nil), plan.New...)
	for _, ch := range plan.Changed {
		gone[ch.After.ID] = true
		out = append(out, ch.After)
	}
	for _, p := range staff {
		if !gone[p.ID] {
			out = append(out, p)
		}
	}
	return out
}

func planPeople(list []people.Person) []web.PlanPerson {
	var out []web.PlanPerson
	for i, p := range list {
		if i == peopleShown {
			break
		}
		out = append(out, web.PlanPerson{ID: p.ID, Name: p.Name, Team: string(p.Team)})
	}
	return out
}

func changed(ch people.Change) web.PlanPerson {
	p := web.PlanPerson{ID: ch.After.ID, Name: ch.After.Name, Team: string(ch.After.Team)}
	for _, column := range ch.Columns() {
		p.Changes = append(p.Changes, web.Change{Column: column, From: cell(ch.Before, column), To: cell(ch.After, column)})
	}
	return p
}

func cell(p people.Person, column string) string {
	switch column {
	case "name":
		return p.Name
	case "email":
		return p.Email
	case "team":
		return string(p.Team)
	case "language":
		return p.Language
	case "manages":
		teams := make([]string, len(p.Manages))
		for i, t := range p.Manages {
			teams[i] = string(t)
		}
		return strings.Join(teams, "; ")
	}
	return p.ID
}

// staffImport carries the confirmed plan out: POST /hr/people/import.
func (s *Server) staffImport(c *gin.Context, acc people.Account) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	u, err := s.confirmed(c, acc, values.Get("plan"))
	if err != nil {
		return s.staffAgain(c, acc, err)
	}
	plan, _, err := s.plan(ctx, u)
	if err != nil {
		return s.staffAgain(c, acc, err)
	}
	if plan.Summary() != u.Summary {
		return s.staffAgain(c, acc, s.told(c, "file", "problem.plan_gone"))
	}
	typed := strings.TrimSpace(values.Get("leaving"))
	if plan.NeedsConfirmation() && typed != fmt.Sprint(len(plan.Leaving)) {
		page := web.PlanPage{Base: s.baseFor(c, acc), Typed: typed}
		page.Problems = problems(s.told(c, "leaving", "problem.leaving_wrong", "Count", len(plan.Leaving)), "leaving")
		return s.renderPlan(c, page, u, plan, http.StatusBadRequest)
	}
	return s.applyPlan(c, acc, plan)
}

// confirmed is the account's upload, if it is the one that the page showed.
func (s *Server) confirmed(c *gin.Context, acc people.Account, id string) (upload, error) {
	u, found, err := s.findUpload(c.Request.Context(), acc)
	if err == nil && (!found || u.id() != id) {
		err = s.told(c, "file", "problem.plan_gone")
	}
	return u, err
}

func (s *Server) applyPlan(c *gin.Context, acc people.Account, plan *people.Plan) error {
	ctx := c.Request.Context()
	if err := s.Life.ImportPeople(ctx, plan, actor(acc)); err != nil {
		return err
	}
	if err := s.dropUploads(ctx, acc.ID); err != nil {
		return err
	}
	if err := s.flash(c, "good", "flash.imported", "New", len(plan.New), "Changed", len(plan.Changed), "Leaving", len(plan.Leaving)); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/hr/people")
	return nil
}
