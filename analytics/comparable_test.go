package analytics_test

import (
	"os"
	"slices"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// wave counts a survey of two teams and a small third one, after the form
// changed it.
func wave(t *testing.T, id string, form func(*analytics.Input)) *analytics.Released {
	t.Helper()
	in := staff(t, map[survey.Path]int{"A": 30, "A / X": 8, "B": 25})
	in.Survey.ID = id
	for i := range 20 {
		answer(&in, "A", 1, 1+i%4, 1+i%5, 2+i%3, 3, 3)
		answer(&in, "B", 1, 1+i%4, 1+i%5, 2+i%3, 3, 3)
	}
	for i := range 6 {
		answer(&in, "A / X", 1, 2+i%3, 1+i%5, 2+i%3, 3, 3)
	}
	if form != nil {
		form(&in)
	}
	return analytics.NewReleased(release(t, in), in.Questionnaire, in.Units)
}

// without drops the ballots of a team's unit but some.
func without(in *analytics.Input, team survey.Path, keep int) {
	in.Ballots = slices.DeleteFunc(in.Ballots, func(b analytics.UnitBallot) bool {
		if b.Unit != team.ID() {
			return false
		}
		keep--
		return keep < 0
	})
}

func TestWhyThereIsNoChange(t *testing.T) {
	plain := func(*analytics.Input) {}
	for _, tt := range []struct {
		name      string
		from, to  func(*analytics.Input)
		team      survey.Path
		dimension string
		want      string
	}{
		{"nothing is different", plain, plain, "A", "COM", ""},
		{"a figure of six", plain, plain, "A / X", "COM", ""},
		{"the organisation", plain, plain, "", "total", ""},
		{"a team that the earlier survey did not have", func(in *analytics.Input) {
			*in = staff(t, map[survey.Path]int{"A": 30, "A / X": 8})
			answer(in, "A", 20, 3, 3, 3, 3, 3)
			answer(in, "A / X", 6, 3, 3, 3, 3, 3)
		}, plain, "B", "COM", "absent"},
		{"the organisation has a team more", func(in *analytics.Input) {
			*in = staff(t, map[survey.Path]int{"A": 30, "A / X": 8})
			answer(in, "A", 20, 3, 3, 3, 3, 3)
			answer(in, "A / X", 6, 3, 3, 3, 3, 3)
		}, plain, "", "COM", "coverage"},
		{"hidden earlier", func(in *analytics.Input) { without(in, "B", 3) }, plain, "B", "COM", "hidden"},
		{"hidden later", plain, func(in *analytics.Input) { without(in, "A / X", 4) }, "A / X", "COM", "hidden"},
		{"a part that is hidden later is still counted in the whole", plain, func(in *analytics.Input) { without(in, "A / X", 4) }, "A", "COM", ""},
		{"everything is hidden earlier", func(in *analytics.Input) { in.Ballots = in.Ballots[:3] }, plain, "", "COM", "hidden"},
		{"a dimension with another item", func(in *analytics.Input) {
			in.Questionnaire.Dimensions[0].Items = []string{"COM1"}
			in.Questionnaire.Items[1].Dimension = ""
		}, plain, "A", "COM", "questions"},
		{"its neighbour has the same items", func(in *analytics.Input) {
			in.Questionnaire.Dimensions[0].Items = []string{"COM1"}
			in.Questionnaire.Items[1].Dimension = ""
		}, plain, "A", "REL", ""},
		{"the total needs all dimensions", func(in *analytics.Input) {
			in.Questionnaire.Dimensions[0].Items = []string{"COM1"}
			in.Questionnaire.Items[1].Dimension = ""
		}, plain, "A", "total", "questions"},
		{"a dimension less", func(in *analytics.Input) {
			in.Questionnaire.Dimensions = in.Questionnaire.Dimensions[:1]
			in.Questionnaire.Items[2].Dimension = ""
		}, plain, "A", "total", "questions"},
		{"a dimension more", plain, func(in *analytics.Input) {
			in.Questionnaire.Dimensions = in.Questionnaire.Dimensions[:1]
			in.Questionnaire.Items[2].Dimension = ""
		}, "A", "total", "questions"},
		{"an item keyed the other way", func(in *analytics.Input) { in.Questionnaire.Items[0].Reverse = true }, plain, "A", "COM", "questions"},
		{"another scale", func(in *analytics.Input) { in.Questionnaire.Scale.Hi = 7 }, plain, "A", "COM", "questions"},
		{"another id and version of the same questions", func(in *analytics.Input) {
			in.Questionnaire.ID, in.Questionnaire.Version, in.Survey.Questionnaire = "other", "7", "other"
			slices.Reverse(in.Questionnaire.Dimensions[0].Items)
		}, plain, "A", "COM", ""},
		{"withheld for want of complete ballots", func(in *analytics.Input) {
			for i := range in.Ballots {
				if i > 2 {
					delete(in.Ballots[i].Answers, "REL1")
				}
			}
		}, plain, "A", "REL", "withheld"},
		{"only a bound", plain, func(in *analytics.Input) {
			without(in, "A / X", 0)
			answer(in, "A / X", 6, 5, 1, 3, 3, 3)
		}, "A / X", "COM", ""},
		{"another dimension is not clipped", plain, func(in *analytics.Input) {
			without(in, "A / X", 0)
			answer(in, "A / X", 6, 5, 1, 3, 3, 3)
		}, "A / X", "REL", ""},
		{"a team that had no people last time", func(in *analytics.Input) {
			tree := in.Tree
			*in = staff(t, map[survey.Path]int{"A": 30, "B": 25})
			in.Tree = tree
			answer(in, "A", 20, 3, 3, 3, 3, 3)
			answer(in, "B", 20, 3, 3, 3, 3, 3)
		}, plain, "A", "REL", ""},
		{"a team whose people were counted elsewhere last time", func(in *analytics.Input) {
			without(in, "B", 3) // they are counted with A's own people, above A
		}, plain, "A", "REL", "coverage"},
		{"a rehearsal beside a survey", func(in *analytics.Input) { in.Survey.Rehearsal = true }, plain, "A", "COM", "rehearsal"},
		{"two rehearsals", func(in *analytics.Input) { in.Survey.Rehearsal = true }, func(in *analytics.Input) { in.Survey.Rehearsal = true }, "A", "COM", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			all := analytics.Changes(wave(t, "s1", tt.from), wave(t, "s2", tt.to))
			for _, c := range analytics.ChangesOf(all, tt.team) {
				if c.Dimension != tt.dimension {
					continue
				}
				if c.Reason != tt.want || (c.Points == nil) != (tt.want != "") {
					t.Errorf("got %+v, want reason %q", c, tt.want)
				}
				return
			}
			t.Fatal("there is no such change at all")
		})
	}
}

func TestAReleaseWithAnUnknownUnitIsComparableWithNothing(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 30, "A / X": 8, "B": 25})
	known := wave(t, "s1", nil)
	unknown := analytics.NewReleased(known.Release, known.Form, in.Units[1:])
	for _, c := range append(analytics.Changes(unknown, known), analytics.Changes(known, unknown)...) {
		if c.Points != nil || c.Reason != "coverage" {
			t.Fatalf("%+v", c)
		}
	}
}

// TestOneSideWithoutSpread is compared by Welch as R does; two are not.
func TestOneSideWithoutSpread(t *testing.T) {
	same := func(in *analytics.Input) {
		without(in, "B", 0)
		answer(in, "B", 20, 3, 3, 3, 3, 3)
	}
	for name, tt := range map[string]struct {
		from, to *analytics.Released
		test     bool
	}{
		"earlier": {wave(t, "s1", same), wave(t, "s2", nil), true},
		"later":   {wave(t, "s1", nil), wave(t, "s2", same), true},
		"both":    {wave(t, "s1", same), wave(t, "s2", same), false},
	} {
		for _, c := range analytics.Changes(tt.from, tt.to) {
			if c.Team == nil || *c.Team != "B" || c.Dimension == "total" {
				continue
			}
			if (c.T != nil) != tt.test || (c.PointsCI != nil) != tt.test || c.Points == nil {
				t.Errorf("%s: %+v", name, c)
			}
			if tt.test && *c.DF != 19 {
				t.Errorf("%s: %v degrees of freedom, want those of the one that has a spread", name, *c.DF)
			}
		}
	}
}

func TestCoverageNamesTheTeamsThatJoinedAndLeft(t *testing.T) {
	other := wave(t, "s2", func(in *analytics.Input) {
		*in = staff(t, map[survey.Path]int{"A": 30, "A / Y": 8, "B": 25})
		answer(in, "A", 20, 3, 3, 3, 3, 3)
		answer(in, "A / Y", 6, 3, 3, 3, 3, 3)
		answer(in, "B", 20, 3, 3, 3, 3, 3)
	})
	for team, want := range map[survey.Path][2]int{"A": {1, 1}, "": {1, 1}, "B": {}, "A / Y": {}, "Nowhere": {}} {
		joined, left := analytics.Coverage(wave(t, "s1", nil), other, team)
		if len(joined) != want[0] || len(left) != want[1] {
			t.Errorf("%q: joined %v, left %v", team, joined, left)
		}
		if want[0] > 0 && (joined[0] != "A / Y" || left[0] != "A / X") {
			t.Errorf("%q: joined %v, left %v", team, joined, left)
		}
	}
}

// TestAReleaseThatWasMadeEarlierIsStillRead reads one from before measures
// were published.
func TestAReleaseThatWasMadeEarlierIsStillRead(t *testing.T) {
	raw, err := os.ReadFile("testdata/earlier.json")
	if err != nil {
		t.Fatal(err)
	}
	r := decoded(t, raw)
	if hash, err := r.Hash(); err != nil || hash != r.ReleaseHash {
		t.Errorf("its hash was %s and is now %s, %v", r.ReleaseHash, hash, err)
	}
	old, now := releasedSmall(t, r), releasedSmall(t, stored(t, release(t, smallSurvey(t))))
	points, intervals, small := 0, 0, 0
	for _, c := range analytics.Changes(old, now) {
		if c.Points != nil {
			points++
			if *c.Points != 0 {
				t.Errorf("the same survey changed: %+v", c)
			}
		}
		if c.PointsCI != nil {
			intervals++
		}
		if c.Smallest != nil {
			small++
		}
	}
	if points < 3 || intervals == 0 || intervals == points || small != points {
		t.Errorf("%d changes, %d intervals, %d smallest changes", points, intervals, small)
	}
	if _, ok := old.Smallest("Ops / A", "COM"); ok {
		t.Error("a release without a pooled SD has a smallest change")
	}
}

func releasedSmall(t *testing.T, r *analytics.Release) *analytics.Released {
	t.Helper()
	in := smallSurvey(t)
	return analytics.NewReleased(r, in.Questionnaire, in.Units)
}
