package ballot

import "fmt"

// Result is what came of a check.
type Result string

// What may come of a check.
const (
	Holds     Result = "holds"
	Fails     Result = "fails"
	Unchecked Result = "unchecked" // there is nothing left, or nothing here, to compare
)

// Check is one thing that a verification compared.
type Check struct {
	Name     string   // one word
	Result   Result   // Fails where there is a problem
	Said     string   // what was compared with what, or why nothing was
	Problems []string // what is wrong, and where: the first of them
	More     int      // problems that are not listed
}

// The names of the checks, in the order in which they are made. Those below
// the line need the server's own tables.
const (
	CheckManifest    = "manifest"
	CheckLog         = "log"
	CheckClosing     = "closing"
	CheckKey         = "key"
	CheckCredentials = "credentials"
	CheckCounts      = "counts"
	CheckList        = "list"
	CheckDestruction = "destruction"
	// --
	CheckSigned      = "checkpoints"
	CheckSurvey      = "survey"
	CheckKeys        = "keys"
	CheckInvitations = "invitations"
	CheckBallots     = "ballots"
	CheckTallies     = "tallies"
	CheckRelease     = "release"
	CheckComments    = "comments"
)

// maxProblems is how many problems a check lists.
const maxProblems = 10

// Problems collects what is wrong.
type Problems struct {
	list []string
	more int
}

// Add notes one problem.
func (p *Problems) Add(format string, args ...any) {
	if len(p.list) == maxProblems {
		p.more++
		return
	}
	p.list = append(p.list, fmt.Sprintf(format, args...))
}

// Full reports whether another problem would only be counted.
func (p *Problems) Full() bool { return len(p.list) == maxProblems }

// Check is the check that found these problems, or none.
func (p *Problems) Check(name, said string, args ...any) Check {
	c := Check{Name: name, Result: Holds, Said: fmt.Sprintf(said, args...), Problems: p.list, More: p.more}
	if len(p.list) > 0 {
		c.Result = Fails
	}
	return c
}

// Skip is a check that could not be made.
func Skip(name, why string, args ...any) Check {
	return Check{Name: name, Result: Unchecked, Said: fmt.Sprintf(why, args...)}
}
