package server

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// surveyShow is one survey in whatever state it is: GET /hr/surveys/{id}.
func (s *Server) surveyShow(c *gin.Context, acc people.Account) error {
	page, err := s.surveyPage(c, acc)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "hr_survey", page)
}

func (s *Server) surveyPage(c *gin.Context, acc people.Account) (web.RunPage, error) {
	ctx := c.Request.Context()
	sv, err := s.Store.Survey(ctx, c.Param("survey"))
	if err != nil {
		return web.RunPage{}, err
	}
	page := web.RunPage{Base: s.baseFor(c, acc), ID: sv.ID, Name: sv.Name, Questionnaire: sv.Questionnaire, State: string(sv.State),
		Practice: sv.Rehearsal, MinimumGroup: sv.MinimumGroup, Created: sv.Created, Opened: sv.Opens, Closes: sv.Closes,
		ClosesAfter: sv.ClosesAfter, ClosedAt: sv.ClosedAt, Invited: sv.Invited, ManifestHash: sv.ManifestHash}
	page.Rehearsal, page.Restored = sv.Rehearsal, sv.Restored
	if page.Cuts, err = s.cutNames(c, sv.ID); err != nil {
		return page, err
	}
	if page.Showing, err = s.showing(c, sv); err != nil {
		return page, err
	}
	if err := s.fillQuestionnaire(c, &page, sv); err != nil {
		return page, err
	}
	if page.Transitions, err = s.transitions(c, sv.ID); err != nil {
		return page, err
	}
	if page.Split, err = s.splitKey(sv); err != nil {
		return page, err
	}
	if page.Waiting = sv.Waits(s.Now()); page.Waiting {
		page.Closes = sv.Ends()
		return page, nil
	}
	switch sv.State {
	case survey.Draft:
		staff, err := s.Store.Staff(ctx)
		page.People = len(staff)
		return page, err
	case survey.Open:
		return page, s.fillOpen(c, &page, sv)
	}
	return page, s.fillOutcome(c, &page, sv)
}

func (s *Server) fillQuestionnaire(c *gin.Context, page *web.RunPage, sv survey.Survey) error {
	q, err := s.Store.Questionnaire(c.Request.Context(), sv.Questionnaire, sv.Version)
	if err != nil {
		return err
	}
	page.Previews = previews(s.Web, q, sv.ID, "")
	missing := map[string]int{}
	for _, m := range q.MissingTranslations() {
		missing[m.Language]++
	}
	for _, l := range page.Previews {
		if n := missing[l.Tag]; n > 0 {
			page.MissingTexts = append(page.MissingTexts, web.MissingText{Language: l.Language, Missing: n})
		}
	}
	return nil
}

func (s *Server) transitions(c *gin.Context, id string) ([]web.Transition, error) {
	all, err := s.Store.Transitions(c.Request.Context(), id)
	if err != nil {
		return nil, err
	}
	var out []web.Transition
	for _, t := range all {
		out = append(out, web.Transition{At: t.At, From: string(t.From), To: string(t.To), By: t.By, Reason: t.Reason})
	}
	return out, nil
}

func (s *Server) fillOpen(c *gin.Context, page *web.RunPage, sv survey.Survey) error {
	ctx := c.Request.Context()
	bands, err := s.Life.Bands(ctx, sv.ID)
	if err != nil {
		return err
	}
	tree, units, err := s.Store.Frozen(ctx, sv.ID)
	if err != nil {
		return err
	}
	page.MustExplain = sv.Closes.After(s.Now())
	page.Participation = &web.Participation{At: bands.At, Next: nextBands(sv, bands, s.Now())}
	for _, e := range life.Shown(tree, units) {
		band, _ := bands.Of(e.Team)
		page.Participation.Rows = append(page.Participation.Rows, web.ParticipationRow{
			Organisation: e.Team == survey.Organisation, Team: string(e.Team), Eligible: e.People, Band: bandName(band)})
	}
	page.Invitations, err = s.invitations(c, sv)
	return err
}

// nextBands is when the bands are refreshed next; zero when they are not
// before the close.
func nextBands(sv survey.Survey, b life.Bands, now time.Time) time.Time {
	next := b.At
	if next.IsZero() {
		next = sv.Opens
	}
	next = next.Add(24 * time.Hour)
	if next.Before(now) {
		next = now
	}
	if next.After(sv.Closes.Add(-24 * time.Hour)) {
		return time.Time{}
	}
	return next
}

func (s *Server) invitations(c *gin.Context, sv survey.Survey) (*web.Invitations, error) {
	ctx := c.Request.Context()
	kind, err := s.Store.ExportKind(ctx, sv.ID)
	if err != nil {
		return nil, err
	}
	made, err := s.Store.Exports(ctx, sv.ID)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Invitations(ctx, sv.ID)
	if err != nil {
		return nil, err
	}
	everybody, err := s.Store.Everybody(ctx)
	if err != nil {
		return nil, err
	}
	email := map[string]bool{}
	for _, p := range everybody {
		email[p.ID] = p.Email != ""
	}
	out := &web.Invitations{Kind: kind}
	if kind == life.Cards {
		out.CardsMade = made
	} else {
		out.LinksMade = made
	}
	for _, in := range all {
		if email[in.Person] {
			out.WithEmail++
		} else {
			out.WithoutEmail++
		}
		if in.Replaced {
			out.Replaced++
		}
	}
	return out, nil
}

// lossOf is why a survey was closed without its ballots.
func (s *Server) lossOf(c *gin.Context, id string) (string, error) {
	r, err := s.closed(c.Request.Context(), id)
	if err != nil || r.Lost == nil {
		return "", err
	}
	return r.Lost.Reason, nil
}

func (s *Server) fillOutcome(c *gin.Context, page *web.RunPage, sv survey.Survey) error {
	r, err := s.result(c.Request.Context(), sv, s.language(c))
	if err != nil {
		return err
	}
	o := &web.Outcome{Cast: r.release.Cast, Blocks: len(r.release.Blocks), ReleaseHash: r.release.ReleaseHash,
		Results: "/org?survey=" + sv.ID, Workbook: "/hr/surveys/" + sv.ID + "/workbook", CSV: "/hr/surveys/" + sv.ID + "/results.csv"}
	for _, t := range r.wave().Teams {
		if t.Hidden {
			o.Hidden++
		} else {
			o.Shown++
		}
	}
	page.Outcome = o
	if sv.Lost {
		o.Lost, err = s.lossOf(c, sv.ID)
	}
	return err
}
