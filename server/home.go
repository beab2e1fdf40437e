package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// home is where an account lands: GET /.
func (s *Server) home(c *gin.Context, acc people.Account) error {
	page := web.HomePage{Base: s.baseFor(c, acc), SignedIn: true, Manager: acc.Has(people.Manager),
		Admin: acc.Has(people.Admin), Auditor: acc.Has(people.Auditor)}
	if page.Admin {
		w, err := s.warnings(c.Request.Context())
		if err != nil {
			return err
		}
		page.Warned = w.Any()
	}
	closed, _, err := s.closedSurveys(c.Request.Context())
	if err != nil {
		return err
	}
	latest, err := pick(closed, "")
	if err != nil {
		return err
	}
	var r *result
	if latest.ID != "" {
		loaded, err := s.result(c.Request.Context(), latest, s.language(c))
		if err != nil {
			return err
		}
		r = &loaded
		page.Rehearsal = latest.Rehearsal
	}
	if acc.Has(people.HR) {
		if page.HR, err = s.homeHR(c, r); err != nil {
			return err
		}
	}
	for _, t := range acc.Teams {
		page.Teams = append(page.Teams, s.homeTeam(r, t, acc))
	}
	if err := s.homeOpened(c, acc, page, latest); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "home", page)
}

func (s *Server) homeHR(c *gin.Context, r *result) (*web.HomeHR, error) {
	ctx := c.Request.Context()
	staff, err := s.Store.Staff(ctx)
	if err != nil {
		return nil, err
	}
	tree, err := s.Store.Tree(ctx)
	if err != nil {
		return nil, err
	}
	h := &web.HomeHR{People: len(staff), TeamCount: len(tree)}
	if err := s.homeSurveys(c, h); err != nil {
		return nil, err
	}
	if r == nil {
		return h, nil
	}
	h.Latest = r.facts()
	f, standing := r.of(survey.Organisation)
	h.LatestStanding = standing
	if f != nil {
		h.LatestFigure = r.figure(f)
	}
	return h, nil
}

func (s *Server) homeSurveys(c *gin.Context, h *web.HomeHR) error {
	all, err := s.Store.Surveys(c.Request.Context())
	if err != nil {
		return err
	}
	for _, sv := range all {
		crumb := web.Crumb{Name: sv.Name, Href: "/hr/surveys/" + sv.ID}
		switch sv.State {
		case survey.Draft:
			h.Drafts = append(h.Drafts, crumb)
		case survey.Open:
			bands, err := s.Life.Bands(c.Request.Context(), sv.ID)
			if err != nil {
				return err
			}
			band, _ := bands.Of(survey.Organisation)
			h.Open = append(h.Open, web.HomeOpen{Survey: crumb, Closes: sv.Closes, Invited: sv.Invited, Band: bandName(band)})
		}
	}
	return nil
}

func (s *Server) homeTeam(r *result, t survey.Path, acc people.Account) web.HomeTeam {
	h := web.HomeTeam{Team: web.Crumb{Name: string(t), Href: "/team/" + t.ID()}, Standing: web.Standing{State: web.StateNone}}
	if r == nil {
		return h
	}
	if s.mustWait(acc, r.survey, t) {
		h.Survey, h.Standing = r.survey.Name, notYet(acc.ReadsFrom(r.survey, t))
		return h
	}
	f, standing := r.of(t)
	h.Survey, h.Standing, h.TotalIsTrust = r.survey.Name, standing, r.isTrust()
	if f == nil {
		return h
	}
	shown := r.figure(f)
	h.N, h.Invited, h.Total, h.Weakest = shown.N, shown.Invited, shown.Total, shown.Weakest()
	return h
}

// homeOpened records the figures that the page holds as opened.
func (s *Server) homeOpened(c *gin.Context, acc people.Account, page web.HomePage, latest survey.Survey) error {
	if page.HR != nil && page.HR.LatestFigure != nil {
		if err := s.readBy(c, acc, latest, survey.Organisation, people.Opened); err != nil {
			return err
		}
	}
	for i, t := range page.Teams {
		if !t.Shown() {
			continue
		}
		if err := s.readBy(c, acc, latest, acc.Teams[i], people.Opened); err != nil {
			return err
		}
	}
	return nil
}
