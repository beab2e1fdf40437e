package people

import (
	"time"

	"teamtrust/survey"
)

// Kinds of reading.
const (
	Opened   = "opened"   // a page with the figures
	Exported = "exported" // a file with them
)

// Reading is that an account read a team's results. Employees are told of it, so
// it is no more than they need: days, and of those the first and the latest.
type Reading struct {
	Team        survey.Path // survey.Organisation for all teams
	Account     string      // e-mail address, or who it was on the machine itself
	Role        Role        // in which it read; empty on the machine itself
	Kind        string      // Opened or Exported
	First, Last time.Time   // midnight UTC
}

// NewReading is one at a time of day, which it forgets.
func NewReading(team survey.Path, account string, role Role, kind string, at time.Time) Reading {
	day := at.UTC().Truncate(24 * time.Hour)
	return Reading{Team: team, Account: account, Role: role, Kind: kind, First: day, Last: day}
}

// ReadsAs is the role in which an account reads results.
func (a Account) ReadsAs() Role {
	if a.Has(HR) {
		return HR
	}
	return Manager
}
