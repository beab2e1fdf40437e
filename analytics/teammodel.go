package analytics

// teamModel is one dimension of the whole organisation as groups: what teams
// are shrunken towards and compared with.
type teamModel struct {
	Shrinkage
	why    Undefined // of Shrinkage
	groups Groups
	all    Values // the scores of everybody
}

// teamModel is nil where the organisation's own SD is withheld, as it is
// wherever a group is clipped. Where it is shown, the means of all groups are
// shown too, and the spread within groups is what is left of it, so that all
// that is computed here follows from shown figures.
func (c *count) teamModel(d int) *teamModel {
	v := c.covers[d]
	whole := v.at[root]
	if whole == nil || !whole.showsSpread() {
		return nil
	}
	m := &teamModel{groups: v.groups, all: c.scoring.scoresOf(d, &whole.tally)}
	m.Shrinkage, m.why = m.groups.Shrink()
	return m
}

// rest compares the scores of a team that shows its SD with all others. They
// are whole cohorts of the same walk. bins says whether the team may show its
// distribution, which Cliff's delta is computed from; then the organisation
// may too, and so may the others. Nil where nothing is left.
func (m *teamModel) rest(team Values, bins bool) *Rest {
	others := Without(m.all, team)
	a, b := team.Moments(), others.Moments()
	if b.n == 0 {
		return nil
	}
	r := &Rest{}
	if sd, _ := a.SD(); sd > 0 { // a team without spread says nothing of its own error
		if w, why := testMeans(a, b); why == Defined {
			r.T, r.DF, r.P = ref(round3(w.T)), ref(round3(w.DF)), &w.P // rounded after the adjustment
		}
	}
	g, why := HedgesG(a, b)
	r.G = roundedTo(round3, g.G, why)
	if bins {
		u, why := CompareRanks(team, others)
		r.Delta = roundedTo(round3, u.Delta, why)
	}
	return r
}

// adjustRests corrects the p-values of all teams of one dimension for their
// number. A team that covers the same groups as one below it is the same
// figure and counts once.
func (c *count) adjustRests(d int) {
	same := c.sameBelow(d)
	var family []*Rest
	var ps []*float64
	for node := range c.figures {
		if r := c.restOf(d, node); r != nil && same[node] == node {
			family, ps = append(family, r), append(ps, r.P)
		}
	}
	Adjust(ps)
	for i, r := range family {
		r.PAdjusted = ps[i]
	}
	for node := range c.figures {
		r := c.restOf(d, node)
		if r == nil || r.P == nil {
			continue
		}
		r.P = ref(round3(*r.P))
		r.PAdjusted = ref(round3(*c.restOf(d, same[node]).PAdjusted))
	}
}

// restOf is nil where there is none.
func (c *count) restOf(d, node int) *Rest {
	if node == root || c.figures[node] == nil {
		return nil
	}
	return c.figures[node].Dimensions[c.scoring.dimensions[d].id].Rest
}

// sameBelow is, for every node, the lowest node at or below it with the same
// groups.
func (c *count) sameBelow(d int) []int {
	at, same := c.covers[d].at, make([]int, c.forest.size())
	for node := range same {
		same[node] = node
	}
	c.forest.rollUp(func(parent, child int) {
		if at[child] != nil && at[parent].groups == at[child].groups {
			same[parent] = same[child]
		}
	})
	return same
}
