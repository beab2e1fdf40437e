package analytics_test

import (
	"math"
	"slices"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// This file is a second, deliberately plain implementation of the release
// rules. It works on paths, lists of ballots and floating point, shares no
// code with the package, and is compared with it value by value.

// refBlock is a block with the numbers of its ballots in the input.
type refBlock struct {
	at       survey.Path
	units    []string
	ballots  []int
	replaced int
	invited  int
}

func (w world) refBlocks() []refBlock {
	at := make([]survey.Path, len(w.in.Units))
	of := map[string][]int{}
	for i, b := range w.in.Ballots {
		of[b.Unit] = append(of[b.Unit], i)
	}
	for i, u := range w.in.Units {
		at[i] = u.Team
	}
	cast := func(us []int) int {
		n := 0
		for _, u := range us {
			n += len(of[w.in.Units[u].ID])
		}
		return n
	}
	replaced := func(us []int) int {
		n := 0
		for _, u := range us {
			n += w.in.Replaced[w.in.Units[u].ID]
		}
		return n
	}
	var blocks []refBlock
	for _, l := range slowBlocks(w.in.Tree, at, cast, func(us []int) bool { return cast(us) >= w.k+replaced(us) }) {
		b := refBlock{at: l.at, replaced: replaced(l.things)}
		for _, u := range l.things {
			id := w.in.Units[u].ID
			b.units = append(b.units, id)
			b.ballots = append(b.ballots, of[id]...)
			b.invited += w.in.Invited[id]
		}
		blocks = append(blocks, b)
	}
	slices.SortFunc(blocks, func(a, b refBlock) int { return slices.Compare(a.at.Parts(), b.at.Parts()) })
	return blocks
}

// refDim is a dimension, or an item that stands alone.
type refDim struct {
	id       string
	items    []*survey.Item
	declared bool
	rootOnly bool
}

func (w world) refDims() []refDim {
	q := w.in.Questionnaire
	var dims []refDim
	for _, d := range q.Dimensions {
		x := refDim{id: d.ID, declared: true}
		for _, id := range d.Items {
			it, _ := q.Item(id)
			x.items = append(x.items, it)
			x.rootOnly = x.rootOnly || it.Level == "organisation"
		}
		dims = append(dims, x)
	}
	for i := range q.Items {
		if it := &q.Items[i]; it.Dimension == "" {
			dims = append(dims, refDim{id: it.ID, items: []*survey.Item{it}, rootOnly: it.Level == "organisation"})
		}
	}
	return dims
}

// complete lists those of some ballots that answered all items.
func (w world) complete(ballots []int, items []*survey.Item) []int {
	var out []int
	for _, b := range ballots {
		ok := true
		for _, it := range items {
			a, answered := w.in.Ballots[b].Answers[it.ID]
			ok = ok && answered && a.Code == ""
		}
		if ok {
			out = append(out, b)
		}
	}
	return out
}

// value is a ballot's keyed answer.
func (w world) value(b int, it *survey.Item) float64 {
	v := w.in.Ballots[b].Answers[it.ID].Value
	if it.Reverse {
		v = w.in.Questionnaire.Scale.Lo + w.in.Questionnaire.Scale.Hi - v
	}
	return float64(v)
}

// refGroup is what the second walk counts together.
type refGroup struct {
	at       survey.Path
	blocks   []int
	ballots  []int // complete
	replaced int
	sums     []float64 // clipped
	low, up  []bool
}

func (g refGroup) clipped() bool { return slices.Contains(g.low, true) || slices.Contains(g.up, true) }

func (w world) refGroups(d refDim, blocks []refBlock) []refGroup {
	at := make([]survey.Path, len(blocks))
	for i, b := range blocks {
		if !d.rootOnly {
			at[i] = b.at
		}
	}
	gather := func(bs []int) (ballots []int, replaced int) {
		for _, b := range bs {
			ballots = append(ballots, w.complete(blocks[b].ballots, d.items)...)
			replaced += blocks[b].replaced
		}
		return ballots, replaced
	}
	size := func(bs []int) int { n, _ := gather(bs); return len(n) }
	enough := func(bs []int) bool { n, r := gather(bs); return len(n) >= w.k+r }
	var groups []refGroup
	for _, l := range slowWalk(w.in.Tree, at, size, enough) {
		g := refGroup{at: l.at, blocks: l.things}
		g.ballots, g.replaced = gather(l.things)
		n, s := float64(len(g.ballots)), w.in.Questionnaire.Scale
		lo, hi := float64(s.Lo), float64(s.Hi)
		for _, it := range d.items {
			sum := 0.0
			for _, b := range g.ballots {
				sum += w.value(b, it)
			}
			least, most := n*lo+(hi-lo)+1, n*hi-(hi-lo)-1
			g.low, g.up = append(g.low, sum <= least), append(g.up, sum >= most)
			g.sums = append(g.sums, min(max(sum, least), most))
		}
		groups = append(groups, g)
	}
	return groups
}

// refSpread is the walk over some lists of groups until there are enough
// ballots; its lots list groups.
func (w world) refSpread(minimum int, groups []refGroup, things []lot) []lot {
	at := make([]survey.Path, len(things))
	for i, t := range things {
		at[i] = t.at
	}
	count := func(ts []int) (n, r int) {
		for _, t := range ts {
			for _, g := range things[t].things {
				n += len(groups[g].ballots)
				r += groups[g].replaced
			}
		}
		return n, r
	}
	size := func(ts []int) int { n, _ := count(ts); return n }
	enough := func(ts []int) bool { n, r := count(ts); return n >= max(minimum, w.k)+r }
	lots := slowWalk(w.in.Tree, at, size, enough)
	for i, l := range lots {
		var gs []int
		for _, t := range l.things {
			gs = append(gs, things[t].things...)
		}
		lots[i].things = gs
	}
	return lots
}

// refDimension is everything that the reference knows of one dimension.
type refDimension struct {
	refDim
	groups       []refGroup
	spread, bins []lot
}

func (w world) refDimension(d refDim, blocks []refBlock) refDimension {
	x := refDimension{refDim: d, groups: w.refGroups(d, blocks)}
	var open []lot
	for i, g := range x.groups {
		if !g.clipped() {
			open = append(open, lot{g.at, []int{i}})
		}
	}
	x.spread = w.refSpread(10, x.groups, open)
	x.bins = w.refSpread(20, x.groups, x.spread)
	return x
}

// below lists the groups at and below a path.
func (x refDimension) below(p survey.Path) []int {
	var out []int
	for i, g := range x.groups {
		if under(p, g.at) {
			out = append(out, i)
		}
	}
	return out
}

// covers reports whether the lots at and below a path hold exactly its groups.
func (x refDimension) covers(lots []lot, p survey.Path) bool {
	var have []int
	for _, l := range lots {
		if under(p, l.at) {
			have = append(have, l.things...)
		}
	}
	slices.Sort(have)
	return slices.Equal(have, x.below(p))
}

// ballots are the complete ballots of the groups at and below a path.
func (x refDimension) ballots(p survey.Path) []int {
	var out []int
	for _, i := range x.below(p) {
		out = append(out, x.groups[i].ballots...)
	}
	return out
}

func variance(x []float64) float64 {
	mean, ss := 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		ss += (v - mean) * (v - mean)
	}
	return ss / float64(len(x)-1)
}

// near reports whether a published two-decimal value is x.
func near(published *float64, x float64) bool {
	return published != nil && math.Abs(*published-x) <= 0.005+1e-9
}

// figures lists every shown figure by path.
func figures(r *analytics.Release) map[survey.Path]*analytics.Figure {
	out := map[survey.Path]*analytics.Figure{}
	if r.Hidden {
		return out
	}
	out[survey.Organisation] = &r.Waves[0].Figure
	for _, t := range r.Waves[0].Teams {
		if !t.Hidden {
			out[survey.Path(t.Team)] = t.Figure
		}
	}
	return out
}
