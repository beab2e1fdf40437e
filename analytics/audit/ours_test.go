package audit_test

import (
	"testing"

	"teamtrust/analytics/audit"
)

func TestNothingFollowsFromOurReleases(t *testing.T) {
	spreads, extreme := 0, 0
	for seed := range organisations() {
		c := newCompany(source(seed), 25)
		var waves []*audit.Wave
		for n := range 3 {
			waves = append(waves, c.vote().published(n))
			c.pass()
		}
		r := audited(t, waves...)
		for _, f := range r.Findings {
			t.Errorf("seed %d: %s: %s", seed, f.Kind, f.Says)
		}
		if r.Compared.Pairs != 3 || r.Compared.Groups == 0 || r.Compared.Identities == 0 {
			t.Errorf("seed %d: hardly anything was compared: %+v", seed, r.Compared)
		}
		if t.Failed() {
			return
		}
		spreads, extreme = spreads+r.Measured.Spreads, extreme+r.Measured.Extreme
	}
	t.Logf("an extreme answer can be ruled out in %d of %d questions in a group that show their spread", extreme, spreads)
}
