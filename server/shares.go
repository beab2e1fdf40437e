package server

import (
	"errors"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// holder is whose share an account may take and give. HR holds HR's, whatever
// other roles the same person has, so that it needs two.
func holder(acc people.Account) ballot.Holder {
	if acc.Has(people.HR) {
		return ballot.HeldByHR
	}
	return ballot.HeldByAuditor
}

// shareActor is the account in the role in which it holds a share.
func shareActor(acc people.Account) life.Actor {
	return life.Actor{Name: acc.Email, Role: people.Role(holder(acc))}
}

// shares lists the surveys with a split key that are not counted: GET /shares.
func (s *Server) shares(c *gin.Context, acc people.Account) error {
	all, err := s.Store.Surveys(c.Request.Context())
	if err != nil {
		return err
	}
	page := web.SharesPage{Base: s.baseFor(c, acc)}
	for _, sv := range all {
		if sv.Split && sv.State != survey.Closed {
			page.Surveys = append(page.Surveys, web.ShareRow{Survey: web.Crumb{Name: sv.Name, Href: "/shares/" + sv.ID}, Stage: s.stage(sv)})
		}
	}
	return s.render(c, http.StatusOK, "shares", page)
}

func (s *Server) stage(sv survey.Survey) string {
	switch {
	case sv.State == survey.Draft:
		return web.StageTake
	case sv.Waits(s.Now()):
		return web.StageGive
	}
	return web.StageKept
}

// share is one survey with a split key: GET /shares/{id}.
func (s *Server) share(c *gin.Context, acc people.Account) error {
	return s.sharePage(c, acc, func(*web.SharePage) int { return http.StatusOK })
}

// sharePage shows it as it is now; add says with which status, and what is shown
// this once.
func (s *Server) sharePage(c *gin.Context, acc people.Account, add func(*web.SharePage) int) error {
	sv, err := s.Store.Survey(c.Request.Context(), c.Param("survey"))
	switch {
	case err != nil:
		return err
	case !sv.Split:
		return survey.Errorf(survey.CodeNotFound, "The key of this survey is not split.")
	case sv.State == survey.Closed:
		c.Redirect(http.StatusSeeOther, afterCount(acc, sv))
		return nil
	}
	page := web.SharePage{Base: s.baseFor(c, acc), ID: sv.ID, Name: sv.Name, Stage: s.stage(sv), Holder: string(holder(acc)), Ends: sv.Ends()}
	page.Rehearsal = sv.Rehearsal
	if page.Holders, err = s.shareHolders(sv); err != nil {
		return err
	}
	if page.Stage == web.StageGive {
		if err := s.fillGone(c, &page); err != nil {
			return err
		}
	}
	code := add(&page)
	return s.render(c, code, "share", page)
}

func afterCount(acc people.Account, sv survey.Survey) string {
	if acc.Has(people.HR) {
		return "/hr/surveys/" + sv.ID
	}
	return "/verify/" + sv.ID
}

// shareHolders says who has taken their share or, after the end, given it.
func (s *Server) shareHolders(sv survey.Survey) ([]web.ShareHolder, error) {
	look := s.Life.SharesTaken
	if s.stage(sv) == web.StageGive {
		look = s.Life.SharesGiven
	}
	done, err := look(sv.ID)
	var out []web.ShareHolder
	for _, h := range ballot.Holders() {
		out = append(out, web.ShareHolder{Holder: string(h), Done: slices.Contains(done, h)})
	}
	return out, err
}

// splitKey is what the page of a survey says of its split key; nil without one.
func (s *Server) splitKey(sv survey.Survey) (*web.Split, error) {
	if !sv.Split || sv.State == survey.Closed {
		return nil, nil
	}
	holders, err := s.shareHolders(sv)
	return &web.Split{Stage: s.stage(sv), Holders: holders, Href: "/shares/" + sv.ID}, err
}

// shareTake shows a share, once: POST /shares/{id}/take.
func (s *Server) shareTake(c *gin.Context, acc people.Account) error {
	text, err := s.Life.TakeShare(c.Request.Context(), c.Param("survey"), holder(acc), shareActor(acc))
	if err != nil {
		return s.shareAgain(c, acc, err, "")
	}
	return s.sharePage(c, acc, func(p *web.SharePage) int { p.Share = text; return http.StatusOK })
}

// shareRenew makes new shares for both: POST /shares/{id}/renew.
func (s *Server) shareRenew(c *gin.Context, acc people.Account) error {
	if err := s.Life.RenewShares(c.Request.Context(), c.Param("survey"), shareActor(acc)); err != nil {
		return s.shareAgain(c, acc, err, "")
	}
	if err := s.flash(c, "good", "flash.shares_renewed"); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/shares/"+c.Param("survey"))
	return nil
}

// shareGive takes a share back; the last one counts the survey:
// POST /shares/{id}/give.
func (s *Server) shareGive(c *gin.Context, acc people.Account) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	sv, err := s.Life.GiveShare(c.Request.Context(), c.Param("survey"), values.Get("share"), holder(acc), shareActor(acc))
	var wrong *ballot.ShareError
	if errors.As(err, &wrong) {
		err = s.told(c, "share", "problem.share_"+string(wrong.Why))
	}
	if err != nil {
		return s.shareAgain(c, acc, err, values.Get("share"))
	}
	to, said := "/shares/"+sv.ID, "flash.share_given"
	if sv.State == survey.Closed {
		s.Office.Forget(sv.ID)
		to, said = afterCount(acc, sv), "flash.closed"
	}
	if err := s.flash(c, "good", said); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

// fillGone says who has said that a share is lost.
func (s *Server) fillGone(c *gin.Context, page *web.SharePage) error {
	said, err := s.Life.SaidLost(c.Request.Context(), page.ID)
	for _, h := range said {
		page.Gone = append(page.Gone, string(h))
	}
	return err
}

// shareLost notes that a share is lost: POST /shares/{id}/lost.
func (s *Server) shareLost(c *gin.Context, acc people.Account) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	if values.Get("lost") == "" {
		return s.shareAgain(c, acc, s.told(c, "lost", "problem.confirm_missing"), "")
	}
	if err := s.Life.LoseShare(c.Request.Context(), c.Param("survey"), holder(acc), shareActor(acc)); err != nil {
		return s.shareAgain(c, acc, err, "")
	}
	if err := s.flash(c, "good", "flash.share_lost"); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/shares/"+c.Param("survey"))
	return nil
}

// shareAgain shows the page with what was wrong.
func (s *Server) shareAgain(c *gin.Context, acc people.Account, err error, typed string) error {
	if !mendable(err) || survey.CodeOf(err) == survey.CodeNotFound {
		return err
	}
	return s.sharePage(c, acc, func(p *web.SharePage) int {
		p.Problems, p.Typed = problems(err, ""), typed
		return http.StatusBadRequest
	})
}
