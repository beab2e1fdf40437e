package analytics_test

import (
	"fmt"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

func TestWhereTeamsAreCounted(t *testing.T) {
	type team = survey.Path
	for _, c := range []struct {
		name   string
		people map[team]int
		cast   map[team]int // by the team of a unit
		want   map[team]team
	}{
		{"a team in the organisation's unit is not counted in the team above it",
			map[team]int{"P": 2, "P / A": 10, "P / B": 12}, map[team]int{"": 9, "P / B": 11},
			map[team]team{"P": "", "P / A": "", "P / B": "P / B"}},
		{"a small team is counted where the block of its unit formed",
			map[team]int{"P": 12, "P / A": 3, "Q": 10}, map[team]int{"P": 9, "Q": 10},
			map[team]team{"P": "P", "P / A": "P", "Q": "Q"}},
		{"a team with a unit of its own goes where the unit waited",
			map[team]int{"P": 12, "P / A": 8, "Q": 10}, map[team]int{"P": 9, "P / A": 3, "Q": 10},
			map[team]team{"P": "P", "P / A": "P"}},
		{"a team whose people are in several blocks is counted above them all",
			map[team]int{"P": 9, "P / A / X": 3, "P / A / Y": 8, "Q": 10}, map[team]int{"P": 9, "P / A / Y": 7, "Q": 10},
			map[team]team{"P / A": "P", "P / A / X": "P", "P / A / Y": "P / A / Y"}},
		{"who was joined is counted at the organisation",
			map[team]int{"P": 9, "P / A": 3, "Q": 10, "R": 6}, map[team]int{"P": 7, "Q": 10, "R": 2},
			map[team]team{"P": "", "P / A": "", "R": "", "Q": "Q"}},
		{"a unit without ballots belongs to a block beside it",
			map[team]int{"P": 9, "Q": 7}, map[team]int{"P": 7},
			map[team]team{"P": "P", "Q": "P"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := staff(t, c.people)
			for unit, n := range c.cast {
				answer(&in, unit, n, 3, 3, 3, 3, 3)
			}
			places := release(t, in).Places(in.Units)
			for p, want := range c.want {
				if got, ok := places.CountedIn(p); !ok || got != want {
					t.Errorf("%s is counted in %q, %v; want %q", p, got, ok, want)
				}
			}
		})
	}
}

func TestATeamWithoutPeopleOrWithoutBlocksIsCountedNowhere(t *testing.T) {
	in := staff(t, map[survey.Path]int{"P": 9, "P / Empty": 0})
	answer(&in, "P", 4, 3, 3, 3, 3, 3)
	hidden := release(t, in).Places(in.Units)
	answer(&in, "P", 4, 3, 3, 3, 3, 3)
	shown := release(t, in).Places(in.Units)
	for what, ask := range map[string]func() (survey.Path, bool){
		"a team of a release without blocks": func() (survey.Path, bool) { return hidden.CountedIn("P") },
		"all of a release without blocks":    func() (survey.Path, bool) { return hidden.CountedIn(survey.Organisation) },
		"a team without people":              func() (survey.Path, bool) { return shown.CountedIn("P / Empty") },
		"a team that does not exist":         func() (survey.Path, bool) { return shown.CountedIn("Nowhere") },
	} {
		if at, ok := ask(); ok {
			t.Errorf("%s is counted in %q", what, at)
		}
	}
	if !hidden.HasUnit("P") || hidden.HasUnit("P / Empty") || hidden.HasUnit("Nowhere") {
		t.Error("P has a unit, what is below it has none")
	}
}

// The definition, word by word: the lowest place whose figure holds every
// block with somebody at or below the team.
func TestATeamIsCountedInTheLowestFigureThatHoldsAllOfIt(t *testing.T) {
	apart, merged := 0, 0
	for seed := range uint64(worlds) {
		w := newWorld(source(seed), 25)
		r := w.count().Release
		places, shown := r.Places(w.in.Units), figures(r)
		for _, team := range w.in.Tree {
			blocks := w.blocksWith(r, team)
			at, ok := places.CountedIn(team)
			if ok != (len(blocks) > 0) {
				t.Fatalf("seed %d: %s is counted: %v, in %d blocks", seed, team, ok, len(blocks))
			}
			for _, p := range append(survey.Tree{survey.Organisation}, w.in.Tree...) {
				if ok && holds(shown[p], blocks) && !under(p, at) {
					t.Fatalf("seed %d: %s is counted in %q, lower is %q", seed, team, at, p)
				}
			}
			if ok && !holds(shown[at], blocks) {
				t.Fatalf("seed %d: %s is counted in %q, whose figure does not hold %v", seed, team, at, blocks)
			}
			if ok && shown[team] == nil {
				merged++
			}
			if len(blocks) > 1 {
				apart++
			}
			w.checkUnit(t, places, team)
		}
	}
	if apart < 100 || merged < 100 {
		t.Fatalf("%d teams in several blocks, %d hidden: the worlds are too poor", apart, merged)
	}
}

// blocksWith lists the blocks that hold people at or below a team.
func (w world) blocksWith(r *analytics.Release, team survey.Path) map[string]bool {
	blocks := map[string]bool{}
	for _, u := range w.in.Units {
		for _, p := range u.Teams {
			for _, b := range r.Blocks {
				for _, id := range b.Units {
					if id == u.ID && under(team, p) {
						blocks[b.ID] = true
					}
				}
			}
		}
	}
	return blocks
}

func holds(f *analytics.Figure, blocks map[string]bool) bool {
	if f == nil {
		return false
	}
	n := 0
	for _, b := range f.Blocks {
		if blocks[b] {
			n++
		}
	}
	return n == len(blocks)
}

func (w world) checkUnit(t *testing.T, places *analytics.Places, team survey.Path) {
	t.Helper()
	want := false
	for _, u := range w.in.Units {
		want = want || u.Team != survey.Organisation && under(team, u.Team)
	}
	if places.HasUnit(team) != want {
		t.Fatalf("%s has a unit at or below it: %v", team, !want)
	}
}

// BenchmarkPlaces makes the index of ten thousand teams with a unit each.
func BenchmarkPlaces(b *testing.B) {
	r, units := &analytics.Release{}, make([]survey.Unit, 10_000)
	for i := range units {
		p := survey.Path(fmt.Sprintf("D%d / E%d / T%d", i%10, i%100, i))
		units[i] = survey.Unit{ID: p.ID(), Team: p, Teams: []survey.Path{p}}
		at := string(p)
		r.Blocks = append(r.Blocks, analytics.Block{ID: at, Team: &at, Units: []string{p.ID()}})
	}
	for b.Loop() {
		r.Places(units)
	}
}
