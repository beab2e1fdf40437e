package analytics

import "slices"

// coverage is where one dimension (or stand-alone item) may be shown, and the
// sums to show, by node; nil where no group is at or below.
type coverage struct {
	at        []*standing
	groups    Groups // the scores of each group, in the order of their nodes
	pool      pool   // within-block spread of the dimension
	itemPools []pool // and of its items
	clipped   []bool // by block: whether it is counted in a clipped group
	// Only where there are cuts: every group, and the walks over them.
	each         []group
	spread, bins []cohort
}

// standing is one dimension at one node: the groups at and below it.
type standing struct {
	groups, spread, bins int   // groups, and those that the walks for SD and for distributions reached
	blocks               []int // ascending
	n                    int64 // ballots that answered all items
	invited, replaced    int
	sums                 []int64 // by item: keyed values above lo, after clipping
	marks                marks
	tally                DimensionTally // before clipping
	own                  bool           // blocks, sums and tally are no other standing's
}

// group is the blocks that the second walk counts together for one dimension.
type group struct {
	cohort
	standing
}

// cover is the second walk of one dimension: whole blocks wait until k ballots
// (and one more for each replaced invitation) answered all its items.
func (c *count) cover(d int) *coverage {
	at := c.blockThings()
	if c.scoring.dimensions[d].organisation {
		at = make([]int, len(c.blocks)) // all at the root
	}
	complete := make([]int, len(c.blocks))
	for b := range c.blocks {
		complete[b] = int(c.blocks[b].tally.Dimensions[d].n())
	}
	w := walk{
		forest: c.forest, at: at, size: complete,
		enough: func(blocks []int) bool { return sum(complete, blocks) >= c.k+c.replacedIn(blocks) },
	}
	cohorts, _ := w.run()
	groups := make([]group, len(cohorts))
	for i, h := range cohorts {
		groups[i] = c.group(d, h)
	}
	v := &coverage{clipped: make([]bool, len(c.blocks))}
	for i := range groups {
		g := &groups[i]
		v.groups = append(v.groups, c.scoring.scoresOf(d, &g.tally).Moments())
		for _, b := range g.things {
			v.clipped[b] = g.marks.any()
		}
	}
	spread := c.spread(groups)
	bins := c.bins(groups, spread)
	v.at = c.stand(groups, spread, bins)
	if len(c.in.Cuts) > 0 {
		v.each, v.spread, v.bins = groups, spread, bins
	}
	c.fillPools(v, d, groups, spread)
	return v
}

// n is the number of ballots that answered all items.
func (d *DimensionTally) n() int64 {
	n := int64(0)
	for _, c := range d.Scores {
		n += c
	}
	return n
}

// group sums up the blocks of a cohort and clips the sums of the items.
func (c *count) group(d int, h cohort) group {
	g := group{cohort: h}
	g.groups, g.blocks, g.replaced = 1, h.things, c.replacedIn(h.things)
	g.tally = c.tallyOf(d, h.things)
	for _, b := range h.things {
		g.invited += c.blocks[b].invited
	}
	g.n = g.tally.n()
	items := c.scoring.dimensions[d].items
	g.sums = make([]int64, len(items))
	for j, i := range items {
		g.sums[j] = momentsOf(g.tally.Histograms[j], 1).sum
		if c.scoring.items[i].reverse {
			g.sums[j] = g.n*int64(c.scoring.span()) - g.sums[j]
		}
		g.sums[j] = g.marks.clip(j, g.sums[j], g.n, int64(c.scoring.span()))
	}
	return g
}

// tallyOf is one dimension of some blocks together; of one block it is its own.
func (c *count) tallyOf(d int, blocks []int) DimensionTally {
	if len(blocks) == 1 { // most groups are
		return c.blocks[blocks[0]].tally.Dimensions[d]
	}
	t := c.scoring.dimensionTally(d)
	for _, b := range blocks {
		t.merge(&c.blocks[b].tally.Dimensions[d])
	}
	return t
}

// stand adds the groups up over the tree, and notes how many of them the walks
// for SD and for distributions reached.
func (c *count) stand(groups []group, spread, bins []cohort) []*standing {
	at := make([]*standing, c.forest.size())
	for i := range groups {
		at[groups[i].node] = groups[i].standing.shared()
	}
	c.forest.rollUp(func(parent, child int) {
		switch {
		case at[child] == nil:
		case at[parent] == nil:
			at[parent] = at[child].shared()
		default:
			at[parent].add(at[child])
		}
	})
	inSpread, inBins := c.reached(spread), c.reached(bins)
	for v, s := range at {
		if s != nil {
			slices.Sort(s.blocks)
			s.spread, s.bins = inSpread[v], inBins[v]
		}
	}
	return at
}

// showsSpread reports whether the walk of SD and shares covers exactly what
// the mean covers; then no group in it is clipped.
func (s *standing) showsSpread() bool { return s.spread == s.groups }

// showsBins reports the same of the walk of distributions.
func (s *standing) showsBins() bool { return s.bins == s.groups }

// shared is the same standing at another place. Most teams have no teams below
// them, so what it shares is copied only when something is added.
func (s *standing) shared() *standing {
	o := *s
	o.own = false
	return &o
}

func (s *standing) add(o *standing) {
	if !s.own {
		s.blocks, s.sums, s.tally, s.own = slices.Clone(s.blocks), slices.Clone(s.sums), s.tally.clone(), true
	}
	s.groups += o.groups
	s.blocks = append(s.blocks, o.blocks...)
	s.n += o.n
	s.invited += o.invited
	s.replaced += o.replaced
	plus(s.sums, o.sums)
	s.marks.low |= o.marks.low
	s.marks.high |= o.marks.high
	s.tally.merge(&o.tally)
}
