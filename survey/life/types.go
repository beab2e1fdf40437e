package life

import (
	"iter"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// Invitation ties a person to the hash of an invitation's secret. Only this
// room and the store may know both sides.
type Invitation struct {
	Person   string // employee id; empty for a printed card, which was drawn by lot
	Unit     string
	Hash     string // lower-case hex SHA-256 of the secret
	Replaced bool   // its predecessor was withdrawn by HR
}

// Opening is everything that is frozen when a survey opens. The store writes
// it in one transaction, with the manifest's hash as a leaf of the log.
type Opening struct {
	Survey      survey.Survey // as it is after opening
	Manifest    []byte        // RFC 8785 canonical JSON
	Tree        survey.Tree
	Units       []survey.Unit
	People      map[survey.Path]int // people directly in each team
	Invitations []Invitation
	Rosters     []Roster     // one for each unit
	Ready       func() error // asked once nobody can change the draft any more, before anything is written; nil for no question
	By          string       // who opened it
	Sign        ballot.SignLog
}

// Box is what the store hands out at close, inside the closing transaction and
// after every ballot that was acknowledged is in it.
type Box struct {
	Survey    survey.Survey
	EndReason string // why it was ended before its time; empty where it was not
	Manifest  []byte
	Tree      survey.Tree
	Units     []survey.Unit
	People    map[survey.Path]int // people directly in each team, as frozen
	Cuts      []survey.Cut        // what the release is also shown by
	Invited   map[string]int      // by unit
	Collected map[string]int      // by unit: invitations with a blinded element
	Replaced  map[string]int      // by unit: invitations that were replaced
	Staged    iter.Seq2[ballot.Staged, error]
}

// Mixing is what the store hands out for a mix, inside its transaction and
// after every ballot that was acknowledged is in it.
type Mixing struct {
	Survey survey.Survey // with the epoch of all its rows
	New    int           // rows that came since the last mix, or since the opening
	Staged iter.Seq2[ballot.Staged, error]
}

// Mixed is what a mix leaves in the box. The store writes it in the transaction
// that handed out the Mixing, in place of every row that was there. Without an
// Epoch the box stays as it is.
type Mixed struct {
	Epoch string
	Rows  iter.Seq2[ballot.Staged, error] // of that epoch, in an order that says nothing
}

// Epoch is a set of sealing keys that a survey's box was sealed to.
type Epoch struct {
	Survey, Epoch string
	Destroyed     time.Time // zero: not yet
}

// Closing is everything that a close leaves behind. The store writes it in the
// transaction that handed out the Box, with the record's hash as a leaf of the
// log, and deletes the staged rows.
type Closing struct {
	Survey   survey.Survey   // as it is after closing
	Ballots  []ballot.Stored // sorted by ID
	Comments []Comment       // in random order, sorted by random ID
	Spent    []ballot.Spent  // sorted by block, then nonce
	Tallies  map[string][]byte
	Release  []byte       // JSON of analytics.Release
	Record   []byte       // JSON of the closing record
	Lost     *ballot.Loss // why it is closed without its ballots; nil otherwise
	By       string
	Reason   string // why before its time; empty otherwise
	Sign     ballot.SignLog
}

// Comment is one comment with the place where it may be shown, and nothing
// that leads to a ballot.
type Comment struct {
	ID     string // 32 hex digits, random
	Team   survey.Path
	Prompt string
	Text   string
}
