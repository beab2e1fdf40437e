package analytics

import (
	"math"
	"slices"
)

// totals fills the total into every figure: the mean of the published means of
// all declared dimensions, over the blocks that any of them covers. Where one
// is withheld the total is.
func (c *count) totals() {
	cohorts := c.completeWalk()
	reach, within := c.completeReach(cohorts), c.totalPool(cohorts)
	for v, f := range c.figures {
		if f != nil {
			f.Total = c.total(v, f, reach, within)
		}
	}
	c.figures[root].Total.Within = within.within()
}

func (c *count) total(v int, f *Figure, reach []completeAt, within pool) Total {
	at := make([]*standing, c.scoring.declared)
	for d := range at {
		at[d] = c.covers[d].at[v]
	}
	t, mean := c.meanTotal(f, at)
	if t.Mean != nil && t.Clipped == "" && reach[v].blocks == len(t.Blocks) && c.sameCoverage(v) {
		t.CI = c.t.interval(mean, within, reach[v].n, reach[v].invited, reach[v].replaced)
	}
	return t
}

// meanTotal is the total without its interval, from the standing of each
// declared dimension, and its mean in hundredths.
func (c *count) meanTotal(f *Figure, at []*standing) (Total, int64) {
	t := Total{Blocks: []string{}}
	sum, low, high := int64(0), false, false
	var covered []int
	for d := range c.scoring.declared {
		s := at[d]
		if s == nil {
			return t, 0
		}
		sum += int64(math.Round(*f.Dimensions[c.scoring.dimensions[d].id].Mean * 100))
		low, high = low || s.marks.low != 0, high || s.marks.high != 0
		covered = append(covered, s.blocks...)
	}
	if c.scoring.declared == 0 {
		return t, 0
	}
	t.Blocks = c.blockIDs(covered)
	mean := ratio(sum, int64(c.scoring.declared))
	t.Mean, t.Score, t.Clipped = ref(hundredths(mean)), ref(c.scoring.score(mean)), clipped(low, high)
	return t, mean
}

// sameCoverage reports whether all dimensions cover the same blocks at a node,
// where all are shown.
func (c *count) sameCoverage(v int) bool {
	for d := range c.scoring.declared {
		if !slices.Equal(c.covers[d].at[v].blocks, c.covers[0].at[v].blocks) {
			return false
		}
	}
	return true
}

// completeAt is how many ballots are complete on all dimensions in the blocks
// that their own walk reached at and below a node.
type completeAt struct {
	n                         int64
	blocks, invited, replaced int
}

// completeWalk is the walk of the total's interval: whole blocks wait until k
// ballots are complete on all dimensions.
func (c *count) completeWalk() []cohort {
	n, replaced := make([]int, len(c.blocks)), make([]int, len(c.blocks))
	for b := range c.blocks {
		n[b], replaced[b] = int(c.blocks[b].tally.Total.N), c.blocks[b].replaced
	}
	return c.atLeast(c.k, c.blockThings(), n, replaced)
}

func (c *count) completeReach(cohorts []cohort) []completeAt {
	at := make([]completeAt, c.forest.size())
	for _, h := range cohorts {
		x := completeAt{blocks: len(h.things), replaced: c.replacedIn(h.things)}
		for _, b := range h.things {
			x.n += c.blocks[b].tally.Total.N
			x.invited += c.blocks[b].invited
		}
		at[h.node] = x
	}
	c.forest.rollUp(func(parent, child int) {
		at[parent].n += at[child].n
		at[parent].blocks += at[child].blocks
		at[parent].invited += at[child].invited
		at[parent].replaced += at[child].replaced
	})
	return at
}

// totalPool is the survey's pooled within-block spread of the total, over the
// blocks that no dimension clipped, walked like a dimension's: with a single
// dimension the total's spread is that dimension's.
func (c *count) totalPool(cohorts []cohort) pool {
	var at, n, replaced, index []int
	for i, h := range cohorts {
		if slices.ContainsFunc(h.things, c.clippedAnywhere) {
			continue
		}
		complete := 0
		for _, b := range h.things {
			complete += int(c.blocks[b].tally.Total.N)
		}
		at, n = append(at, h.node), append(n, complete)
		replaced, index = append(replaced, c.replacedIn(h.things)), append(index, i)
	}
	var parts [][]part
	for _, h := range c.atLeast(spreadMinimum, at, n, replaced) {
		var ps []part
		for _, t := range h.things {
			ps = append(ps, c.totalPart(cohorts[index[t]].things))
		}
		parts = append(parts, ps)
	}
	return pooled(parts, c.k)
}

// totalPart is what blocks that are counted together add to the pool; there
// are at least k ballots.
func (c *count) totalPart(blocks []int) part {
	t := c.scoring.totalTally()
	for _, b := range blocks {
		t.merge(&c.blocks[b].tally.Total)
	}
	m := c.scoring.totalMoments(&t)
	return part{n: int(m.n), replaced: c.replacedIn(blocks), cast: c.castIn(blocks), about: m.about()}
}

func (s *Scoring) totalTally() TotalTally {
	return TotalTally{Sums: make([]int64, s.declared), Products: make([]int64, triangle(s.declared))}
}

func (t *TotalTally) merge(o *TotalTally) {
	t.N += o.N
	plus(t.Sums, o.Sums)
	plus(t.Products, o.Products)
}

func (c *count) clippedAnywhere(b int) bool {
	for d := range c.scoring.declared {
		if c.covers[d].clipped[b] {
			return true
		}
	}
	return false
}
