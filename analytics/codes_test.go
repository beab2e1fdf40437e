package analytics_test

import (
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

func TestSharesOfCodesKeepEveryGroupLargeEnough(t *testing.T) {
	input := func(none, na, absent int) analytics.Input {
		in := staff(t, map[survey.Path]int{"A": 100})
		answer(&in, "A", none, 3, 3, 3, -2, 3)
		answer(&in, "A", na, 3, 3, 3, -1, 3)
		answer(&in, "A", absent, 3, 3, 3, 0, 3)
		answer(&in, "A", 60-none-na-absent, 3, 3, 3, 2, 3)
		return in
	}
	cases := []struct {
		name             string
		none, na, absent int
		shares           map[string]float64
		missing          int // 0 means withheld
	}{
		{"both codes often", 12, 9, 0, map[string]float64{"none": 0.2, "NA": 0.15}, 0},
		{"the opt-out four times", 12, 4, 0, map[string]float64{"none": 0.2}, 0},
		{"the opt-out never is withheld like four times", 12, 0, 0, map[string]float64{"none": 0.2}, 0},
		{"five others have no value", 12, 4, 1, map[string]float64{"none": 0.2}, 17},
		{"four others have no value", 12, 4, 0, map[string]float64{"none": 0.2}, 0},
		{"only absent ones", 0, 0, 6, nil, 6},
		{"fewer than k have a value", 30, 26, 0, nil, 0},
	}
	for _, c := range cases {
		f := release(t, input(c.none, c.na, c.absent)).Waves[0].Figure
		it := f.Items["APO1"]
		if len(it.Extra) != 2 {
			t.Errorf("%s: the codes are %v, want both as keys", c.name, it.Extra)
		}
		for code, share := range it.Extra {
			want, shown := c.shares[code]
			if (share != nil) != shown || shown && *share != want {
				t.Errorf("%s: %s has share %v, want %v", c.name, code, share, want)
			}
		}
		if (it.Missing == nil) != (c.missing == 0) || it.Missing != nil && *it.Missing != c.missing {
			t.Errorf("%s: missing is %v, want %d", c.name, it.Missing, c.missing)
		}
	}
}

func TestTheOptOutIsNeverSharedBelowTheOrganisation(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 100, "B": 100})
	for _, team := range []survey.Path{"A", "B"} {
		answer(&in, team, 30, 3, 3, 3, -1, 3)
		answer(&in, team, 30, 3, 3, 3, 2, 3)
		answer(&in, team, 30, 3, 3, 3, -2, 3)
	}
	r := release(t, in)
	f, _ := r.Figure("A")
	if it := f.Items["APO1"]; it.Extra["NA"] != nil || it.Missing != nil || it.Extra["none"] == nil || *it.Extra["none"] != 0.33 {
		t.Errorf("A has %v, missing %v", it.Extra, it.Missing)
	}
	if it := r.Waves[0].Items["APO1"]; it.Extra["NA"] == nil || *it.Extra["NA"] != 0.33 {
		t.Errorf("the organisation has %v", it.Extra)
	}
}
