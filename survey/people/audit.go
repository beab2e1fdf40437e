package people

import "time"

// Entry is one line of the audit log: who did what to which object. Entries
// are only ever added. What people do with their invitation is never an entry;
// what HR does with one (an export, a replacement) is.
type Entry struct {
	Number int64     // place in the log, given by the store; larger is later
	At     time.Time // whole seconds, UTC
	Actor  string    // account e-mail, or "command line", or "system"
	Role   Role      // the role that allowed it, empty for the command line
	Action string    // verb and noun, e.g. "open survey"
	Object string    // id or path of the thing
	Detail string    // reason or figures, in plain words
	Denied bool      // it was refused
}

// ActionImport is the action of a staff-list import; its detail is the
// summary line of the plan.
const ActionImport = "import people"
