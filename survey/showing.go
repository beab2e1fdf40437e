package survey

import "time"

// Reader is a kind of people who read a release after HR, who read it at once.
type Reader string

const (
	Managers  Reader = "manager"
	Employees Reader = "employee"
)

// Readers are both kinds.
func Readers() []Reader { return []Reader{Managers, Employees} }

// Showing is from when the readers of one kind in a team may read a release. It
// holds for the teams below as well that have none of their own. The team is the
// readers', not that of a figure: a manager reads the teams below, and an
// employee those above, from the time of their own team on.
type Showing struct {
	Team   Path // Organisation for all teams
	Reader Reader
	From   time.Time // zero: as soon as there is a release
}

// Showing finds the showing that a team has of its own.
func (s Survey) Showing(r Reader, team Path) (Showing, bool) {
	for _, x := range s.Showings {
		if x.Team == team && x.Reader == r {
			return x, true
		}
	}
	return Showing{Team: team, Reader: r}, false
}

// ShownFrom is from when the readers of one kind in a team may read the
// release: as its own showing says, else that of the nearest team above. The zero
// time is as soon as there is one.
func (s Survey) ShownFrom(r Reader, team Path) time.Time {
	for p := team; ; p = p.Parent() {
		if x, ok := s.Showing(r, p); ok || p == Organisation {
			return x.From
		}
	}
}

// Held reports whether there is a release at now that the readers of one kind
// in a team may not read yet. It is the one answer to that question: every page
// and every download for anybody but HR asks it.
func (s Survey) Held(r Reader, team Path, now time.Time) bool {
	return s.State == Closed && now.Before(s.ShownFrom(r, team))
}
