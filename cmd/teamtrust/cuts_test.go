package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teamtrust/analytics"
)

// A cut is declared with the draft, shown from the release on, verified and
// audited.
func TestASurveyIsAlsoShownBySite(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		in.must("people", "import", staffList)
		in.serve("serve")
		sites := filepath.Join(t.TempDir(), "sites.csv")
		write := func(content string) {
			if err := os.WriteFile(sites, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		create := []string{"survey", "create", "--questionnaire", "P10", "--name", "Rehearsal", "--rehearsal", "--cuts", sites}
		write("team,site\nNowhere,Bremen\n")
		if _, stderr, code := in.run(create...); code != exitFailed || !strings.Contains(stderr, `row 2, team: "Nowhere" is no team of the staff list`) {
			t.Errorf("exit code %d: %s", code, stderr)
		}
		write("team;site\nOperations;Works\nCommercial;Offices\nCorporate;Offices\nEngineering;Offices\nBoard Office;Offices\n")
		id := in.must(create...)
		in.must("survey", "open", id)
		in.must("simulate", id, "--ballots", "280", "--seed", "7")
		in.must("survey", "close", id, "--reason", "test")
		var r analytics.Release
		if err := json.Unmarshal([]byte(in.must("results", id, "--format", "json")), &r); err != nil {
			t.Fatal(err)
		}
		if len(r.Cuts) != 1 || r.Cuts[0].Cut != "site" || len(r.Cuts[0].Values) != 2 {
			t.Fatalf("the cuts are %+v", r.Cuts)
		}
		for _, v := range r.Cuts[0].Values {
			if v.Hidden || *v.N < 10 || v.Total.Mean == nil {
				t.Errorf("%s: %+v", v.Value, v)
			}
		}
		in.must("verify", id)
		in.must("audit")
	})
}
