package web

import "time"

// Showing is who reads the results of a survey and from when. HR does as soon
// as it is closed. Its form is sent with POST to …/shown: show_team (a path; ""
// for all teams), show_reader ("both", "manager" or "employee"), show_by ("once",
// "at" or "above": as the team above), show_date and show_time.
type Showing struct {
	Rows  []ShowingRow // all teams first, then those with a time of their own
	Teams []string     // paths that are offered; others may be typed
	// What was entered.
	Team, Reader, By, Date, Time string
}

// TeamsOffered is how many teams a form offers at most.
const TeamsOffered = 500

// ShowingRow is from when the readers in one team may read.
type ShowingRow struct {
	Team                string // path; "" is all teams
	Managers, Employees ShowingCell
}

// ShowingCell is from when one kind of readers may read.
type ShowingCell struct {
	From    time.Time // zero: at once
	Follows bool      // it is the time of a team above
	Past    bool      // they may already: it cannot be changed
}

// Past reports whether everybody may read everything: nothing can be changed.
func (s Showing) Past() bool {
	for _, r := range s.Rows {
		if !r.Managers.Past || !r.Employees.Past {
			return false
		}
	}
	return len(s.Rows) > 0
}

// Both reports whether both kinds of readers are picked.
func (s Showing) Both() bool { return s.Reader != "manager" && s.Reader != "employee" }

// Once reports whether "at once" is picked.
func (s Showing) Once() bool { return s.By != "at" && s.By != "above" }

// TeamField is a field for the path of a team, with some to choose from.
type TeamField struct {
	Field, Value string
	Teams        []string
	Problem      *Problem
}

// ShowTeam is the field of the team whose readers get a time.
func (p RunPage) ShowTeam() TeamField {
	return TeamField{Field: "show_team", Value: p.Showing.Team, Teams: p.Showing.Teams, Problem: p.Problem("show_team")}
}

// ViewTeam is the field of the team whose reader HR wants to look over the
// shoulder of.
func (p RunPage) ViewTeam() TeamField {
	return TeamField{Field: "team", Value: p.Viewing, Teams: p.Showing.Teams, Problem: p.Problem("team")}
}
