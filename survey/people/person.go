package people

import "teamtrust/survey"

// Person is somebody on the staff list.
type Person struct {
	ID       string // employee_id: unique, at most 64 code points
	Name     string
	Email    string // empty: gets a printed code
	Team     survey.Path
	Manages  []survey.Path // teams of which this person is the manager
	Language string        // BCP 47, may be empty
	Left     bool          // no longer on the staff list; kept for the records of past surveys
}
