package server

import (
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// verifications lists the ballot boxes and when each was verified last: GET
// /admin/verify.
func (s *Server) verifications(c *gin.Context, acc people.Account) error {
	page, err := s.verificationsPage(c, acc)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "admin_verify", page)
}

// mostVerifications is how many of the newest are looked through for the last
// one of each survey.
const mostVerifications = 1000

func (s *Server) verificationsPage(c *gin.Context, acc people.Account) (web.VerificationsPage, error) {
	ctx := c.Request.Context()
	page := web.VerificationsPage{Base: s.baseFor(c, acc), Names: acc.Has(people.Auditor)}
	all, err := s.Store.Surveys(ctx)
	if err != nil {
		return page, err
	}
	entries, err := s.Store.EntriesOf(ctx, life.ActionVerify, mostVerifications)
	if err != nil {
		return page, err
	}
	for _, sv := range all {
		if sv.State == survey.Draft {
			continue
		}
		row := web.VerificationRow{ID: sv.ID, Name: sv.Name, Ended: sv.State == survey.Closed, Ends: ends(sv), Rehearsal: sv.Rehearsal}
		of := func(e people.Entry) bool {
			return e.Object == sv.ID && (sv.ClosedAt.IsZero() || !e.At.Before(sv.ClosedAt))
		}
		if i := slices.IndexFunc(entries, of); i >= 0 { // the newest come first
			row.Last = &web.LastVerification{At: entries[i].At, By: entries[i].Actor, Failed: life.Failed(entries[i].Detail)}
		}
		page.Surveys = append(page.Surveys, row)
	}
	return page, nil
}

// verificationRun verifies one ballot box and shows every check: POST
// /admin/verify/{survey}. One at a time, because it takes all cores.
func (s *Server) verificationRun(c *gin.Context, acc people.Account) error {
	sv, err := s.Store.Survey(c.Request.Context(), c.Param("survey"))
	if err != nil {
		return err
	}
	if !s.verifying.TryLock() {
		page, err := s.verificationsPage(c, acc)
		if err != nil {
			return err
		}
		page.Busy = true
		return s.render(c, http.StatusConflict, "admin_verify", page)
	}
	defer s.verifying.Unlock()
	how := life.Verifying{Retention: time.Duration(s.Retention) * 24 * time.Hour, Step: func() {}}
	v, err := s.Life.Verify(c.Request.Context(), sv.ID, how, asAuditor(acc))
	if err != nil {
		return err
	}
	page, err := s.verificationsPage(c, acc)
	if err != nil {
		return err
	}
	page.Done = done(sv, v)
	return s.render(c, http.StatusOK, "admin_verify", page)
}

func asAuditor(acc people.Account) life.Actor {
	if acc.Has(people.Auditor) {
		return life.Actor{Name: acc.Email, Role: people.Auditor}
	}
	return asAdmin(acc)
}

func done(sv survey.Survey, v *ballot.Verification) *web.Verification {
	out := &web.Verification{ID: sv.ID, Name: sv.Name, Holds: len(v.Failed()) == 0}
	for _, c := range v.Checks {
		out.Checks = append(out.Checks, web.Check{Name: c.Name, Result: string(c.Result), Problems: c.Problems, More: c.More})
	}
	return out
}
