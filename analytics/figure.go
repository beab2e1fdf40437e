package analytics

import "slices"

// figureAll makes the figure of the organisation and of every team with a
// block at or below it; the others stay nil.
func (c *count) figureAll() {
	n, invited := make([]int, c.forest.size()), make([]int, c.forest.size())
	below := make([][]int, c.forest.size())
	for i, b := range c.blocks {
		n[b.node] += b.n
		invited[b.node] += b.invited
		below[b.node] = append(below[b.node], i)
	}
	n, invited = c.forest.sumsBelow(n), c.forest.sumsBelow(invited)
	c.forest.rollUp(func(parent, child int) { below[parent] = append(below[parent], below[child]...) })
	c.figures, c.below = make([]*Figure, c.forest.size()), below
	for v, blocks := range below {
		if len(blocks) > 0 {
			c.figures[v] = &Figure{N: &n[v], Invited: &invited[v], Blocks: c.blockIDs(blocks)}
		}
	}
	if c.figures[root] == nil {
		c.figures[root] = &Figure{Blocks: []string{}}
	}
	for _, f := range c.figures {
		if f != nil {
			f.Items = make(map[string]Item, len(c.scoring.items))
			f.Dimensions = make(map[string]Dimension, c.scoring.declared)
		}
	}
}

// blockIDs names blocks in order, each once.
func (c *count) blockIDs(blocks []int) []string {
	blocks = slices.Clone(blocks)
	slices.Sort(blocks)
	blocks = slices.Compact(blocks)
	ids := make([]string, len(blocks))
	for i, b := range blocks {
		ids[i] = c.blocks[b].id
	}
	return ids
}

// levels fills dimension d and its items into every figure.
func (c *count) levels(d int) {
	for node, f := range c.figures {
		if f != nil {
			c.fillLevels(f, d, c.covers[d].at[node])
		}
	}
}

// fillLevels fills dimension d and its items into a figure; s is nil where they
// are withheld.
func (c *count) fillLevels(f *Figure, d int, s *standing) {
	blocks := []string{}
	switch {
	case s == nil:
	case len(s.blocks) == len(f.Blocks):
		blocks = f.Blocks
	default:
		blocks = c.blockIDs(s.blocks)
	}
	if d < c.scoring.declared {
		f.Dimensions[c.scoring.dimensions[d].id] = Dimension{Level: c.dimensionLevel(d, s, f, blocks)}
	}
	for j, i := range c.scoring.dimensions[d].items {
		f.Items[c.scoring.items[i].id] = c.item(d, j, s, f, blocks)
	}
}

func (c *count) dimensionLevel(d int, s *standing, f *Figure, blocks []string) Level {
	if s == nil {
		return Level{Blocks: blocks}
	}
	items := c.scoring.dimensions[d].items
	total := int64(0)
	for _, x := range s.sums {
		total += x
	}
	var bins thirds
	for j, i := range items {
		bins.add(s.tally.Histograms[j], c.scoring.items[i].reverse)
	}
	m := momentsOf(s.tally.Scores, int64(len(items)))
	return c.level(s, f, blocks, total, m, bins, c.covers[d].pool, s.marks)
}

func (c *count) item(d, j int, s *standing, f *Figure, blocks []string) Item {
	i := c.scoring.dimensions[d].items[j]
	it := Item{Level: Level{Blocks: blocks}, Extra: c.withheld[i]}
	if s == nil {
		return it
	}
	h := s.tally.Histograms[j]
	var bins thirds
	bins.add(h, c.scoring.items[i].reverse)
	it.Level = c.level(s, f, blocks, s.sums[j], momentsOf(h, 1), bins, c.covers[d].itemPools[j], s.marks.of(j))
	if s.showsBins() {
		it.Histogram = c.scoring.histogram(h)
	}
	return it
}
