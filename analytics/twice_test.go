package analytics_test

import (
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// A link that was used before it was replaced leaves its ballot in the box, so
// one person can have two.
func TestAReplacedInvitationMayBringTwoBallots(t *testing.T) {
	for _, c := range []struct {
		name              string
		ballots, replaced int
		counted           bool
		everybody         bool
		interval          bool
	}{
		{"one person is missing", 11, 0, true, false, true},
		{"everybody answered", 12, 0, true, true, false},
		{"more ballots than links", 13, 0, false, false, false},
		{"all links were used, or one person twice", 12, 1, true, false, true},
		{"thirteen of twelve people with one new link: everybody answered", 13, 1, true, true, false},
		{"thirteen of twelve people with two new links: perhaps one is missing", 13, 2, true, false, true},
		{"fourteen with two new links", 14, 2, true, true, false},
		{"more ballots than both links allow", 15, 2, false, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := staff(t, map[survey.Path]int{"A": 12, "B": 20})
			in.Replaced[survey.Path("A").ID()] = c.replaced
			for i := range c.ballots {
				answer(&in, "A", 1, 1+i%5, 1+i%4, 1+i%4, 3, 3)
			}
			answer(&in, "B", 15, 3, 3, 3, 3, 3)
			counted, err := analytics.Count(in)
			if (err == nil) != c.counted {
				t.Fatalf("counted: %v", err)
			}
			if err != nil {
				return
			}
			r := counted.Release
			f, _ := r.Figure("A")
			if f == nil || *f.N != c.ballots || *f.Invited != 12 || r.Replaced(f) != c.replaced || *r.Cast != c.ballots+15 {
				t.Fatalf("A is %+v with %d replaced", f, r.Replaced(f))
			}
			if got := r.Everybody(f); got != c.everybody {
				t.Errorf("everybody answered: %v", got)
			}
			if got := f.Dimensions["COM"].CI != nil; got != c.interval {
				t.Errorf("interval %v", f.Dimensions["COM"].CI)
			}
			if b, _ := r.Figure("B"); r.Replaced(b) != 0 || r.Everybody(b) {
				t.Errorf("B has %d replaced", r.Replaced(b))
			}
		})
	}
}

// TestEverybodyAnsweredIsSaidOnlyWhereItIsSure compares with the ballots of
// the worst case: every replaced invitation was used twice.
func TestEverybodyAnsweredIsSaidOnlyWhereItIsSure(t *testing.T) {
	said, doubtful := 0, 0
	for seed := range uint64(worlds) {
		w := newWorld(source(seed), 25)
		r := w.count().Release
		for p, f := range figures(r) {
			sure, invited, replaced := 0, 0, 0
			for _, b := range w.refBlocks() {
				if under(p, b.at) {
					sure, invited, replaced = sure+len(b.ballots)-b.replaced, invited+b.invited, replaced+b.replaced
				}
			}
			if r.Replaced(f) != replaced || r.Everybody(f) != (sure == invited) || sure > invited {
				t.Fatalf("seed %d, %q: %d sure of %d: %v", seed, p, sure, invited, r.Everybody(f))
			}
			if sure == invited {
				said++
			} else if *f.N >= *f.Invited {
				doubtful++
			}
		}
	}
	if said < 20 || doubtful < 20 {
		t.Fatalf("said %d times, doubtful %d times: the worlds are too poor", said, doubtful)
	}
}
