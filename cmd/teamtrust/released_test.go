package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
)

// released is what anybody can read out of `teamtrust results --format json`,
// by the names that are documented and not by our types.
type released struct {
	Cast    *int            `json:"cast"`
	Invited int             `json:"invited"`
	Blocks  []releasedBlock `json:"blocks"`
	Waves   []struct {
		releasedFigure
		Teams []releasedTeam `json:"teams"`
	} `json:"waves"`
}

type releasedBlock struct {
	ID      string   `json:"id"`
	Team    *string  `json:"team"`
	Units   []string `json:"units"`
	N       int      `json:"n"`
	Invited int      `json:"invited"`
}

func (b releasedBlock) node() string {
	if b.Team == nil {
		return ""
	}
	return *b.Team
}

type releasedTeam struct {
	Team   string `json:"team"`
	Hidden bool   `json:"hidden"`
	releasedFigure
}

type releasedFigure struct {
	N          *int                     `json:"n"`
	Invited    *int                     `json:"invited"`
	Blocks     []string                 `json:"blocks"`
	Items      map[string]releasedLevel `json:"items"`
	Dimensions map[string]releasedLevel `json:"dimensions"`
	Total      releasedLevel            `json:"total"`
}

type releasedLevel struct {
	Blocks  []string `json:"blocks"`
	Mean    *float64 `json:"mean"`
	Score   *float64 `json:"score"`
	Clipped string   `json:"clipped"`
}

// results reads the release of a closed survey.
func (in *installation) results(id string) released {
	in.t.Helper()
	var r released
	if err := json.Unmarshal([]byte(in.must("results", id, "--format", "json")), &r); err != nil {
		in.t.Fatal(err)
	}
	if len(r.Waves) != 1 {
		in.t.Fatalf("the release has %d waves, want one", len(r.Waves))
	}
	return r
}

// check compares a whole release with the ballots that were cast: which blocks
// there are, and n, means, bounds and totals of every figure.
func (r *recount) check(t *testing.T, got released) {
	t.Helper()
	blocks := r.blocks(t, got.Blocks)
	if t.Failed() {
		return
	}
	cast := 0
	for _, ballots := range r.ballots {
		cast += len(ballots)
	}
	if got.Cast == nil || *got.Cast != cast {
		t.Errorf("cast: %s, want %d", number(got.Cast), cast)
	}
	r.figure(t, blocks, "", false, got.Waves[0].releasedFigure)
	seen := map[string]bool{"": true}
	for _, team := range got.Waves[0].Teams {
		seen[team.Team] = true
		r.figure(t, blocks, team.Team, team.Hidden, team.releasedFigure)
	}
	if !maps.Equal(seen, r.nodes) {
		t.Errorf("figures of %d nodes, want %d", len(seen), len(r.nodes))
	}
}

func number(v *int) string {
	if v == nil {
		return "null"
	}
	return fmt.Sprint(*v)
}

// figure compares what is said of one team.
func (r *recount) figure(t *testing.T, blocks map[string]counted, team string, hidden bool, got releasedFigure) {
	t.Helper()
	var covered []string
	n, invited := 0, 0
	for id, b := range blocks {
		if isBelow(b.node, team) {
			covered = append(covered, id)
			for _, u := range b.things {
				n += len(r.ballots[u])
				invited += r.eligible[u]
			}
		}
	}
	slices.Sort(covered)
	if hidden != (len(covered) == 0) {
		t.Errorf("%q: hidden is %v, but %d blocks lie at and below it", team, hidden, len(covered))
	}
	if hidden {
		return
	}
	if !slices.Equal(got.Blocks, covered) || number(got.N) != fmt.Sprint(n) || number(got.Invited) != fmt.Sprint(invited) {
		t.Errorf("%q: %s of %s in %v, want %d of %d in %v", team, number(got.N), number(got.Invited), got.Blocks, n, invited, covered)
	}
	sum, count, withheld := 0.0, 0, false
	for dimension, items := range r.dimensions {
		for _, item := range items {
			r.compare(t, blocks, team, dimension, []string{item}, got.Items[item])
		}
		if len(items) == 1 && items[0] == dimension {
			continue // it stands alone and is in no total
		}
		level := got.Dimensions[dimension]
		r.compare(t, blocks, team, dimension, items, level)
		if level.Mean == nil {
			withheld = true
			continue
		}
		sum, count = sum+*level.Mean, count+1
	}
	if withheld != (got.Total.Mean == nil) || !withheld && !near(got.Total.Mean, sum/float64(count)) {
		t.Errorf("%q: the total is %v, want the mean of the dimensions' means", team, got.Total.Mean)
	}
}

func (r *recount) compare(t *testing.T, blocks map[string]counted, team, dimension string, items []string, got releasedLevel) {
	t.Helper()
	want, ok := r.level(blocks, dimension, team, items)
	if !ok {
		if got.Mean != nil || got.Score != nil {
			t.Errorf("%q %v: %v is shown, and fewer than %d answered all of it", team, items, *got.Mean, r.k)
		}
		return
	}
	if !near(got.Mean, want.mean) || got.Clipped != want.clipped || !slices.Equal(got.Blocks, want.covered) {
		t.Errorf("%q %v: mean %v %q over %v, want %.4f %q over %v", team, items, value(got.Mean), got.Clipped, got.Blocks, want.mean, want.clipped, want.covered)
		return
	}
	score := (*got.Mean - float64(r.lo)) / float64(r.hi-r.lo) * 100
	if got.Score == nil || *got.Score-score > 0.051 || score-*got.Score > 0.051 {
		t.Errorf("%q %v: score %v, want %.1f from the mean %.2f", team, items, value(got.Score), score, *got.Mean)
	}
}

func value(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}
