package analytics

import "math"

// pool is the survey's pooled within-block spread; df is 0 where there is
// none.
type pool struct {
	sd float64
	df int
}

// part is what one block adds to a pool.
type part struct {
	n, replaced int     // ballots, at least 1
	about       float64 // sum of squares about the block's mean
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

// fillPools pools a dimension and its items over the blocks of groups that are
// not clipped: what is computed from a clipped group would undo the clipping.
func (c *count) fillPools(v *coverage, d int, groups []group, spread []cohort) {
	items := c.scoring.dimensions[d].items
	parts := make([][][]part, len(items)+1)
	for _, h := range spread {
		for i := range parts {
			parts[i] = append(parts[i], nil)
		}
		last := len(parts[0]) - 1
		for _, g := range h.things {
			for _, b := range groups[g].things {
				t := &c.blocks[b].tally.Dimensions[d]
				parts[0][last] = c.appendPart(parts[0][last], b, momentsOf(t.Scores, int64(len(items))))
				for j, x := range t.Histograms {
					parts[j+1][last] = c.appendPart(parts[j+1][last], b, momentsOf(x, 1))
				}
			}
		}
	}
	v.pool = pooled(parts[0], c.k)
	for _, p := range parts[1:] {
		v.itemPools = append(v.itemPools, pooled(p, c.k))
	}
}

func (c *count) appendPart(to []part, b int, m moments) []part {
	if m.n == 0 {
		return to
	}
	return append(to, part{n: int(m.n), replaced: c.blocks[b].replaced, about: m.about()})
}
