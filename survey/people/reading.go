package people

import (
	"time"

	"teamtrust/survey"
)

// ReadsFrom is from when an account may read a team's figures of a survey's
// release: HR at once, which is the zero time, managers from the earliest time
// of those of their teams that the team belongs to. It says nothing of whether
// they may at all: MayReadTeam does.
func (a Account) ReadsFrom(sv survey.Survey, team survey.Path) time.Time {
	if a.Has(HR) {
		return time.Time{}
	}
	from := sv.ShownFrom(survey.Managers, team)
	found := false
	for _, t := range a.Teams {
		if at := sv.ShownFrom(survey.Managers, t); t.Contains(team) && (!found || at.Before(from)) {
			from, found = at, true
		}
	}
	return from
}

// Waits reports whether there is a release at now whose figures of a team the
// account may not read yet.
func (a Account) Waits(sv survey.Survey, team survey.Path, now time.Time) bool {
	return sv.State == survey.Closed && now.Before(a.ReadsFrom(sv, team))
}
