package people

import "time"

// Import is what a checked staff list does to the staff. The store writes it
// in one transaction and afterwards makes the managers' accounts follow the
// staff list. Plan.Import makes it.
type Import struct {
	Put   []Person // new, changed and returning people; Left is false
	Leave []string // ids of the people who leave
	By    string   // who imported it: account e-mail, or "command line"
	At    time.Time
}
