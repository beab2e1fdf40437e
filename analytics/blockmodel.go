package analytics

// blockModel is the blocks of one dimension as groups, where every one of them
// stands alone in every walk: then whatever is computed from them follows from
// figures that may be published.
type blockModel struct {
	groups Groups
	node   []int
	bins   bool // every block may show its distribution
	scores []Values
	model  Shrinkage
	why    Undefined
}

// blockModel is nil where a block is counted together with others, is too
// small for a spread, or is clipped: a value is withheld whenever one of its
// inputs is.
func (c *closedWave) blockModel(d int) *blockModel {
	m := &blockModel{bins: true}
	for b := range c.blocks {
		t := &c.blocks[b].tally.Dimensions[d]
		n := int(t.n())
		if n < max(spreadMinimum, c.k) || c.covers[d].clipped[b] {
			return nil
		}
		m.bins = m.bins && n >= max(binsMinimum, c.k)
		v := c.scoring.scoresOf(d, t)
		m.scores, m.groups = append(m.scores, v), append(m.groups, v.Moments())
		m.node = append(m.node, c.blocks[b].node)
	}
	m.model, m.why = m.groups.Shrink()
	return m
}

// rest compares a team's block with all others.
func (m *blockModel) rest(node int) *Rest {
	var team, other Moments
	var scores, others Values
	for b, g := range m.groups {
		if m.node[b] == node {
			team, scores = g, m.scores[b]
			continue
		}
		other = other.plus(g)
		if others.n == nil {
			others = m.scores[b]
			others.n = append([]int64(nil), others.n...)
		} else {
			plus(others.n, m.scores[b].n)
		}
	}
	if team.n < 2 || other.n < 2 {
		return nil
	}
	r := &Rest{}
	if sd, _ := team.SD(); sd > 0 {
		if w, why := CompareMeans(team, other); why == Defined {
			r.T, r.DF, r.P = ref(round3(w.T)), ref(round3(w.DF)), &w.P // rounded after the adjustment
		}
	}
	if g, why := HedgesG(team, other); why == Defined {
		r.G = ref(round3(g.G))
	}
	if u, why := CompareRanks(scores, others); m.bins && why == Defined {
		r.Delta = ref(round3(u.Delta))
	}
	return r
}
