package web

import "time"

// VerificationsPage is the page "admin_verify", GET /admin/verify, and the
// answer to POST /admin/verify/{survey}.
type VerificationsPage struct {
	Base
	Busy    bool              // another verification is running
	Names   bool              // the account may read who is in the units
	Surveys []VerificationRow // opened ones, newest first
	Done    *Verification     // the one that was asked for
}

// VerificationRow is one ballot box.
type VerificationRow struct {
	ID, Name  string
	Ended     bool
	Ends      time.Time // planned end, or when it was closed
	Rehearsal bool
	Last      *LastVerification // since the close; nil for none
}

// LastVerification is what came of the last one.
type LastVerification struct {
	At     time.Time
	By     string   // account e-mail or "command line"
	Failed []string // the messages "checks.<Name>"; none: everything held
}

// Verification is every check of one ballot box.
type Verification struct {
	ID, Name string
	Holds    bool
	Checks   []Check
}

// Check is one comparison.
type Check struct {
	Name     string   // the message "checks.<Name>"
	Result   string   // holds, fails or unchecked: the message "checks.<Result>"
	Problems []string // what is wrong, in English
	More     int      // problems that are not listed
}

func verificationSamples() map[string]map[string]any {
	base := sampleBase("auditor", "verify")
	rows := []VerificationRow{
		{ID: "winter-2026", Name: "Winter pulse 2026", Ends: sampleDay(time.December, 4, 16)},
		{ID: "autumn-2026", Name: hostileName(), Ended: true, Ends: sampleDay(time.October, 9, 16), Last: &LastVerification{At: sampleDay(time.October, 10, 9), By: "auditor@nordwind.example"}},
		{ID: "summer-2026", Name: "Summer pulse 2026", Ended: true, Ends: sampleDay(time.July, 9, 16), Last: &LastVerification{At: sampleDay(time.July, 10, 9), By: "command line", Failed: []string{"ballots", "tallies", "release"}}},
		{ID: "try-2026", Name: "A rehearsal", Ended: true, Ends: sampleDay(time.June, 9, 16), Rehearsal: true},
	}
	whole := &Verification{ID: "autumn-2026", Name: hostileName(), Holds: true, Checks: sampleChecks()}
	broken := &Verification{ID: "summer-2026", Name: "Summer pulse 2026", Checks: sampleChecks()}
	broken.Checks[12] = Check{Name: "ballots", Result: "fails", More: 7, Problems: []string{
		"ballot 0b3d8a65a9f1cf7c0ff8b7be92b8e4b7: answers and salt give the commitment " + sampleHash + ", it has " + sampleHash,
		"the stored ballots have the root " + sampleHash + ", the closing record " + sampleHash,
	}}
	broken.Checks[14] = Check{Name: "release", Result: "fails", Problems: []string{"waves[autumn-2026].teams[" + hostileName() + "].dimensions.COM.mean is not what the ballots give"}}
	return map[string]map[string]any{"admin_verify": {
		"none":   VerificationsPage{Base: base},
		"some":   VerificationsPage{Base: base, Surveys: rows},
		"names":  VerificationsPage{Base: base, Surveys: rows, Names: true},
		"busy":   VerificationsPage{Base: base, Surveys: rows, Busy: true},
		"holds":  VerificationsPage{Base: base, Surveys: rows, Done: whole},
		"broken": VerificationsPage{Base: base, Surveys: rows, Done: broken},
	}}
}

// sampleChecks has every check that there is a message for.
func sampleChecks() (checks []Check) {
	for _, name := range []string{"manifest", "log", "closing", "key", "credentials", "counts", "list", "destruction",
		"checkpoints", "survey", "keys", "invitations", "ballots", "tallies", "release"} {
		checks = append(checks, Check{Name: name, Result: "holds"})
	}
	return append(checks, Check{Name: "comments", Result: "unchecked"})
}
