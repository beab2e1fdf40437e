package ballot

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"teamtrust/survey"
)

// ClosingRecord is what a close publishes: enough to recheck every token and to
// find every commitment, and nothing about an answer.
type ClosingRecord struct {
	Protocol     string       `json:"protocol"`
	Survey       string       `json:"survey"`
	ManifestHash string       `json:"manifest_hash"`
	Closed       time.Time    `json:"closed"`            // whole seconds, UTC
	PrivateKey   string       `json:"poprf_private_key"` // scalar, base64url
	MerkleRoot   string       `json:"merkle_root"`       // lower-case hex
	Size         int          `json:"size"`              // ballots in the box
	Blocks       []BlockCount `json:"blocks"`
	ReleaseHash  string       `json:"release_hash"`       // lower-case hex SHA-256
	Restored     *time.Time   `json:"restored,omitempty"` // the state of this time was put back from a backup while the survey was open
	Lost         *Loss        `json:"lost,omitempty"`     // it was closed without its ballots
}

// Loss is why a survey was closed without its ballots: nobody could open its
// box. No result was made, and what was in it was removed unread.
type Loss struct {
	What   LossOf `json:"what"`
	Reason string `json:"reason"` // in the words of whoever closed it
}

// LossOf is what was lost.
type LossOf string

// What can be lost. All but the last are errors of LoadToOpen, or of OpenAll.
const (
	LostKeys  LossOf = "keys"  // a key file is missing or damaged
	LostShare LossOf = "share" // a share of a split key was not given, and HR and auditor say that one is lost
	LostBox   LossOf = "box"   // the keys are there and do not open the box
	LostState LossOf = "state" // the box was put back to an earlier state, and ballots that were sent later are missing in it
)

// MaxReason is the longest reason of a loss, in characters.
const MaxReason = 500

func (l *Loss) check(r *ClosingRecord) error {
	switch {
	case !slices.Contains([]LossOf{LostKeys, LostShare, LostBox, LostState}, l.What), l.What == LostState && r.Restored == nil:
		return fmt.Errorf("it says that %q was lost", l.What)
	case l.Reason == "" || utf8.RuneCountInString(l.Reason) > MaxReason:
		return fmt.Errorf("the reason of a loss has from 1 to %d characters", MaxReason)
	case r.Size != 0 || len(r.Blocks) != 0:
		return fmt.Errorf("its ballots were lost, and it counts %d of them", r.Size)
	}
	return nil
}

// BlockCount is what the box held of one block.
type BlockCount struct {
	Block     string   `json:"block"`
	Units     []string `json:"units"` // ids, sorted
	Invited   int      `json:"invited"`
	Collected int      `json:"collected"`
	Cast      int      `json:"cast"`
	Replaced  int      `json:"replaced"`
}

// NewClosingRecord makes the record of a close: sv as it is after closing; the
// Merkle root and the size are computed from the stored ballots, and the POPRF
// private key is revealed. Of a survey that is closed without its ballots lost
// says why; keys are nil then where the POPRF key is lost too.
func NewClosingRecord(sv survey.Survey, keys *Keys, stored []Stored, blocks []BlockCount, releaseHash string, lost *Loss) (*ClosingRecord, error) {
	commitments := make([]string, len(stored))
	for i := range stored {
		commitments[i] = stored[i].Commitment
	}
	if blocks == nil {
		blocks = []BlockCount{}
	}
	r := &ClosingRecord{
		Protocol: Protocol, Survey: sv.ID, ManifestHash: sv.ManifestHash, Closed: seconds(sv.ClosedAt),
		PrivateKey: revealed(keys), MerkleRoot: MerkleRoot(commitments), Size: len(stored),
		Blocks: blocks, ReleaseHash: releaseHash, Lost: lost,
	}
	if !sv.Restored.IsZero() {
		at := seconds(sv.Restored)
		r.Restored = &at
	}
	if err := r.check(); err != nil {
		return nil, fmt.Errorf("closing record of survey %s: %w", r.Survey, err)
	}
	return r, nil
}

// revealed is the private key as it is published; empty where it is lost.
func revealed(keys *Keys) string {
	if keys == nil {
		return ""
	}
	return encode(keys.PrivateKey())
}

// Bytes is the RFC 8785 canonical form.
func (r *ClosingRecord) Bytes() ([]byte, error) { return canonicalJSON(r) }

// ParseClosingRecord reads a closing record and checks its form, not its truth.
func ParseClosingRecord(data []byte) (*ClosingRecord, error) {
	r := new(ClosingRecord)
	if err := json.Unmarshal(data, r); err != nil {
		return nil, fmt.Errorf("read the closing record: %w", err)
	}
	if err := r.check(); err != nil {
		return nil, fmt.Errorf("the closing record is not valid: %w", err)
	}
	return r, nil
}

func (r *ClosingRecord) check() error {
	if r.Protocol != Protocol {
		return fmt.Errorf("its protocol is %q; this program speaks %s", r.Protocol, Protocol)
	}
	if !survey.ValidID(r.Survey) {
		return fmt.Errorf("%q is not the id of a survey", r.Survey)
	}
	for _, hash := range []string{r.ManifestHash, r.MerkleRoot, r.ReleaseHash} {
		if _, ok := decodeHash(hash); !ok {
			return fmt.Errorf("%q is not a SHA-256 in lower-case hex", hash)
		}
	}
	if r.Lost != nil {
		if err := r.Lost.check(r); err != nil {
			return err
		}
	}
	if _, err := decode("poprf_private_key", r.PrivateKey, scalarSize); err != nil && (r.Lost == nil || r.PrivateKey != "") {
		return err
	}
	if r.Size < 0 {
		return fmt.Errorf("it counts %d ballots", r.Size)
	}
	for _, b := range r.Blocks {
		if min(b.Invited, b.Collected, b.Cast, b.Replaced) < 0 {
			return fmt.Errorf("block %s has a count below zero", b.Block)
		}
		// The holder of an invitation that was replaced may have cast a ballot too.
		if b.Collected > b.Invited || b.Cast > b.Collected+b.Replaced {
			return fmt.Errorf("block %s has %d ballots of %d credentials for %d invitations, %d of them replaced", b.Block, b.Cast, b.Collected, b.Invited, b.Replaced)
		}
	}
	return nil
}
