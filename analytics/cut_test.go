package analytics_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// cut draws two cuts of the world's teams, by three values each; some teams
// have none.
func (w *world) cut(r *rand.Rand) {
	for i := range 2 {
		c := survey.Cut{Name: fmt.Sprint("cut ", i), Teams: map[survey.Path]string{}}
		for _, t := range w.in.Tree {
			if v := r.IntN(8); v < 6 && (t.Depth() == 1 || r.IntN(2) == 0) {
				c.Teams[t] = fmt.Sprint("value ", v%3)
			}
		}
		w.in.Cuts = append(w.in.Cuts, c)
	}
}

func cutFigures(r *analytics.Release) (out []*analytics.Figure) {
	for _, c := range r.Cuts {
		for _, v := range c.Values {
			if v.Figure != nil {
				out = append(out, v.Figure)
			}
		}
	}
	return out
}

func TestCutsAndTeamsTogetherLeaveNoSmallGroup(t *testing.T) {
	shown, means, spreads, bins := 0, 0, 0, 0
	for seed := range uint64(worlds) {
		r := source(seed)
		w := newWorld(r, 25)
		w.cut(r)
		a := newAttacker(w)
		statements := a.statements()
		for _, f := range cutFigures(a.r) {
			shown++
			statements = append(statements, statement{"ballots", w.k, a.of(f.Blocks)}, statement{"whole", w.k, a.of(f.Blocks)})
			for _, d := range w.refDims() {
				about := a.aboutDimension(f, d)
				for _, s := range about {
					switch s.quantity[:4] {
					case "mean":
						means++
					case "spre":
						spreads++
					case "bins":
						bins++
					}
				}
				statements = append(statements, about...)
			}
		}
		if l := leak(statements); l != "" {
			t.Fatalf("seed %d: %s", seed, l)
		}
		for _, c := range a.r.Cuts {
			a.enoughLeft(t, seed, c)
		}
	}
	if shown < 300 || means < 300 || spreads < 300 || bins < 100 {
		t.Errorf("the worlds are too poor: %d values shown, %d means, %d spreads, %d distributions", shown, means, spreads, bins)
	}
}

// enoughLeft checks that every value and what is left beside all of them has
// ten ballots, and one more for each replaced invitation.
func (a attacker) enoughLeft(t *testing.T, seed uint64, c analytics.CutFigures) {
	t.Helper()
	in := map[string]bool{}
	enough := func(what string, blocks func(id string) bool) {
		n, least := 0, max(10, a.w.k)
		for _, b := range a.r.Blocks {
			if blocks(b.ID) {
				n, least = n+b.N, least+b.Replaced
			}
		}
		if n > 0 && n < least {
			t.Fatalf("seed %d: %s of %s has %d ballots, fewer than %d", seed, what, c.Cut, n, least)
		}
	}
	any := false
	for _, v := range c.Values {
		if v.Figure == nil {
			continue
		}
		any = true
		enough(v.Value, func(id string) bool { return slices.Contains(v.Blocks, id) })
		for _, b := range v.Blocks {
			in[b] = true
		}
	}
	if any {
		enough("what is left", func(id string) bool { return !in[id] })
	}
}

// TestNaiveCutsAreCaught shows every value with ten ballots, counted by units.
func TestNaiveCutsAreCaught(t *testing.T) {
	caught := 0
	for seed := range uint64(300) {
		r := source(seed)
		w := newWorld(r, 25)
		w.cut(r)
		a := newAttacker(w)
		statements := a.statements()
		for _, c := range w.in.Cuts {
			for _, value := range c.Values() {
				var ballots []int
				for i, b := range w.in.Ballots {
					if w.valueOf(c, b.Unit) == value {
						ballots = append(ballots, i)
					}
				}
				if len(ballots) >= 10 {
					statements = append(statements, statement{"ballots", w.k, ballots})
				}
			}
		}
		if leak(statements) != "" {
			caught++
		}
	}
	if caught < 30 {
		t.Errorf("caught in %d of 300 worlds", caught)
	}
}

// valueOf is that of the first team of a unit.
func (w world) valueOf(c survey.Cut, unit string) string {
	for _, u := range w.in.Units {
		if u.ID == unit {
			return c.Of(u.Teams[0])
		}
	}
	return ""
}

// everybodyAnswers forms the units, and has all people give each answer to A as
// often as the others, or nearly so.
func (w *world) everybodyAnswers(t *testing.T) {
	t.Helper()
	var err error
	if w.in.Units, err = analytics.Units(w.in.Tree, w.in.People, w.k); err != nil {
		t.Fatal(err)
	}
	for _, u := range w.in.Units {
		w.in.Invited[u.ID] = u.Eligible
		for i := range u.Eligible {
			w.in.Ballots = append(w.in.Ballots, analytics.UnitBallot{Unit: u.ID, Answers: survey.Answers{"A": {Value: 1 + i%5}}})
		}
	}
}

func TestACutHasTheFiguresOfItsBlocks(t *testing.T) {
	w := world{k: 5, in: analytics.Input{
		Survey:        survey.Survey{ID: "s1", MinimumGroup: 5, Questionnaire: "q"},
		Questionnaire: &survey.Questionnaire{ID: "q", Scale: survey.Scale{Lo: 1, Hi: 5}, Dimensions: []survey.Dimension{{ID: "COM", Items: []string{"A"}}}, Items: []survey.Item{{ID: "A", Dimension: "COM"}}},
		Tree:          survey.NewTree("Sales", "Support", "Works", "Works / Night", "Board"),
		People:        map[survey.Path]int{"Sales": 12, "Support": 10, "Works": 10, "Works / Night": 10, "Board": 6},
		Invited:       map[string]int{},
		Cuts: []survey.Cut{{Name: "site", Teams: map[survey.Path]string{
			"Sales": "Bremen", "Support": "Bremen", "Works": "Győr", "Works / Night": "Bremen", "Board": "Home"}}},
	}}
	w.everybodyAnswers(t)
	cut := w.count().Release.Cuts
	if len(cut) != 1 || cut[0].Cut != "site" || len(cut[0].Values) != 3 {
		t.Fatalf("the cuts are %+v", cut)
	}
	// Home has 6 people, too few, and what is left beside Bremen and Győr would be
	// these 6: so they take a block along. Győr has one and needs it; of Bremen's,
	// of 12, 10 and 10, the first of the smallest goes.
	for i, want := range []struct {
		value  string
		hidden bool
		n      int
		reason string
	}{{"Bremen", false, 22, ""}, {"Győr", false, 10, ""}, {"Home", true, 0, analytics.ReasonFew}} {
		got := cut[0].Values[i]
		if got.Value != want.value || got.Hidden != want.hidden || got.Reason != want.reason || (got.Figure == nil) != want.hidden {
			t.Errorf("got %s hidden %v, want %+v", got.Value, got.Hidden, want)
			continue
		}
		if !want.hidden && (*got.N != want.n || *got.Invited != want.n || got.Dimensions["COM"].Mean == nil || got.Total.Mean == nil || got.Items["A"].Mean == nil) {
			t.Errorf("%s: %+v", want.value, got.Figure)
		}
	}
}

// Two values of one block each, and six people of a third: the smaller of the two
// has to go with them.
func TestTheSmallestValueGoesWhereNoBlockCanBeSpared(t *testing.T) {
	w := world{k: 5, in: analytics.Input{
		Survey:        survey.Survey{ID: "s1", MinimumGroup: 5, Questionnaire: "q"},
		Questionnaire: &survey.Questionnaire{ID: "q", Scale: survey.Scale{Lo: 1, Hi: 5}, Items: []survey.Item{{ID: "A"}}},
		Tree:          survey.NewTree("A", "B", "C"), People: map[survey.Path]int{"A": 12, "B": 11, "C": 6}, Invited: map[string]int{},
		Cuts: []survey.Cut{{Name: "site", Teams: map[survey.Path]string{"A": "a", "B": "b", "C": "c"}}},
	}}
	w.everybodyAnswers(t)
	var got []string
	for _, v := range w.count().Release.Cuts[0].Values {
		got = append(got, v.Value+" "+v.Reason)
	}
	if want := []string{"a ", "b merged", "c few"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWithoutCutsAReleaseSaysNothingOfThem(t *testing.T) {
	w := newWorld(source(1), 5)
	if got := w.count().Release.Cuts; got != nil {
		t.Errorf("got %v", got)
	}
}
