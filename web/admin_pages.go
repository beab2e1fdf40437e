package web

import "time"

// AccountsPage is the page "admin_accounts", GET /admin/accounts, and the
// answer to POST /admin/accounts (email, role, team: an id for each one ticked,
// or full paths, one a line) and POST /admin/accounts/{id}/link.
type AccountsPage struct {
	Base
	Form
	Warnings Warnings
	Accounts []AccountRow // by e-mail
	Link     *SignInLink  // just made; shown this once
	AllTeams []TeamChoice // for the role manager
	ManyOf   string       // where there are too many teams to tick: one of them, as an example; AllTeams is empty
	Written  string       // the paths that were entered then, when the form is shown again
	Email    string       // what was entered, when the form is shown again
	Role     string       // admin, hr, manager, auditor; "" for none
}

// Warnings are what administrators have to repair outside of the program, so
// that nobody keeps what it does not keep.
type Warnings struct {
	Forwarded time.Time // the day since which a proxy passes on addresses; zero: none does. POST /admin/forwarded says that it is repaired
	ServerLog string    // what PostgreSQL's log keeps and what to do, in English; "" for nothing
}

// Any reports whether there is a warning.
func (w Warnings) Any() bool { return !w.Forwarded.IsZero() || w.ServerLog != "" }

// AccountRow is one account.
type AccountRow struct {
	ID, Email string
	Roles     []string // the messages "role.<Role>"
	Teams     []string // full paths of managed teams
	You       bool     // the reader's own
}

// SignInLink is a one-time link for an account.
type SignInLink struct {
	Email   string
	URL     string
	Expires time.Time
}

// TeamChoice is one team that may be ticked.
type TeamChoice struct {
	ID, Path string
	Ticked   bool
}

// AuditPage is the page "admin_audit", GET /admin/audit?before={number}.
type AuditPage struct {
	Base
	Entries []AuditRow // newest first
	Older   string     // URL of the page before; "" for none
	Newest  string     // URL of the first page; "" on it
}

// AuditRow is one line of the audit log.
type AuditRow struct {
	At     time.Time
	Actor  string // account e-mail, "command line" or "system"
	Role   string // admin, hr, manager, auditor; "" for the command line
	Action string // verb and noun, in English as it was recorded
	Object string
	Detail string
	Denied bool
}
