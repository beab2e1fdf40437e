package analytics_test

import (
	"math"
	"slices"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

func TestWhyAnItemHasNoChange(t *testing.T) {
	plain := func(*analytics.Input) {}
	for _, tt := range []struct {
		name     string
		from, to func(*analytics.Input)
		team     survey.Path
		item     string
		want     string
	}{
		{"nothing is different", plain, plain, "A", "COM1", ""},
		{"a figure of six", plain, plain, "A / X", "COM1", ""},
		{"the organisation", plain, plain, "", "REL1", ""},
		{"hidden earlier", func(in *analytics.Input) { without(in, "B", 3) }, plain, "B", "COM1", "hidden"},
		{"a team that the earlier survey did not have", func(in *analytics.Input) {
			*in = staff(t, map[survey.Path]int{"A": 30, "A / X": 8})
			answer(in, "A", 20, 3, 3, 3, 3, 3)
		}, plain, "B", "COM1", "absent"},
		{"keyed the other way", func(in *analytics.Input) { in.Questionnaire.Items[0].Reverse = true }, plain, "A", "COM1", "questions"},
		{"its neighbour was keyed the other way", func(in *analytics.Input) { in.Questionnaire.Items[0].Reverse = true }, plain, "A", "COM2", ""},
		{"an item that was not asked", plain, plain, "A", "NEW", "questions"},
		{"withheld for want of complete ballots", func(in *analytics.Input) {
			for i := range in.Ballots {
				if i > 2 {
					delete(in.Ballots[i].Answers, "REL1")
				}
			}
		}, plain, "A", "REL1", "withheld"},
		{"people counted elsewhere last time", func(in *analytics.Input) { without(in, "B", 3) }, plain, "A", "COM1", "coverage"},
		{"a rehearsal beside a survey", func(in *analytics.Input) { in.Survey.Rehearsal = true }, plain, "A", "COM1", "rehearsal"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := analytics.ItemChange(wave(t, "s1", tt.from), wave(t, "s2", tt.to), tt.team, tt.item)
			if c.Reason != tt.want || (c.Points == nil) != (tt.want != "") {
				t.Errorf("got %+v, want reason %q", c, tt.want)
			}
		})
	}
}

// The 20 ballots of A say 1 to 4 in turn, and all one more the second time. The
// six below it have no spread of their own to judge a change by.
func TestAChangeOfAnItemIsJudgedByItsOwnSpread(t *testing.T) {
	up := func(in *analytics.Input) {
		for i := range in.Ballots {
			a := in.Ballots[i].Answers["COM1"]
			a.Value = min(5, a.Value+1)
			in.Ballots[i].Answers["COM1"] = a
		}
	}
	from, to := wave(t, "s1", nil), wave(t, "s2", up)
	whole := analytics.ItemChange(from, to, "A", "COM1")
	if whole.Points == nil || *whole.Points < 20 || whole.PointsCI == nil || whole.Words == nil || *whole.Words != analytics.ClearChange {
		t.Errorf("A rose by 25 points or nearly so: %+v", whole)
	}
	if half := whole.PointsCI[1] - *whole.Points; math.Abs(*whole.Points-whole.PointsCI[0]-half) > 0.11 {
		t.Errorf("%v is not in the middle of %v", *whole.Points, *whole.PointsCI)
	}
	small := analytics.ItemChange(from, to, "A / X", "COM1")
	if small.Points == nil || small.PointsCI != nil || small.T != nil {
		t.Errorf("six ballots have an interval: %+v", small)
	}
}

// Whatever the world: what is said of the rest is what the ballots outside the
// team say, within what rounding can do; where some did not answer, it is still
// on the other side of the organisation.
func TestTheRestOfAnItemIsWhatTheOthersAnswered(t *testing.T) {
	said, exact := 0, 0
	for seed := range uint64(60) {
		w := newWorld(source(seed), 40)
		r := w.released(t)
		for _, team := range w.in.Tree {
			for _, d := range w.refDims() {
				for _, it := range d.items {
					score, reason := r.ItemRest(team, it.ID)
					if (score == nil) != (reason != "") {
						t.Fatalf("seed %d, %s, %s: score %v, reason %q", seed, team, it.ID, score, reason)
					}
					if score == nil {
						continue
					}
					said++
					x, whole := r.Figure(team).Items[it.ID], r.Figure(survey.Organisation).Items[it.ID]
					if *score < 0 || *score > 100 || x.Clipped != "" || whole.Clipped != "" {
						t.Errorf("seed %d, %s, %s: %v beside a bound or off the scale", seed, team, it.ID, *score)
					}
					// The organisation lies between the team and the rest.
					a, b, m := *x.Score, *score, *whole.Score
					if m < math.Min(a, b)-1 || m > math.Max(a, b)+1 {
						t.Errorf("seed %d, %s, %s: the organisation's %v is not between %v and %v", seed, team, it.ID, m, a, b)
					}
					want, known := w.restOf(r.Release, d, it, x.Blocks, whole.Blocks)
					if !known {
						continue
					}
					exact++
					if off := math.Abs(*score - want); off > 1.05 { // a point by rounding, and a decimal
						t.Errorf("seed %d, %s, %s: %v, but the others answered %v", seed, team, it.ID, *score, want)
					}
				}
			}
		}
	}
	if said < 50 || exact < 20 {
		t.Errorf("only %d rests were said, %d of them known", said, exact)
	}
}

// restOf is the score of an item in those blocks of the whole that are not the
// team's, from the ballots; known where everybody in the whole answered.
func (w world) restOf(r *analytics.Release, d refDim, it *survey.Item, team, whole []string) (score float64, known bool) {
	block := map[string]string{}
	for _, b := range r.Blocks {
		for _, u := range b.Units {
			block[u] = b.ID
		}
	}
	var all, others []int
	for i, b := range w.in.Ballots {
		if !slices.Contains(whole, block[b.Unit]) {
			continue
		}
		if all = append(all, i); !slices.Contains(team, block[b.Unit]) {
			others = append(others, i)
		}
	}
	sum := 0.0
	for _, b := range others {
		sum += w.value(b, it)
	}
	scale := w.in.Questionnaire.Scale
	return (sum/float64(len(others)) - float64(scale.Lo)) * 100 / float64(scale.Hi-scale.Lo), len(w.complete(all, d.items)) == len(all)
}

func TestWhyThereIsNoRest(t *testing.T) {
	four := func(change func(*analytics.Input)) *analytics.Released {
		in := staff(t, map[survey.Path]int{"A": 12, "B": 12, "C": 12, "D": 12})
		for i := range 10 {
			for _, team := range []survey.Path{"A", "B", "C", "D"} {
				answer(&in, team, 1, 1+i%4, 1+i%5, 2+i%3, 3, 3)
			}
		}
		if change != nil {
			change(&in)
		}
		return analytics.NewReleased(release(t, in), in.Questionnaire, in.Units)
	}
	r := four(nil)
	score, reason := r.ItemRest("A", "COM1")
	if reason != "" || *score != *r.Figure("B").Items["COM1"].Score {
		t.Errorf("three other teams that answered alike: %v, %q", score, reason)
	}
	for _, tt := range []struct {
		name string
		r    *analytics.Released
		team survey.Path
		want string
	}{
		{"the organisation leaves nothing", r, survey.Organisation, analytics.RestWhole},
		{"a team that is not there", r, "E", analytics.RestWithheld},
		{"two blocks are left", wave(t, "s1", nil), "A / X", analytics.RestFew},
		{"a bound", four(func(in *analytics.Input) { without(in, "A", 0); answer(in, "A", 10, 5, 1, 3, 3, 3) }), "A", analytics.RestClipped},
		{"everything is hidden", four(func(in *analytics.Input) { in.Ballots = in.Ballots[:3] }), "A", analytics.RestWithheld},
	} {
		if _, got := tt.r.ItemRest(tt.team, "COM1"); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
