package audit

import "math"

// pool adds the sum that the survey's pooled spread within groups is about.
func (x *work) pool(rows []row, within *family, m *means) {
	if groups := x.pooled(rows, within, m); len(groups) > 0 {
		within.label(within.add(m.atomsOf(groups)), "the pooled spread")
	}
}

// pooled lists the groups that the pooled spread is about. They are not
// printed; its degrees of freedom, counted over all ballots, are, and they tell.
// It lists none where they do not.
func (x *work) pooled(rows []row, within *family, m *means) []int {
	whole := wholeOf(rows)
	if whole == nil || whole.own.Within == nil {
		return nil
	}
	open, ok := m.unclipped()
	large, sure := x.large(open, m)
	if !ok || !sure {
		return nil
	}
	for _, groups := range [][]int{open, x.allLarge(large, within, m), large} {
		df := interval{}
		for _, g := range groups {
			df = df.plus(1, x.size(m.groups[g].columns)).plus(-1, exactly(1))
		}
		if len(groups) > 0 && df == exactly(int64(whole.own.Within.DF)) {
			return groups
		}
	}
	return nil
}

// narrowByPool works out how many complete ballots small figures have: their
// intervals are made from the pooled spread, which is printed. It reports
// whether it made any narrower.
func (x *work) narrowByPool(rows []row, m *means) (narrower bool) {
	within, _ := x.spreadFamilies(rows)
	groups := x.pooled(rows, within, m)
	if len(groups) == 0 {
		return false
	}
	df := interval{}
	for _, g := range groups {
		df = df.plus(1, m.groups[g].n).plus(-1, exactly(1))
	}
	sd := wholeOf(rows).own.Within.SD
	for i := range rows {
		r := &rows[i]
		if l := &r.own.Level; l.CI == nil || l.SD != nil || l.Clipped != "" || r.n.exact() {
			continue
		}
		if n := x.smallWidths(r, sd, interval{max(1, df.lo), df.hi}); n != r.n {
			r.n, narrower = n, true
		}
	}
	return narrower
}

// smallWidths is how many ballots, below ten, give the interval of a small
// figure its width.
func (x *work) smallWidths(r *row, sd float64, df interval) interval {
	printed := printedWidth(&r.own.Level)
	fitting := interval{math.MaxInt64, 0}
	for n := max(2, r.n.lo); n <= min(r.n.hi, ownSpread-1); n++ {
		f := x.correction(r, n) / math.Sqrt(float64(n))
		low, high := max(0, sd-half)*x.quantile(df.hi)*f, (sd+half)*x.quantile(df.lo)*f
		if low-1e-6 <= printed[1] && high+1e-6 >= printed[0] {
			fitting = interval{min(fitting.lo, n), n}
		}
	}
	if fitting.empty() {
		return r.n
	}
	return fitting
}

// unclipped lists the groups in which no item was replaced by a bound; false
// where that cannot be told.
func (m *means) unclipped() (groups []int, ok bool) {
	for i, g := range m.groups {
		whole, less := false, false
		for _, p := range g.made {
			for j := range m.marked {
				whole = whole || p.factor > 0 && m.marked[j][p.sum]
				less = less || p.factor < 0 && m.marked[j][p.sum]
			}
		}
		switch {
		case g.made == nil || whole && less:
			return nil, false
		case !whole:
			groups = append(groups, i)
		}
	}
	return groups, true
}

func (m *means) atomsOf(groups []int) []int32 {
	var atoms []int32
	for _, g := range groups {
		atoms = append(atoms, m.groups[g].columns...)
	}
	return sorted(atoms)
}

// large are the groups that have ten ballots each; sure is false where one may
// have ten or fewer.
func (x *work) large(open []int, m *means) (groups []int, sure bool) {
	sure = true
	for _, g := range open {
		n, least := m.groups[g].n, x.least(max(spreadMinimum, x.k), m.groups[g].columns)
		sure = sure && (n.lo >= least || n.hi < least)
		if n.lo >= least {
			groups = append(groups, g)
		}
	}
	return groups, sure
}

// allLarge are the groups of which the spread follows together with that of
// large ones only.
func (x *work) allLarge(large []int, within *family, m *means) []int {
	inside, isLarge := newNest(len(x.atoms.size), m), make([]bool, len(m.groups))
	for _, g := range large {
		isLarge[g] = true
	}
	var out []int
	for _, s := range x.solve(within).derived {
		all := s.group && inside.whole(s.columns)
		for _, g := range inside.in(s.columns) {
			all = all && isLarge[g]
		}
		if all {
			out = append(out, inside.in(s.columns)...)
		}
	}
	return out
}
