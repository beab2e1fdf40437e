package audit_test

import (
	"testing"

	"teamtrust/analytics/audit"
	"teamtrust/reports"
	"teamtrust/survey"
)

func TestNothingFollowsFromOurReleases(t *testing.T) {
	spreads, extreme, cuts, identities := 0, 0, 0, 0
	for seed := range organisations() {
		c := newCompany(source(seed), 25)
		var waves []*audit.Wave
		for n := range 3 {
			waves = append(waves, c.vote().published(n))
			for _, cut := range waves[n].Releases[0].Cuts {
				for _, v := range cut.Values {
					if !v.Hidden {
						cuts++
					}
				}
			}
			c.pass()
		}
		r := audited(t, waves...)
		for _, f := range r.Findings {
			t.Errorf("seed %d: %s: %s", seed, f.Kind, f.Says)
		}
		identities += r.Compared.Identities
		if r.Compared.Pairs != 3 {
			t.Errorf("seed %d: %+v", seed, r.Compared)
		}
		if t.Failed() {
			return
		}
		spreads, extreme = spreads+r.Measured.Spreads, extreme+r.Measured.Extreme
	}
	if cuts < 20 || identities < 1000 {
		t.Errorf("only %d values of cuts were shown, and %d identities checked", cuts, identities)
	}
	t.Logf("an extreme answer can be ruled out in %d of %d questions in a group that show their spread", extreme, spreads)
}

// North of Site is team B here, and not the team of that name.
func TestATeamMayBeCalledAsAValueOfACutIs(t *testing.T) {
	p := office(mixed, team{"Site: North", 14}, team{"B", 12})
	p.in.Cuts = []survey.Cut{{Name: "Site", Teams: map[survey.Path]string{"Site: North": "South", "B": "North"}}}
	w := p.published(0)
	if v := w.Releases[0].Cuts[0].Values; len(v) != 2 || v[0].Hidden || v[1].Hidden {
		t.Fatalf("the cut is %+v", v)
	}
	w.Columns, w.Exported = reports.Columns(), rowsOf(w.Releases[0], nil)
	for _, f := range audited(t, w).Findings {
		t.Errorf("%s: %s", f.Kind, f.Says)
	}
}
