package audit

import (
	"fmt"
	"strings"

	"teamtrust/survey"
)

// Report is what the audit compared and what it found.
type Report struct {
	Compared Compared  `json:"compared"`
	Measured Measured  `json:"measured"`
	Findings []Finding `json:"findings"`
	Left     int       `json:"findings_left_out"` // beyond MostFindings of a survey
}

// MostFindings is how many findings of one survey are told; the rest is counted.
const MostFindings = 100

// Compared counts what was looked at.
type Compared struct {
	Surveys    int `json:"surveys"`
	Rehearsals int `json:"rehearsals"` // of these
	Releases   int `json:"releases"`
	Teams      int `json:"teams"`    // shown and hidden, in all releases
	Numbers    int `json:"numbers"`  // of releases
	Exported   int `json:"exported"` // cells of CSV and workbook
	Blocks     int `json:"blocks"`   // of verify pages
	Spent      int `json:"spent"`    // used credentials on verify pages
	Bands      int `json:"bands"`
	Comments   int `json:"comments"`
	Pairs      int `json:"pairs"`  // of surveys of the same teams
	Sums       int `json:"sums"`   // different sums that were published
	Groups     int `json:"groups"` // that follow from them
	Identities int `json:"identities"`
	Programs   int `json:"programs"` // linear programs
}

// Measured is what can be worked out without breaking a rule, because no rule
// can keep it: docs/anonymity.md says so.
type Measured struct {
	Smallest  int `json:"smallest"`  // ballots of the smallest group that follows; 0 without any
	Spreads   int `json:"spreads"`   // groups with a spread, each item on its own
	Extreme   int `json:"extreme"`   // of these: nobody gave the lowest, or nobody the highest answer
	Agreement int `json:"agreement"` // of these: all gave the same answer
	Pinned    int `json:"pinned"`    // groups of whom all or none had taken part at a refresh of the bands
}

// Finding is one thing that follows from what was published and must not.
type Finding struct {
	Kind      Kind     `json:"kind"`
	Survey    string   `json:"survey"`
	Name      string   `json:"name"`
	Teams     []string `json:"teams"`     // paths; empty for the organisation
	Statistic string   `json:"statistic"` // what it is about
	Identity  string   `json:"identity"`  // how it follows
	Says      string   `json:"says"`      // all of it in one sentence
}

// Kind says what a finding gives away.
type Kind string

const (
	Group         Kind = "group"         // a result of fewer ballots than it may speak of
	Answer        Kind = "answer"        // what somebody answered, or nearly
	Missing       Kind = "missing"       // how many left something out, or gave a code
	Ballots       Kind = "ballots"       // numbers that should be about the same ballots and are not
	Hidden        Kind = "hidden"        // a number where there must be none
	Time          Kind = "time"          // two publications too close to each other, or one changed
	Participation Kind = "participation" // who took part, of too few people
	Writers       Kind = "writers"       // comments of too few
	Record        Kind = "record"        // published things that contradict each other
)

// OK reports whether nothing was found.
func (r *Report) OK() bool { return len(r.Findings) == 0 && r.Left == 0 }

// place names a team in a sentence.
func place(p survey.Path) string {
	if p == survey.Organisation {
		return "the organisation"
	}
	return string(p)
}

// places names some teams, and counts what would be too many.
func places(paths []survey.Path) string {
	const most = 4
	names := make([]string, 0, most)
	for i, p := range paths {
		if i == most && len(paths) > most+1 {
			return strings.Join(names, ", ") + fmt.Sprintf(" and %d others", len(paths)-most)
		}
		names = append(names, place(p))
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
