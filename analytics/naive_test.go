package analytics_test

import (
	"testing"

	"teamtrust/survey"
)

// TestNaiveReleasesAreCaught makes releases that break one rule each; the same
// check must find their leaks.
func TestNaiveReleasesAreCaught(t *testing.T) {
	naive := map[string]func(attacker) []statement{
		"every team with k ballots has a figure":                      naiveCounts,
		"SD wherever a mean is shown":                                 naiveSpread,
		"SD wherever ten ballots are below, without waiting":          naiveTen,
		"a dimension wherever k complete ballots are below":           naiveDimension,
		"the second walk over units":                                  naiveUnits,
		"distributions walk over groups instead of spread cohorts":    naiveBins,
		"the pooled SD keeps large blocks of cohorts with small ones": naivePool,
		"the pooled SD is that within each block":                     naivePoolOfBlocks,
		"ICC between blocks that are counted together":                naiveICC,
		"alpha where the organisation's SD is withheld":               naiveAlpha,
		"agreement wherever ten ballots are complete":                 naiveAgreement,
		"a team of ten against the rest, without waiting":             naiveRestOfTen,
		"the rest where the organisation's SD is withheld":            naiveRest,
		"Cliff's delta wherever there is an SD":                       naiveDelta,
	}
	for name, publish := range naive {
		t.Run(name, func(t *testing.T) {
			caught := 0
			for seed := range uint64(worlds) {
				if leak(publish(newAttacker(newWorld(source(seed), 25)))) != "" {
					caught++
				}
			}
			if caught == 0 {
				t.Fatal("not caught in any world")
			}
			t.Logf("caught in %d of %d worlds", caught, worlds)
		})
	}
}

// nodes lists the organisation and all teams.
func (a attacker) nodes() []survey.Path {
	return append([]survey.Path{survey.Organisation}, a.w.in.Tree...)
}

// castUnder lists the ballots of units at and below a path.
func (a attacker) castUnder(p survey.Path) []int {
	team := map[string]survey.Path{}
	for _, u := range a.w.in.Units {
		team[u.ID] = u.Team
	}
	var out []int
	for i, b := range a.w.in.Ballots {
		if under(p, team[b.Unit]) {
			out = append(out, i)
		}
	}
	return out
}

func naiveCounts(a attacker) (out []statement) {
	for _, p := range a.nodes() {
		if ballots := a.castUnder(p); len(ballots) >= a.w.k {
			out = append(out, statement{"ballots", a.w.k, ballots})
		}
	}
	return out
}

func naiveSpread(a attacker) (out []statement) {
	for _, f := range figures(a.r) {
		for _, d := range a.w.refDims() {
			if i := f.Items[d.items[0].ID]; i.Mean != nil {
				out = append(out, statement{"spread " + d.id, max(10, a.w.k), a.w.complete(a.of(i.Blocks), d.items)})
			}
		}
	}
	return out
}

func naiveTen(a attacker) (out []statement) {
	for _, s := range naiveSpread(a) {
		if len(s.ballots) >= s.least {
			out = append(out, s)
		}
	}
	return out
}

func naiveDimension(a attacker) (out []statement) {
	for _, f := range figures(a.r) {
		for _, d := range a.w.refDims() {
			if ballots := a.w.complete(a.of(f.Blocks), d.items); len(ballots) >= a.w.k {
				out = append(out, statement{"mean " + d.id, a.w.k, ballots})
			}
		}
	}
	return out
}

// naiveUnits lets units instead of blocks wait for complete ballots. What is
// about whole ballots then cuts through blocks.
func naiveUnits(a attacker) (out []statement) {
	var at []survey.Path
	cast := make([][]int, len(a.w.in.Units))
	for i, u := range a.w.in.Units {
		at = append(at, u.Team)
		for b, x := range a.w.in.Ballots {
			if x.Unit == u.ID {
				cast[i] = append(cast[i], b)
			}
		}
	}
	for _, f := range figures(a.r) {
		out = append(out, statement{"whole", a.w.k, a.of(f.Blocks)})
	}
	for _, d := range a.w.refDims() {
		size := func(us []int) (n int) {
			for _, u := range us {
				n += len(a.w.complete(cast[u], d.items))
			}
			return n
		}
		for _, l := range slowWalk(a.w.in.Tree, at, size, func(us []int) bool { return size(us) >= a.w.k }) {
			var ballots []int
			for _, u := range l.things {
				ballots = append(ballots, cast[u]...)
			}
			out = append(out, statement{"whole", a.w.k, ballots})
		}
	}
	return out
}

func naiveBins(a attacker) (out []statement) {
	blocks := a.w.refBlocks()
	for _, d := range a.w.refDims() {
		x := a.w.refDimension(d, blocks)
		var open []lot
		for i, g := range x.groups {
			if !g.clipped() {
				open = append(open, lot{g.at, []int{i}})
			}
		}
		bins := a.w.refSpread(20, x.groups, open)
		for _, p := range a.nodes() {
			if len(x.below(p)) > 0 && (x.covers(x.spread, p) || x.covers(bins, p)) {
				out = append(out, statement{"spread " + d.id, max(10, a.w.k), x.ballots(p)})
			}
		}
	}
	return out
}

func naivePool(a attacker) (out []statement) {
	for _, x := range a.dims {
		c := comparison{w: a.w, blocks: a.blocks, x: x}
		for _, p := range a.nodes() {
			if len(x.below(p)) > 0 && x.covers(x.spread, p) {
				out = append(out, c.spreadOf(x.ballots(p))...)
			}
		}
		out = append(out, c.pool(c.parts(c.byGroup), true)...)
	}
	return out
}

// naivePoolOfBlocks pools the spread within each of several blocks that are
// counted together.
func naivePoolOfBlocks(a attacker) (out []statement) {
	for _, x := range a.dims {
		c := comparison{w: a.w, blocks: a.blocks, x: x}
		out = append(out, c.pool(c.parts(c.byBlock), false)...)
	}
	return out
}
