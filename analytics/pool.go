package analytics

import "math"

// pool is the survey's pooled within-block spread; df is 0 where there is
// none.
type pool struct {
	sd float64
	df int
	// df, counted over all ballots of the blocks: what is published, because
	// df itself would count those that left something out.
	printed int
}

// part is what one block, or blocks that are counted together, add to a pool.
type part struct {
	n, replaced int     // ballots, at least 1
	cast        int     // with the incomplete ones
	about       float64 // sum of squares about the mean of the n
}

func (p part) large(k int) bool { return p.n >= max(spreadMinimum, k)+p.replaced }

// pooled pools the spread within blocks, given by cohort of the spread walk:
// over the large blocks, and over smaller ones only where at least three of
// them have together at least 20 ballots (docs/anonymity.md, rule 4); replaced
// invitations raise both numbers. Without the smaller ones, a cohort that
// holds one is left out as a whole: its SD may be published, and less the
// large block it would be the small one's.
func pooled(cohorts [][]part, k int) pool {
	small := smallOnesCount(cohorts, k)
	var p pool
	for _, parts := range cohorts {
		if !small && !allLarge(parts, k) {
			continue
		}
		for _, x := range parts {
			p.sd += x.about
			p.df += x.n - 1
			p.printed += x.cast - 1
		}
	}
	if p.df > 0 {
		p.sd = math.Sqrt(p.sd / float64(p.df))
	}
	return p
}

func smallOnesCount(cohorts [][]part, k int) bool {
	blocks, ballots, least := 0, 0, max(binsMinimum, k)
	for _, parts := range cohorts {
		for _, x := range parts {
			if x.n >= 2 && !x.large(k) {
				blocks++
				ballots += x.n
				least += x.replaced
			}
		}
	}
	return blocks >= 3 && ballots >= least
}

func allLarge(parts []part, k int) bool {
	for _, x := range parts {
		if !x.large(k) {
			return false
		}
	}
	return true
}

// fillPools pools a dimension and its items over the groups that are not
// clipped: what is computed from a clipped one would undo the clipping. Blocks
// that are counted together are one here. The spread within each of them,
// beside the SD of both, would give the difference of their means, which are
// withheld.
func (c *count) fillPools(v *coverage, d int, groups []group, spread []cohort) {
	items := int64(len(c.scoring.dimensions[d].items))
	parts := make([][][]part, items+1)
	for _, h := range spread {
		cohort := make([][]part, items+1)
		for _, i := range h.things {
			g, cast := &groups[i], c.castIn(groups[i].things)
			cohort[0] = append(cohort[0], g.part(momentsOf(g.tally.Scores, items), cast))
			for j, x := range g.tally.Histograms {
				cohort[j+1] = append(cohort[j+1], g.part(momentsOf(x, 1), cast))
			}
		}
		for i := range parts {
			parts[i] = append(parts[i], cohort[i])
		}
	}
	v.pool = pooled(parts[0], c.k)
	for _, p := range parts[1:] {
		v.itemPools = append(v.itemPools, pooled(p, c.k))
	}
}

func (g *group) part(m moments, cast int) part {
	return part{n: int(m.n), replaced: g.replaced, cast: cast, about: m.about()}
}

// castIn is the number of ballots of some blocks, complete or not.
func (c *count) castIn(blocks []int) int {
	total := 0
	for _, b := range blocks {
		total += c.blocks[b].n
	}
	return total
}

// within is the pool as it is published.
func (p pool) within() *Within {
	if p.df < 1 {
		return nil
	}
	return &Within{SD: round2(p.sd), DF: p.printed}
}
