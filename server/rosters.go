package server

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// wireRoster is the answer to a roster request (docs/protocol.md, §5).
type wireRoster struct {
	Unit      string     `json:"unit"`
	Salt      string     `json:"salt"`
	Names     []string   `json:"names"`
	Confirmed *time.Time `json:"confirmed,omitempty"`
}

// roster tells the holder of an invitation which unit it is for and who else is
// in it: POST /api/ballot/{survey}/roster. It changes nothing and says nothing
// of the invitation's state.
func (s *Server) roster(c *gin.Context) error {
	ctx, id := c.Request.Context(), c.Param("survey")
	body, err := body(c)
	if err != nil {
		return err
	}
	unit, err := s.Office.Holder(ctx, id, body)
	if err != nil {
		return err
	}
	r, err := s.Store.Roster(ctx, id, unit)
	if err != nil {
		return err
	}
	answer := wireRoster{Unit: r.Unit, Salt: r.Salt, Names: r.Names}
	if answer.Confirmed, err = s.rostersConfirmedAt(c, id); err != nil {
		return err
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

// rostersConfirmedAt is when an auditor confirmed the rosters of a survey; nil for never.
func (s *Server) rostersConfirmedAt(c *gin.Context, id string) (*time.Time, error) {
	confirmation, err := s.Store.RostersConfirmed(c.Request.Context(), id)
	if err != nil || confirmation.At.IsZero() {
		return nil, err
	}
	at := confirmation.At.UTC()
	return &at, nil
}

// rosters shows an auditor the names of every unit, each with its hash computed
// anew, to compare with the manifest's: GET /admin/verify/{survey}/rosters.
func (s *Server) rosters(c *gin.Context, acc people.Account) error {
	sv, err := s.published(c)
	if err != nil {
		return err
	}
	page := web.RostersPage{Base: s.baseFor(c, acc), ID: sv.ID, Name: sv.Name, ManifestHash: sv.ManifestHash, Closed: !sv.TakesBallots(s.Now())}
	page.Rehearsal = sv.Rehearsal
	confirmation, err := s.Store.RostersConfirmed(c.Request.Context(), sv.ID)
	if err != nil {
		return err
	}
	page.Confirmed, page.ConfirmedBy = confirmation.At, confirmation.By
	if page.Units, err = s.rosterUnits(c, sv); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "rosters", page)
}

func (s *Server) rosterUnits(c *gin.Context, sv survey.Survey) ([]web.RosterUnit, error) {
	all, err := s.Store.Rosters(c.Request.Context(), sv.ID)
	if err != nil {
		return nil, err
	}
	raw, err := s.Store.Manifest(c.Request.Context(), sv.ID)
	if err != nil {
		return nil, err
	}
	m, err := ballot.ParseManifest(raw)
	if err != nil {
		return nil, err
	}
	var out []web.RosterUnit
	for _, r := range all {
		out = append(out, rosterUnit(m, r))
	}
	return out, nil
}

func rosterUnit(m *ballot.Manifest, r life.Roster) web.RosterUnit {
	out := web.RosterUnit{ID: r.Unit, Hash: r.Hash(m.Survey)}
	for _, name := range r.Names {
		if name == "" {
			out.Nameless++
		} else {
			out.Names = append(out.Names, name)
		}
	}
	if u, ok := m.Unit(r.Unit); ok {
		out.Name, out.Teams = u.Name, u.Teams
		out.Fits = u.Roster == out.Hash && u.Eligible == len(r.Names)
	}
	return out
}

// rostersConfirm records that the auditor found the names right: POST
// /admin/verify/{survey}/rosters. It is refused where a hash does not fit.
func (s *Server) rostersConfirm(c *gin.Context, acc people.Account) error {
	sv, err := s.published(c)
	if err != nil {
		return err
	}
	units, err := s.rosterUnits(c, sv)
	if err != nil {
		return err
	}
	for _, u := range units {
		if !u.Fits {
			return survey.Errorf(survey.CodeRefused, "The names of %s are not those that the manifest was made with; do not confirm them, and ask who changed the database.", u.Name)
		}
	}
	if err := s.Life.ConfirmRosters(c.Request.Context(), sv.ID, asAuditor(acc)); err != nil {
		return err
	}
	if err := s.flash(c, "good", "flash.rosters"); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/admin/verify/"+sv.ID+"/rosters")
	return nil
}
