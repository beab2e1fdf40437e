package analytics

// Sizes from which on a spread may be shown: SD and shares in three bins, and
// distributions over all points (docs/anonymity.md, rule 4). k is the least in
// any case.
const (
	spreadMinimum = 10
	binsMinimum   = 20
)

// ShareBallots is how many ballots a figure needs, or the minimum group if that
// is larger, before any share of its answers is shown. People are told before
// they send.
const ShareBallots = spreadMinimum

// reached is, for every node, how many things the cohorts at and below it
// hold. A statistic with a walk of its own may be shown where these are all
// that the mean has.
func (c *count) reached(cohorts []cohort) []int {
	own := make([]int, c.forest.size())
	for _, h := range cohorts {
		own[h.node] = len(h.things)
	}
	return c.forest.sumsBelow(own)
}

// spread is the walk of SD and shares: whole groups that are not clipped wait
// for ten ballots. The things of its cohorts are groups.
func (c *count) spread(groups []group) []cohort {
	var at, n, replaced, index []int
	for i := range groups {
		if g := &groups[i]; !g.marks.any() {
			at, n = append(at, g.node), append(n, int(g.n))
			replaced, index = append(replaced, g.replaced), append(index, i)
		}
	}
	cohorts := c.atLeast(spreadMinimum, at, n, replaced)
	for _, h := range cohorts {
		for i, t := range h.things {
			h.things[i] = index[t]
		}
	}
	return cohorts
}

// bins is the walk of distributions: whole cohorts of the spread wait for
// twenty ballots, so that a distribution and an SD never differ by less than a
// cohort of the spread. The things of its cohorts are groups.
func (c *count) bins(groups []group, spread []cohort) []cohort {
	at, n, replaced := make([]int, len(spread)), make([]int, len(spread)), make([]int, len(spread))
	for i, h := range spread {
		at[i] = h.node
		for _, g := range h.things {
			n[i] += int(groups[g].n)
			replaced[i] += groups[g].replaced
		}
	}
	cohorts := c.atLeast(binsMinimum, at, n, replaced)
	for i, h := range cohorts {
		var things []int
		for _, t := range h.things {
			things = append(things, spread[t].things...)
		}
		cohorts[i].things = things
	}
	return cohorts
}

// atLeast is the walk with a larger threshold; k is the least in any case.
func (c *count) atLeast(minimum int, at, n, replaced []int) []cohort {
	w := walk{
		forest: c.forest, at: at, size: n,
		enough: func(things []int) bool { return sum(n, things) >= max(minimum, c.k)+sum(replaced, things) },
	}
	cohorts, _ := w.run()
	return cohorts
}
