package survey

import (
	"regexp"
	"time"
)

// State is where a survey stands. There is no way back.
type State string

const (
	Draft  State = "draft"  // can be changed; nobody is invited yet
	Open   State = "open"   // people, tree and units are frozen; ballots are taken
	Closed State = "closed" // counted and released in one step
)

// MinimumGroup is the smallest k that a survey may have.
const MinimumGroup = 5

// Survey is one wave of one questionnaire to everybody on the staff list.
type Survey struct {
	ID            string // matches IDPattern
	Name          string
	Questionnaire string // id of the questionnaire
	Version       string // its version
	State         State
	Rehearsal     bool          // answers may be simulated; never mixed with real surveys
	Split         bool          // its sealing key is shared between HR and auditor
	MinimumGroup  int           // k: at least MinimumGroup, fixed at creation
	ClosesAfter   time.Duration // planned length from opening; 0 where Closes is fixed
	Created       time.Time
	Opens         time.Time // when it was opened; zero in Draft
	Closes        time.Time // planned end; zero in Draft where ClosesAfter is set
	Ended         time.Time // when it was ended before its planned end, to wait for shares of its key; zero where it was not
	ClosedAt      time.Time // when it was closed; zero before
	Showings      []Showing // from when others than HR may read the release, by team and kind of reader
	ManifestHash  string    // lower-case hex SHA-256; empty in Draft
	Invited       int       // people invited; 0 in Draft
	Epoch         string    // which keys the box is sealed to (survey/ballot)
	Lost          bool      // it was closed without its ballots, because keys of its box were lost
	Restored      time.Time // its open box was put back to the state of this time, from a backup; zero where it never was
}

// TakesBallots reports whether a ballot that arrives at now counts: the survey
// is open and its end, planned or earlier, has not come. Between that end and the
// count, which may be late, it takes none.
func (s Survey) TakesBallots(now time.Time) bool {
	return s.State == Open && s.Ended.IsZero() && now.Before(s.Closes)
}

// Waits reports whether the survey has ended and is counted only once every
// share of its key has been given.
func (s Survey) Waits(now time.Time) bool {
	return s.State == Open && s.Split && !s.TakesBallots(now)
}

// Ends is when the survey takes no more ballots, or took the last one; zero in a
// draft whose end is not fixed.
func (s Survey) Ends() time.Time {
	switch {
	case !s.Ended.IsZero():
		return s.Ended
	case s.State == Closed:
		return s.ClosedAt
	}
	return s.Closes
}

// Unit is a set of teams large enough to carry its own ballot label in one
// survey.
type Unit struct {
	ID       string // Team.ID() of the node that it formed at
	Name     string // unique within a survey
	Team     Path   // the node that it formed at
	Teams    []Path // every team whose people are in it, sorted
	Eligible int    // people in it at opening
	Roster   string // hash of their names, in the moment of opening; empty elsewhere
}

var idPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)

// ValidID reports whether s can be the id of a survey, unit, item or prompt,
// or a code: 1 to 32 characters of [A-Za-z0-9_-].
func ValidID(s string) bool { return idPattern.MatchString(s) }
