package audit

import "math"

// poolGroups bounds how many groups a table of the pooled spread has: of more,
// it says next to nothing about any.
const poolGroups = 8

// poolTop adds the groups that the pooled spread is about as a table of their
// own, with what is known of the spread of some of them.
func (x *work) poolTop(rows []row, l *layout) {
	groups := x.pooled(rows, l.within, l.m)
	if len(groups) < 2 || len(groups) > poolGroups {
		return
	}
	t := top{groups: groups, pool: true}
	inside := newNest(len(x.atoms.size), l.m)
	for _, f := range []*family{l.bins, l.within} {
		for _, g := range x.solve(f).derived {
			if g.group && g.made != nil && inside.whole(g.columns) {
				t.add(g, inside.in(g.columns), f == l.bins)
			}
		}
	}
	l.tops = append(l.tops, t)
}

// poolShape is what the pooled spread of an item says of the sum of squares of
// its groups: the squares about each group's mean are s² times the degrees of
// freedom. The spread follows from the width of small figures' intervals. It is
// false where numbers of ballots are not known.
func (x *work) poolShape(rows []row, t *table, item int) (shape, bool) {
	all := shape{}
	df, about := int64(0), 0.0
	for i, g := range t.groups {
		if !g.n.exact() || !g.sum.exact() || g.n.lo < 1 {
			return all, false
		}
		all.groups = append(all.groups, i)
		df += g.n.lo - 1
		about += float64(g.sum.lo) * float64(g.sum.lo) / float64(g.n.lo)
	}
	low, high := x.pooledSD(rows, item, df)
	if low > high || math.IsInf(high, 1) {
		return all, false
	}
	all.squares = interval{int64(math.Ceil(float64(df)*low*low + about - 1e-6)), int64(math.Floor(float64(df)*high*high + about + 1e-6))}
	return all, !all.squares.empty()
}

// pooledSD is between which values the pooled SD of an item lies.
func (x *work) pooledSD(rows []row, item int, df int64) (low, high float64) {
	low, high = 0, math.Inf(1)
	if w := wholeOf(rows).own.Within; w != nil && len(rows[0].items) == 1 {
		low, high = max(0, w.SD-half), w.SD+half
	}
	for i := range rows {
		r := &rows[i]
		l := &r.items[item].Level
		if l.CI == nil || l.SD != nil || l.Clipped != "" || !r.n.exact() || r.n.lo < 2 {
			continue
		}
		f := x.quantile(df) * x.correction(r, r.n.lo) / math.Sqrt(float64(r.n.lo))
		if printed := printedWidth(l); f > 0 {
			low, high = max(low, printed[0]/f-1e-9), min(high, printed[1]/f+1e-9)
		}
	}
	return low, high
}
