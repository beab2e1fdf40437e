package analytics

import "fmt"

// block is units whose ballots are counted together.
type block struct {
	id                   string
	node                 int
	units                []int
	n, invited, replaced int
	tally                *Tally
}

// formBlocks is the walk over ballots (docs/anonymity.md, rule 1): every block
// has at least k ballots and as many more as invitations of its units were
// replaced. No block exists where all ballots together are too few.
func (c *count) formBlocks() {
	replaced := make([]int, len(c.in.Units))
	for i, u := range c.in.Units {
		replaced[i] = c.in.Replaced[u.ID]
	}
	w := walk{
		forest: c.forest, at: c.unitAt, size: c.cast,
		enough: func(units []int) bool { return sum(c.cast, units) >= c.k+sum(replaced, units) },
		worth:  func(units []int) bool { return sum(c.cast, units) > 0 },
	}
	cohorts, left := w.run()
	if len(left) > 0 && len(cohorts) > 0 {
		cohorts = w.attach(cohorts, left)
	}
	c.blockOf = make([]int, len(c.in.Units))
	for i := range c.blockOf {
		c.blockOf[i] = -1
	}
	for i, h := range cohorts {
		b := block{id: blockID(i, len(cohorts)), node: h.node, units: h.things}
		b.n, b.replaced = sum(c.cast, h.things), sum(replaced, h.things)
		for _, u := range h.things {
			b.invited += c.in.Invited[c.in.Units[u].ID]
			c.blockOf[u] = i
		}
		c.blocks = append(c.blocks, b)
	}
}

// attach gives units without ballots to the cohort nearest to the root that
// stays large enough with them; it stays where it is. Where replaced
// invitations allow none, they join like any others.
func (w walk) attach(cohorts []cohort, left []int) []cohort {
	w.byNearness(cohorts)
	attached := false
	for i := range cohorts {
		with := append(append([]int(nil), cohorts[i].things...), left...)
		if attached = w.enough(with); attached {
			cohorts[i].things = with
			break
		}
	}
	if !attached {
		cohorts, _ = w.join(cohorts, left)
	}
	inOrder(cohorts)
	return cohorts
}

// blockID numbers blocks in path order, with digits enough for all to sort
// alike as text. It says nothing of units and is not the same block in another
// survey.
func blockID(i, of int) string {
	return fmt.Sprintf("b%0*d", len(fmt.Sprint(of)), i+1)
}

// blockThings lists the nodes of all blocks: the things of every second walk.
func (c *count) blockThings() []int {
	at := make([]int, len(c.blocks))
	for i := range c.blocks {
		at[i] = c.blocks[i].node
	}
	return at
}

// replacedIn is the number of replaced invitations of some blocks.
func (c *count) replacedIn(blocks []int) int {
	total := 0
	for _, b := range blocks {
		total += c.blocks[b].replaced
	}
	return total
}
