package analytics_test

import (
	"slices"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// worlds is how many random organisations each property is tried on.
const worlds = 1000

func TestBlocksAndFiguresAreThoseOfTheWalk(t *testing.T) {
	for seed := range uint64(worlds) {
		w := newWorld(source(seed), 25)
		r := w.count().Release
		want := w.refBlocks()
		if len(want) != len(r.Blocks) {
			t.Fatalf("seed %d: %d blocks, the reference has %d", seed, len(r.Blocks), len(want))
		}
		for i, b := range r.Blocks {
			slices.Sort(want[i].units)
			got := slices.Sorted(slices.Values(b.Units))
			team := ""
			if b.Team != nil {
				team = *b.Team
			}
			if team != string(want[i].at) || !slices.Equal(got, want[i].units) || b.N != len(want[i].ballots) || b.Invited != want[i].invited {
				t.Fatalf("seed %d: block %+v, the reference has %+v", seed, b, want[i])
			}
			if b.N < w.k+want[i].replaced {
				t.Fatalf("seed %d: block %s has %d ballots, %d replaced", seed, b.ID, b.N, want[i].replaced)
			}
		}
		w.checkFigures(t, seed, r, want)
	}
}

// checkFigures compares the blocks, n and invited of every figure.
func (w world) checkFigures(t *testing.T, seed uint64, r *analytics.Release, blocks []refBlock) {
	t.Helper()
	shown := figures(r)
	for _, p := range append(survey.Tree{survey.Organisation}, w.in.Tree...) {
		var ids []string
		n, invited := 0, 0
		for i, b := range blocks {
			if under(p, b.at) {
				ids = append(ids, r.Blocks[i].ID)
				n += len(b.ballots)
				invited += b.invited
			}
		}
		f := shown[p]
		if (f == nil) != (ids == nil) {
			t.Fatalf("seed %d: figure %q shown: %v, blocks %v", seed, p, f != nil, ids)
		}
		if f != nil && (!slices.Equal(f.Blocks, ids) || *f.N != n || *f.Invited != invited) {
			t.Fatalf("seed %d: figure %q is of %v with %d of %d, want %v with %d of %d", seed, p, f.Blocks, *f.N, *f.Invited, ids, n, invited)
		}
	}
}

func TestEveryValueIsThatOfThePlainReference(t *testing.T) {
	var seen tally
	for seed := range uint64(worlds) {
		w := newWorld(source(seed), 25)
		r := w.count().Release
		blocks := w.refBlocks()
		for _, d := range w.refDims() {
			x := w.refDimension(d, blocks)
			for p, f := range figures(r) {
				c := comparison{w: w, r: r, blocks: blocks, x: x, p: p, f: f, seen: &seen}
				if err := c.dimension(); err != nil {
					t.Fatalf("seed %d, %q: %v", seed, p, err)
				}
			}
		}
	}
	if seen.sd < 500 || seen.bins < 300 || seen.clipped < 500 || seen.own < 300 || seen.pooled < 300 || seen.withheld < 200 || seen.twice < 20 {
		t.Fatalf("the worlds are too poor to test anything: %+v", seen)
	}
}
