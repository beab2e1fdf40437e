package analytics_test

import (
	"slices"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

func TestContradictoryInputIsRefused(t *testing.T) {
	cases := map[string]func(*analytics.Input){
		"a minimum group below five": func(in *analytics.Input) { in.Survey.MinimumGroup = 4 },
		"a ballot of another unit":   func(in *analytics.Input) { in.Ballots[0].Unit = "x" },
		"more ballots than people":   func(in *analytics.Input) { answer(in, "A", 9, 3, 3, 3, 3, 3) },
		"an answer off the scale":    func(in *analytics.Input) { in.Ballots[3].Answers["COM1"] = survey.Answer{Value: 6} },
		"an item it does not have":   func(in *analytics.Input) { in.Ballots[3].Answers["XXX"] = survey.Answer{Value: 3} },
		"a unit twice":               func(in *analytics.Input) { in.Units = append(in.Units, in.Units[0]) },
		"a unit outside the tree":    func(in *analytics.Input) { in.Units[0].Team = "Nowhere" },
		"a comment of another unit": func(in *analytics.Input) {
			in.Comments = []analytics.UnitComment{{Unit: "x", Prompt: "helps", Text: "Tea."}}
		},
		"a comment on another prompt": func(in *analytics.Input) {
			in.Comments = []analytics.UnitComment{{Unit: in.Units[0].ID, Prompt: "x", Text: "Tea."}}
		},
		"comments without randomness": func(in *analytics.Input) {
			in.Random = nil
			for i := range 10 {
				in.Comments = append(in.Comments, analytics.UnitComment{Unit: in.Units[0].ID, Prompt: "helps", Text: "Tea.", Writer: i})
			}
		},
	}
	for name, spoil := range cases {
		in := staff(t, map[survey.Path]int{"A": 12})
		answer(&in, "A", 12, 3, 3, 3, 3, 3)
		spoil(&in)
		if _, err := analytics.Count(in); err == nil {
			t.Errorf("%s was counted", name)
		}
	}
}

// The order of ballots, units and map keys must not show in anything.
func TestTheOrderOfInputChangesNothing(t *testing.T) {
	for seed := range uint64(100) {
		w := newWorld(source(seed), 15)
		want := w.count()
		r := source(seed + 1)
		order := r.Perm(len(w.in.Ballots))
		ballots := make([]analytics.UnitBallot, len(order))
		writer := make([]int, len(order))
		for to, from := range order {
			ballots[to], writer[from] = w.in.Ballots[from], to
		}
		comments := slices.Clone(w.in.Comments)
		for i := range comments {
			comments[i].Writer = writer[comments[i].Writer]
		}
		r.Shuffle(len(comments), func(i, j int) { comments[i], comments[j] = comments[j], comments[i] })
		w.in.Ballots, w.in.Comments, w.in.Units = ballots, comments, slices.Clone(w.in.Units)
		r.Shuffle(len(w.in.Units), func(i, j int) { w.in.Units[i], w.in.Units[j] = w.in.Units[j], w.in.Units[i] })
		got := w.count()
		if encoded(t, got.Release) != encoded(t, want.Release) || encoded(t, got.Tallies) != encoded(t, want.Tallies) || encoded(t, got.Comments) != encoded(t, want.Comments) {
			t.Fatalf("seed %d: another order gives another result", seed)
		}
	}
}
