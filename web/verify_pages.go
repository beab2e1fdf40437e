package web

import "time"

// VerifyPage is what is public of one survey: page "verify", GET
// /verify/{survey}, the same for everybody.
type VerifyPage struct {
	Base
	ID           string
	Name         string
	Opens        time.Time
	Closes       time.Time // planned end, or when it was closed
	Ended        bool      // it takes no ballots any more, counted or not
	MinimumGroup int       // k
	ManifestHash string    // hex
	PublicKey    string    // base64url
	LinkExports  int       // how often links or printed cards were written into a file
	Units        []VerifyUnit
	Confirmed    time.Time     // when an auditor confirmed who is in the units; zero for never
	Record       *VerifyRecord // nil before the close
	Restored     time.Time     // its open box was put back to this state; zero where it never was
}

// Rosters reports that the manifest says of every unit who is in it.
func (p VerifyPage) Rosters() bool { return len(p.Units) > 0 && p.Units[0].Roster != "" }

// VerifyUnit is one label that ballots carry.
type VerifyUnit struct {
	Name     string
	Eligible int    // people invited under it
	Roster   string // hash of their names; empty for surveys that an earlier version opened
}

// VerifyRecord is what the close published.
type VerifyRecord struct {
	Size          int // ballots counted; not shown without Blocks
	MerkleRoot    string
	PrivateKey    string
	ReleaseHash   string
	KeysDestroyed time.Time     // zero while that is not recorded
	Listed        bool          // the list of all ballots is there
	Deleted       bool          // the ballots themselves are not any more
	Blocks        []VerifyBlock // none where fewer than k ballots were cast
	Lost          string        // why it was closed without its ballots; empty where it was not
}

// VerifyBlock is units that were counted together.
type VerifyBlock struct {
	Units     []string // names
	Invited   int
	Collected int // ballots handed out
	Cast      int // ballots counted
	Replaced  int // invitations that HR replaced
}

// VerifySurveysPage lists every survey that was opened: page "verify_surveys",
// GET /verify.
type VerifySurveysPage struct {
	Base
	Surveys []VerifySurvey // newest first
	Log     VerifyLog
}

// VerifyLog is the installation's log.
type VerifyLog struct {
	Leaves     []VerifyLeaf // as they came
	Checkpoint *VerifyCheckpoint
}

// VerifyLeaf is one leaf of it: the hash of a manifest or of a closing record.
type VerifyLeaf struct {
	Survey, Name string // the survey's
	Closing      bool   // of its closing record, not of its manifest
	Hash         string
}

// VerifyCheckpoint is what was signed of the log when it grew last.
type VerifyCheckpoint struct {
	Origin      string
	Size        int
	RootHash    string
	Signature   string
	VerifierKey string
	Broken      bool // it is not signed with its key, or not of these leaves
}

// VerifySurvey is one line of the list.
type VerifySurvey struct {
	ID, Name     string
	Ended        bool      // it takes no ballots any more, counted or not
	Closes       time.Time // planned end, or when it was closed
	Rehearsal    bool
	ManifestHash string
}

func verifyPages() map[string]any {
	return map[string]any{"verify": VerifyPage{}, "verify_surveys": VerifySurveysPage{}}
}
