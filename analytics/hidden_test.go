package analytics_test

import (
	"strings"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

func TestASurveyWithTooFewBallotsShowsNothingButThat(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 6, "B": 7})
	answer(&in, "A", 2, 3, 3, 3, 3, 3)
	answer(&in, "B", 2, 3, 3, 3, 3, 3)
	c, err := analytics.Count(in)
	if err != nil {
		t.Fatal(err)
	}
	r := c.Release
	if !r.Hidden || r.Cast != nil || r.Waves[0].N != nil || len(r.Blocks) != 0 || len(c.Tallies) != 0 || len(c.BlockOf) != 0 {
		t.Errorf("shown: %+v", r)
	}
	if r.Invited != 13 {
		t.Errorf("invited is %d", r.Invited)
	}
	for _, team := range r.Waves[0].Teams {
		if !team.Hidden || team.Reason != analytics.ReasonFew || team.Figure != nil {
			t.Errorf("team %+v", team)
		}
	}
	checkComplete(t, r)
}

func TestASurveyWithoutAnyBallotShowsNothing(t *testing.T) {
	r := release(t, staff(t, map[survey.Path]int{"A": 6}))
	if !r.Hidden || r.Cast != nil {
		t.Errorf("shown: %+v", r)
	}
	checkComplete(t, r)
}

func TestReasonsOfHiddenTeams(t *testing.T) {
	in := staff(t, map[survey.Path]int{"Big": 30, "Big / Tiny": 3, "Low": 9, "Near": 6, "Dry / Sub": 8})
	answer(&in, "Big", 20, 3, 3, 3, 3, 3)
	answer(&in, "Low", 2, 3, 3, 3, 3, 3)
	answer(&in, "Near", 6, 3, 3, 3, 3, 3)
	want := map[survey.Path]string{
		"Big":        "",                     // shown
		"Big / Tiny": analytics.ReasonFew,    // its people are in the unit above, and too few
		"Low":        analytics.ReasonFew,    // two ballots
		"Near":       analytics.ReasonMerged, // six ballots, but the two left over were counted with them
		"Dry":        analytics.ReasonFew,
		"Dry / Sub":  analytics.ReasonFew,
	}
	r := release(t, in)
	for team, reason := range want {
		f, got := r.Figure(team)
		if got != reason || (f == nil) != (reason != "") {
			t.Errorf("%s: %q, want %q", team, got, reason)
		}
	}
	if f, reason := r.Figure(survey.Organisation); f == nil || reason != "" {
		t.Error("the organisation is hidden")
	}
	if f, reason := r.Figure("Nowhere"); f != nil || reason != "" {
		t.Error("a team that does not exist has a figure")
	}
}

func TestABlockNeedsMoreBallotsForReplacedInvitations(t *testing.T) {
	for replaced, shown := range map[int]bool{0: true, 1: true, 2: false} {
		in := staff(t, map[survey.Path]int{"A": 8, "B": 20})
		in.Replaced[survey.Path("A").ID()] = replaced
		answer(&in, "A", 6, 3, 3, 3, 3, 3)
		answer(&in, "B", 20, 3, 3, 3, 3, 3)
		if f, _ := release(t, in).Figure("A"); (f != nil) != shown {
			t.Errorf("six ballots with %d replaced: shown is %v", replaced, f != nil)
		}
	}
}

func TestAUnitWithoutBallotsBelongsToTheBlockNearestToTheRoot(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 9, "B": 8, "C": 7})
	answer(&in, "A", 9, 3, 3, 3, 3, 3)
	answer(&in, "B", 6, 3, 3, 3, 3, 3)
	r := release(t, in)
	f, _ := r.Figure("B")
	if f == nil || *f.N != 6 || *f.Invited != 15 {
		t.Fatalf("B is %+v, want 6 of 15: its own 8 people and the 7 of C", f)
	}
	if f, reason := r.Figure("C"); f != nil || reason != analytics.ReasonFew {
		t.Error("C is shown")
	}
	if *r.Cast != 15 || r.Invited != 24 {
		t.Errorf("%d of %d", *r.Cast, r.Invited)
	}
}

func TestReplacedInvitationsDecideWhereAUnitWithoutBallotsGoes(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 9, "B": 20, "C": 7})
	answer(&in, "A", 5, 3, 3, 3, 3, 3)
	answer(&in, "B", 15, 3, 3, 3, 3, 3)
	in.Replaced[survey.Path("C").ID()] = 1
	r := release(t, in)
	a, _ := r.Figure("A")
	b, _ := r.Figure("B")
	if a == nil || b == nil || *a.Invited != 9 || *b.Invited != 27 {
		t.Errorf("A has five ballots and cannot take C's replaced invitation; B can: %+v, %+v", a, b)
	}
}

func TestWhoIsLeftOverJoinsUntilThereAreEnoughForReplacedInvitations(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 9, "B": 20, "C": 7, "D / E": 12})
	answer(&in, "A", 5, 3, 3, 3, 3, 3)
	answer(&in, "B", 15, 3, 3, 3, 3, 3)
	answer(&in, "C", 1, 3, 3, 3, 3, 3)
	answer(&in, "D / E", 8, 3, 3, 3, 3, 3)
	in.Replaced[survey.Path("C").ID()] = 2
	r := release(t, in)
	if len(r.Blocks) != 2 || r.Blocks[0].N != 21 || r.Blocks[0].Team != nil || r.Blocks[1].N != 8 {
		t.Errorf("A and C have six ballots for seven, so B joins too: %+v", r.Blocks)
	}
	in.Ballots = in.Ballots[:6]
	in.Ballots[5].Unit = survey.Path("C").ID()
	if r := release(t, in); !r.Hidden {
		t.Errorf("six ballots with two replaced invitations are too few for anything: %+v", r.Blocks)
	}
}

func TestNothingOfAUnitBelowKIsPrinted(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 40, "Low": 9})
	answer(&in, "A", 31, 3, 3, 3, 3, 3)
	answer(&in, "Low", 4, 3, 3, 3, 3, 3)
	raw := encoded(t, release(t, in))
	for _, bad := range []string{`"n":4`, `"n":31`} {
		if strings.Contains(raw, bad) {
			t.Errorf("the release has %s: %s", bad, raw)
		}
	}
}
