package server

import (
	"context"
	"iter"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/web"
)

// publicRecord is what the verify pages read.
type publicRecord interface {
	Manifest(ctx context.Context, id string) ([]byte, error)
	ClosingRecord(ctx context.Context, id string) ([]byte, error)
	KeysDestroyedAt(ctx context.Context, id string) (time.Time, error)
	Epochs(ctx context.Context, id string) ([]life.Epoch, error)
	RostersConfirmed(ctx context.Context, id string) (life.Confirmation, error)
	Exports(ctx context.Context, id string) (int, error)
	Ballots(ctx context.Context, id string) iter.Seq2[ballot.Stored, error]
	Commitments(ctx context.Context, id string) ([]string, error)
	Spent(ctx context.Context, id string) iter.Seq2[ballot.Spent, error]
	Log(ctx context.Context) (ballot.Log, []ballot.Checkpoint, error)
}

// verifySurveys lists every survey that was opened: GET /verify.
func (s *Server) verifySurveys(c *gin.Context) error {
	ctx := c.Request.Context()
	log, err := s.transparency(ctx)
	if err != nil {
		return err
	}
	all, err := s.Store.Surveys(ctx)
	if err != nil {
		return err
	}
	var opened []survey.Survey
	for _, sv := range all {
		if sv.State != survey.Draft {
			opened = append(opened, sv)
		}
	}
	if wantsJSON(c) {
		c.JSON(http.StatusOK, newWireList(opened, log))
		return nil
	}
	page := web.VerifySurveysPage{Base: s.base(c), Log: verifyLog(opened, log)}
	for _, sv := range opened {
		page.Surveys = append(page.Surveys, web.VerifySurvey{ID: sv.ID, Name: sv.Name, Ended: !sv.TakesBallots(s.Now()),
			Closes: ends(sv), Rehearsal: sv.Rehearsal, ManifestHash: sv.ManifestHash})
	}
	return s.render(c, http.StatusOK, "verify_surveys", page)
}

// verifyLog is the log with the names of the surveys that its leaves are of.
func verifyLog(opened []survey.Survey, t transparency) web.VerifyLog {
	names := map[string]string{}
	for _, sv := range opened {
		names[sv.ID] = sv.Name
	}
	var page web.VerifyLog
	for _, e := range t.Log {
		page.Leaves = append(page.Leaves, web.VerifyLeaf{Survey: e.Survey, Name: names[e.Survey], Closing: e.Kind == ballot.LogClosing, Hash: e.Leaf})
	}
	c, fits := t.checkpoint()
	if c != nil {
		page.Checkpoint = &web.VerifyCheckpoint{Origin: c.Origin, Size: c.Size, RootHash: c.RootHash, Signature: c.Signature, VerifierKey: c.VerifierKey, Broken: !fits}
	}
	return page
}

// ends is the planned end of a survey, or when it was closed.
func ends(sv survey.Survey) time.Time {
	if sv.State == survey.Closed {
		return sv.ClosedAt
	}
	return sv.Ends()
}

// verify is the public record of one survey: GET /verify/{survey}.
func (s *Server) verify(c *gin.Context) error {
	ctx := c.Request.Context()
	sv, err := s.published(c)
	if err != nil {
		return err
	}
	raw, err := s.Store.Manifest(ctx, sv.ID)
	if err != nil {
		return err
	}
	m, err := ballot.ParseManifest(raw)
	if err != nil {
		return err
	}
	var record *closed
	if sv.State == survey.Closed {
		if record, err = s.closed(ctx, sv.ID); err != nil {
			return err
		}
	}
	if wantsJSON(c) {
		return s.writeRecord(c, sv, m, record)
	}
	page := s.verifyPage(c, sv, m, record)
	confirmation, err := s.Store.RostersConfirmed(ctx, sv.ID)
	if err != nil {
		return err
	}
	page.Confirmed = confirmation.At
	if page.LinkExports, err = s.Store.Exports(ctx, sv.ID); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "verify", page)
}

// closed is what a close published, but for the used credentials.
type closed struct {
	*ballot.ClosingRecord
	raw         []byte
	destroyed   time.Time
	commitments []string // nil where the list is not kept
	kept        bool     // the ballots are still stored
}

func (s *Server) closed(ctx context.Context, id string) (*closed, error) {
	raw, err := s.Store.ClosingRecord(ctx, id)
	if err != nil {
		return nil, err
	}
	r := &closed{raw: raw}
	if r.ClosingRecord, err = ballot.ParseClosingRecord(raw); err != nil {
		return nil, err
	}
	if r.destroyed, err = s.Store.KeysDestroyedAt(ctx, id); err != nil {
		return nil, err
	}
	if r.commitments, err = s.commitments(ctx, id, r.Size); err != nil {
		return nil, err
	}
	r.kept = r.Size == 0
	for _, err := range s.Store.Ballots(ctx, id) {
		r.kept = true
		return r, err
	}
	return r, nil
}

func (s *Server) verifyPage(c *gin.Context, sv survey.Survey, m *ballot.Manifest, r *closed) web.VerifyPage {
	page := web.VerifyPage{Base: s.base(c), ID: sv.ID, Name: sv.Name, Opens: sv.Opens, Closes: ends(sv), Ended: !sv.TakesBallots(s.Now()),
		MinimumGroup: sv.MinimumGroup, ManifestHash: m.Hash, PublicKey: m.PublicKey}
	page.Rehearsal, page.Restored = sv.Rehearsal, sv.Restored
	name := map[string]string{}
	for _, u := range m.Units {
		page.Units = append(page.Units, web.VerifyUnit{Name: u.Name, Eligible: u.Eligible, Roster: u.Roster})
		name[u.ID] = u.Name
	}
	if r == nil {
		return page
	}
	page.Record = &web.VerifyRecord{Size: r.Size, MerkleRoot: r.MerkleRoot, PrivateKey: r.PrivateKey,
		ReleaseHash: r.ReleaseHash, KeysDestroyed: r.destroyed, Listed: r.commitments != nil, Deleted: !r.kept}
	if r.Lost != nil {
		page.Record.Lost = r.Lost.Reason
	}
	for _, b := range r.Blocks {
		block := web.VerifyBlock{Invited: b.Invited, Collected: b.Collected, Cast: b.Cast, Replaced: b.Replaced}
		for _, u := range b.Units {
			block.Units = append(block.Units, name[u])
		}
		page.Record.Blocks = append(page.Record.Blocks, block)
	}
	return page
}

// public answers failures of the verify pages in the form that was asked for.
func (s *Server) public(h handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Writer.Header().Add("Vary", "Accept")
		switch err := h(c); {
		case err == nil:
		case wantsJSON(c):
			s.failAPI(c, err)
		default:
			s.failPage(c, err)
		}
	}
}

// wantsJSON reports whether a program asks: by ?format=json, or by an Accept
// that names JSON and no page.
func wantsJSON(c *gin.Context) bool {
	accept := c.GetHeader("Accept")
	return c.Query("format") == "json" || strings.Contains(accept, "application/json") && !strings.Contains(accept, "text/html")
}
