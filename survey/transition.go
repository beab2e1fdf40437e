package survey

import "time"

// Transition is one step in a survey's life, with the account that caused it.
type Transition struct {
	At     time.Time
	From   State // empty for the creation
	To     State
	By     string
	Reason string // why a survey was closed before its time
}
