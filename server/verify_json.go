package server

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// The forms of GET /verify and GET /verify/{survey} for programs
// (docs/protocol.md, §8).

type wireList struct {
	Surveys    []wireSurvey       `json:"surveys"`    // newest first
	Log        []string           `json:"log"`        // leaves: hashes of manifests and closing records, as they came
	Checkpoint *ballot.Checkpoint `json:"checkpoint"` // the newest; null before the first survey opens
}

type wireSurvey struct {
	Survey       string     `json:"survey"`
	Name         string     `json:"name"`
	State        string     `json:"state"` // open or closed
	Rehearsal    bool       `json:"rehearsal"`
	Opens        time.Time  `json:"opens"`
	Closes       time.Time  `json:"closes"` // planned
	ManifestHash string     `json:"manifest_hash"`
	ClosingHash  string     `json:"closing_record_hash,omitempty"` // its leaf in the log
	Restored     *time.Time `json:"restored,omitempty"`            // its open box was put back to this state, from a backup
	Lost         bool       `json:"lost,omitempty"`                // closed without its ballots; the closing record says why
}

func newWireSurvey(sv survey.Survey) wireSurvey {
	w := wireSurvey{Survey: sv.ID, Name: sv.Name, State: string(sv.State), Rehearsal: sv.Rehearsal,
		Opens: sv.Opens.UTC(), Closes: sv.Closes.UTC(), ManifestHash: sv.ManifestHash, Lost: sv.Lost}
	if at := sv.Restored.UTC(); !sv.Restored.IsZero() {
		w.Restored = &at
	}
	return w
}

func newWireList(opened []survey.Survey, t transparency) wireList {
	list := wireList{Surveys: []wireSurvey{}, Log: t.Leaves()}
	list.Checkpoint, _ = t.checkpoint()
	closings := map[string]string{}
	for _, e := range t.Log {
		if e.Kind == ballot.LogClosing {
			closings[e.Survey] = e.Leaf
		}
	}
	for _, sv := range opened {
		w := newWireSurvey(sv)
		w.ClosingHash = closings[sv.ID]
		list.Surveys = append(list.Surveys, w)
	}
	return list
}

// wireRecord is the public record of a survey. Before the close everything
// below LinkExports, but for Confirmed, is absent. Two long lists follow it: commitments, null where they
// were deleted with the ballots, and spent.
type wireRecord struct {
	wireSurvey
	MinimumGroup  int                   `json:"minimum_group"`
	PublicKey     string                `json:"public_key"`
	Units         []ballot.ManifestUnit `json:"units"`
	LinkExports   int                   `json:"link_exports"` // how often links or printed cards were written into a file
	ClosingRecord json.RawMessage       `json:"closing_record,omitempty"`
	Confirmed     *time.Time            `json:"rosters_confirmed,omitempty"`
	KeysDestroyed *time.Time            `json:"keys_destroyed,omitempty"`
	Epochs        []wireEpoch           `json:"epochs,omitempty"`
}

// wireEpoch is a set of sealing keys that a mix replaced while the survey was
// open. Its time would say something about participation before the close.
type wireEpoch struct {
	Epoch     int       `json:"epoch"` // from 0
	Destroyed time.Time `json:"destroyed"`
}

// wireEpochs are the epochs of a closed survey whose destruction is recorded, in
// their order.
func (s *Server) wireEpochs(ctx context.Context, id string) ([]wireEpoch, error) {
	left, err := s.Store.Epochs(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []wireEpoch
	for _, e := range left {
		n, err := ballot.EpochNumber(e.Epoch)
		if err != nil {
			return nil, err
		}
		if !e.Destroyed.IsZero() {
			out = append(out, wireEpoch{Epoch: n, Destroyed: e.Destroyed.UTC()})
		}
	}
	slices.SortFunc(out, func(a, b wireEpoch) int { return a.Epoch - b.Epoch })
	return out, nil
}

// writeRecord sends a record in one go, but for the lists of a large survey,
// which are not held in memory twice.
func (s *Server) writeRecord(c *gin.Context, sv survey.Survey, m *ballot.Manifest, r *closed) error {
	ctx := c.Request.Context()
	head := wireRecord{wireSurvey: newWireSurvey(sv), MinimumGroup: m.MinimumGroup, PublicKey: m.PublicKey, Units: m.Units}
	var err error
	if head.Confirmed, err = s.rostersConfirmedAt(c, sv.ID); err != nil {
		return err
	}
	if head.LinkExports, err = s.Store.Exports(ctx, sv.ID); err != nil {
		return err
	}
	if r == nil {
		c.JSON(http.StatusOK, head)
		return nil
	}
	head.ClosingRecord, head.ClosingHash = r.raw, ballot.RecordHash(r.raw)
	if !r.destroyed.IsZero() {
		at := r.destroyed.UTC()
		head.KeysDestroyed = &at
	}
	if head.Epochs, err = s.wireEpochs(ctx, sv.ID); err != nil {
		return err
	}
	first, err := json.Marshal(head)
	if err != nil {
		return err
	}
	list, err := json.Marshal(r.commitments)
	if err != nil {
		return err
	}
	c.Header("Content-Type", "application/json; charset=utf-8")
	c.Status(http.StatusOK)
	out := bufio.NewWriter(c.Writer)
	out.Write(first[:len(first)-1]) // Flush reports
	out.WriteString(`,"commitments":`)
	out.Write(list)
	if c.Query("spent") != "no" {
		out.WriteString(`,"spent":[`)
		err = s.writeSpent(ctx, out, sv.ID)
		out.WriteString("]")
	}
	out.WriteString("}\n")
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		s.logFailure(c, err)
		panic(http.ErrAbortHandler) // half a list must not look like a whole one
	}
	return nil
}

// commitments are those of all ballots, sorted; nil where they are not kept.
func (s *Server) commitments(ctx context.Context, id string, size int) ([]string, error) {
	list, err := s.Store.Commitments(ctx, id)
	if survey.CodeOf(err) != survey.CodeNotFound {
		return list, err
	}
	if size == 0 {
		return []string{}, nil
	}
	return nil, nil
}

func (s *Server) writeSpent(ctx context.Context, out io.Writer, id string) error {
	first := true
	for x, err := range s.Store.Spent(ctx, id) {
		if err != nil {
			return err
		}
		raw, err := json.Marshal(x)
		if err != nil {
			return err
		}
		if !first {
			raw = append([]byte(","), raw...)
		}
		first = false
		if _, err := out.Write(raw); err != nil {
			return err
		}
	}
	return nil
}
