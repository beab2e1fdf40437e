package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"teamtrust/analytics"
	"teamtrust/analytics/audit"
	"teamtrust/migrations"
)

func TestNothingWasPublishedYet(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		if out := in.must("audit"); !strings.Contains(out, "Compared 0 surveys") || !strings.Contains(out, "Nothing follows") {
			t.Errorf("audit: %s", out)
		}
	})
}

func TestWhatWasPublishedIsAudited(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		in.must("people", "import", staffList)
		in.serve("serve")
		id := in.must("survey", "create", "--questionnaire", "P10", "--name", "Rehearsal", "--rehearsal")
		in.must("survey", "open", id)
		in.must("survey", "create", "--questionnaire", "P6", "--name", "Draft")
		in.must("simulate", id, "--ballots", "200", "--seed", "7")
		if r := in.audited(exitDone); r.Compared.Surveys != 1 || r.Compared.Releases != 0 {
			t.Errorf("while it is open: %+v", r.Compared)
		}
		in.must("survey", "close", id, "--reason", "test")
		r := in.audited(exitDone)
		c := r.Compared
		if c.Surveys != 1 || c.Rehearsals != 1 || c.Releases != 1 || c.Teams != 58 || c.Spent != 200 || c.Blocks < 20 || c.Numbers < 2000 || c.Exported < 1000 {
			t.Errorf("compared: %+v", c)
		}
		if r.Measured.Smallest < 5 {
			t.Errorf("the smallest group has %d ballots", r.Measured.Smallest)
		}
		in.revealed(id)
	})
}

// audited is what the audit says as JSON, ending as it should.
func (in *installation) audited(want int) audit.Report {
	in.t.Helper()
	stdout, stderr, code := in.run("audit", "--format", "json")
	var r audit.Report
	if err := json.Unmarshal([]byte(stdout), &r); err != nil || code != want || r.Findings == nil {
		in.t.Fatalf("audit: exit code %d, want %d, %v: %s%s", code, want, err, stdout, stderr)
	}
	return r
}

// revealed alters a published release in the database, so that a hidden team
// has a number, and wants the audit to tell.
func (in *installation) revealed(id string) {
	in.t.Helper()
	o := in.past(time.Now())
	raw, err := o.store.Release(in.t.Context(), id)
	if err != nil {
		in.t.Fatal(err)
	}
	var r analytics.Release
	if err := json.Unmarshal(raw, &r); err != nil {
		in.t.Fatal(err)
	}
	name := ""
	for i, team := range r.Waves[0].Teams {
		if team.Hidden && name == "" {
			n := 3
			name, r.Waves[0].Teams[i].Figure = team.Team, &analytics.Figure{N: &n}
		}
	}
	if raw, err = json.Marshal(r); err != nil {
		in.t.Fatal(err)
	}
	query := "UPDATE releases SET release = ? WHERE survey = ?"
	if o.store.Dialect() == migrations.Postgres {
		query = "UPDATE releases SET release = $1 WHERE survey = $2"
	}
	if _, err := o.store.SQL().ExecContext(in.t.Context(), query, string(raw), id); err != nil {
		in.t.Fatal(err)
	}
	stdout, stderr, code := in.run("audit")
	if code != exitFailed || !strings.Contains(stdout, name+" is hidden and has 1 number") || !strings.Contains(stdout, "its hash was made of") ||
		!strings.Contains(stderr, "more than it may") || strings.Contains(stdout, "Nothing follows") {
		in.t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
	if r := in.audited(exitFailed); r.OK() {
		in.t.Error("as JSON nothing was found")
	}
}
