package people

import "teamtrust/survey"

// Role is what an account may do.
type Role string

const (
	Admin   Role = "admin"   // accounts, settings, logs of the machine; no scores
	HR      Role = "hr"      // everything released, people, surveys
	Manager Role = "manager" // the teams they manage and everything below
	Auditor Role = "auditor" // verify pages, audit log, release hashes; no scores
)

// Account is somebody who signs in.
type Account struct {
	ID    string // random, matches survey.ValidID
	Email string // unique, lower case
	Roles []Role
	Teams []survey.Path // managed teams, for the role Manager
}

// Has reports whether the account holds the role.
func (a Account) Has(r Role) bool {
	for _, x := range a.Roles {
		if x == r {
			return true
		}
	}
	return false
}

// MayReadTeam reports whether the account may read the released figures of a
// team: HR all of them, a manager those of the managed teams and below.
func (a Account) MayReadTeam(team survey.Path) bool {
	if a.Has(HR) {
		return true
	}
	if !a.Has(Manager) || team == survey.Organisation {
		return false
	}
	for _, t := range a.Teams {
		if t != survey.Organisation && t.Contains(team) {
			return true
		}
	}
	return false
}
