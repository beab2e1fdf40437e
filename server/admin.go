package server

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// accounts lists who may sign in: GET /admin/accounts.
func (s *Server) accounts(c *gin.Context, acc people.Account) error {
	page, err := s.accountsPage(c, acc, nil)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "admin_accounts", page)
}

func (s *Server) accountsPage(c *gin.Context, acc people.Account, entered url.Values) (web.AccountsPage, error) {
	page := web.AccountsPage{Base: s.baseFor(c, acc), Email: entered.Get("email"), Role: entered.Get("role")}
	all, err := s.Store.Accounts(c.Request.Context())
	if err != nil {
		return page, err
	}
	if page.Warnings, err = s.warnings(c.Request.Context()); err != nil {
		return page, err
	}
	for _, a := range all {
		row := web.AccountRow{ID: a.ID, Email: a.Email, You: a.ID == acc.ID}
		for _, r := range a.Roles {
			row.Roles = append(row.Roles, string(r))
		}
		for _, t := range a.Teams {
			row.Teams = append(row.Teams, string(t))
		}
		page.Accounts = append(page.Accounts, row)
	}
	tree, err := s.Store.Tree(c.Request.Context())
	if err != nil {
		return page, err
	}
	offerTeams(&page, tree, entered["team"])
	return page, nil
}

// mostTicks is how many teams are offered to be ticked. Where there are more,
// their paths are written.
const mostTicks = 50

func offerTeams(page *web.AccountsPage, tree survey.Tree, entered []string) {
	if len(tree) > mostTicks {
		page.ManyOf, page.Written = string(tree[len(tree)/2]), strings.Join(entered, "\n")
		return
	}
	for _, t := range tree {
		page.AllTeams = append(page.AllTeams, web.TeamChoice{ID: t.ID(), Path: string(t), Ticked: slices.Contains(entered, t.ID())})
	}
}

// accountAdd gives somebody a role and shows their sign-in link once.
func (s *Server) accountAdd(c *gin.Context, acc people.Account) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	added, err := s.addAccount(c, acc, values)
	if err != nil && !mendable(err) {
		return err
	}
	problem := err
	if problem == nil {
		values = nil
	}
	page, err := s.accountsPage(c, acc, values)
	if err != nil {
		return err
	}
	if problem != nil {
		page.Problems = problems(problem, "email")
		return s.render(c, http.StatusBadRequest, "admin_accounts", page)
	}
	if page.Link, err = s.newLink(c, acc, added); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "admin_accounts", page)
}

func (s *Server) addAccount(c *gin.Context, by people.Account, values url.Values) (people.Account, error) {
	role := people.Role(values.Get("role"))
	if _, err := people.NormalEmail(values.Get("email")); err != nil {
		return people.Account{}, s.told(c, "email", "problem.email_wrong")
	}
	if !role.Valid() {
		return people.Account{}, s.told(c, "role", "problem.role_missing")
	}
	teams, err := s.chosenTeams(c, role, values["team"])
	if err != nil {
		return people.Account{}, err
	}
	return s.Life.AddAccount(c.Request.Context(), values.Get("email"), role, teams, asAdmin(by))
}

func asAdmin(acc people.Account) life.Actor { return life.Actor{Name: acc.Email, Role: people.Admin} }

// newLink makes a sign-in link and shows it once.
func (s *Server) newLink(c *gin.Context, by, acc people.Account) (*web.SignInLink, error) {
	url, expires, err := s.Life.SignInLink(c.Request.Context(), acc, asAdmin(by))
	return &web.SignInLink{Email: acc.Email, URL: url, Expires: expires}, err
}

// chosenTeams are the teams of a manager: ids that were ticked, or full paths,
// one a line.
func (s *Server) chosenTeams(c *gin.Context, role people.Role, entered []string) ([]survey.Path, error) {
	if role != people.Manager {
		return nil, nil
	}
	tree, err := s.Store.Tree(c.Request.Context())
	if err != nil {
		return nil, err
	}
	var teams []survey.Path
	for line := range strings.Lines(strings.Join(entered, "\n")) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		team, ok := teamOf(tree, line)
		if !ok {
			return nil, s.told(c, "team", "problem.team_unknown", "Team", line)
		}
		if !slices.Contains(teams, team) {
			teams = append(teams, team)
		}
	}
	if len(teams) == 0 {
		return nil, s.told(c, "team", "problem.teams_missing")
	}
	return teams, nil
}

// teamOf finds a team by its path, whatever the spaces in it, or by its id.
func teamOf(tree survey.Tree, entered string) (survey.Path, bool) {
	if path, err := people.ParseTeam(entered); err == nil && slices.Contains(tree, path) {
		return path, true
	}
	return tree.ByID(entered)
}

// accountLink makes a new sign-in link and shows it once.
func (s *Server) accountLink(c *gin.Context, acc people.Account) error {
	other, err := s.Store.Account(c.Request.Context(), c.Param("account"))
	if err != nil {
		return err
	}
	link, err := s.newLink(c, acc, other)
	if err != nil {
		return err
	}
	page, err := s.accountsPage(c, acc, nil)
	if err != nil {
		return err
	}
	page.Link = link
	return s.render(c, http.StatusOK, "admin_accounts", page)
}

const auditPageSize = 100

// auditLog is GET /admin/audit?before={number}, newest first.
func (s *Server) auditLog(c *gin.Context, acc people.Account) error {
	before, _ := strconv.ParseInt(c.Query("before"), 10, 64) // a wrong number is the first page
	entries, err := s.Store.Entries(c.Request.Context(), auditPageSize+1, before)
	if err != nil {
		return err
	}
	page := web.AuditPage{Base: s.baseFor(c, acc)}
	if before > 0 {
		page.Newest = "/admin/audit"
	}
	if len(entries) > auditPageSize {
		entries = entries[:auditPageSize]
		page.Older = "/admin/audit?before=" + strconv.FormatInt(entries[auditPageSize-1].Number, 10)
	}
	for _, e := range entries {
		page.Entries = append(page.Entries, web.AuditRow{At: e.At, Actor: e.Actor, Role: string(e.Role),
			Action: e.Action, Object: e.Object, Detail: e.Detail, Denied: e.Denied})
	}
	return s.render(c, http.StatusOK, "admin_audit", page)
}
