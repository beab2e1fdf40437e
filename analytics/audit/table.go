package audit

// table is one item in some groups whose sums are known one by one and whose
// spread is known of several together: how many ballots of each group gave
// each answer is a table of which margins are known.
type table struct {
	points int
	groups []tableGroup
	shapes []shape
}

// tableGroup is one group's ballots and sum of values above lo.
type tableGroup struct {
	atoms  []int32
	n, sum interval
}

// shape is what is known of the spread of some of the groups together.
type shape struct {
	groups  []int
	squares interval   // sum of squares of the values above lo
	thirds  []interval // ballots at most lo + 1, between, at least hi − 1; nil: not known
	bins    []interval // ballots by value; nil: not known
}

// without is the table after one ballot of a group is taken out whose answer
// is known.
func (t *table) without(group, value int) *table {
	o := &table{points: t.points}
	for i, g := range t.groups {
		if i == group {
			g.n, g.sum = g.n.plus(-1, exactly(1)), g.sum.plus(-1, exactly(int64(value)))
		}
		o.groups = append(o.groups, g)
	}
	for _, s := range t.shapes {
		for _, g := range s.groups {
			if g == group {
				s = s.without(value, t.points)
			}
		}
		o.shapes = append(o.shapes, s)
	}
	return o
}

func (s shape) without(value, points int) shape {
	s.squares = s.squares.plus(-1, exactly(int64(value*value)))
	if s.thirds != nil {
		s.thirds = append([]interval(nil), s.thirds...)
		s.thirds[third(value, points)] = s.thirds[third(value, points)].plus(-1, exactly(1))
	}
	if s.bins != nil {
		s.bins = append([]interval(nil), s.bins...)
		s.bins[value] = s.bins[value].plus(-1, exactly(1))
	}
	return s
}

// third is the bin of a value above lo.
func third(value, points int) int {
	switch {
	case value <= 1:
		return 0
	case value >= points-2:
		return 2
	}
	return 1
}

// possible is, by group and value, whether somebody in the group may have given
// it, as far as squares and empty bins say: what is false is impossible.
func (t *table) possible() [][]bool {
	may := make([][]bool, len(t.groups))
	for g, x := range t.groups {
		may[g] = make([]bool, t.points)
		for v := range may[g] {
			may[g][v] = x.n.hi > 0 && x.canHave(int64(v), int64(t.points-1))
		}
	}
	for _, s := range t.shapes {
		s.ruleOut(t, may)
	}
	return may
}

// canHave reports whether the sum allows one ballot with a value.
func (g tableGroup) canHave(v, span int64) bool {
	return g.sum.hi >= v && g.sum.lo-v <= (g.n.hi-1)*span
}

// ruleOut takes away what the spread of some groups does not allow.
func (s shape) ruleOut(t *table, may [][]bool) {
	left := s.squares.hi
	for _, g := range s.groups {
		left -= t.groups[g].leastSquares()
	}
	for _, g := range s.groups {
		for v := range may[g] {
			empty := s.bins != nil && s.bins[v].hi <= 0 || s.thirds != nil && s.thirds[third(v, t.points)].hi <= 0
			may[g][v] = may[g][v] && !empty && t.groups[g].costs(int64(v)) <= left
		}
	}
}

// leastSquares is the least sum of squares: that of values that differ by one
// at most. It is 0 where n or the sum is not known.
func (g tableGroup) leastSquares() int64 {
	if !g.n.exact() || !g.sum.exact() {
		return 0
	}
	return evenly(g.n.lo, g.sum.lo)
}

// costs is by how much one ballot with a value raises the least sum of
// squares.
func (g tableGroup) costs(v int64) int64 {
	if !g.n.exact() || !g.sum.exact() || g.n.lo < 1 {
		return 0
	}
	return v*v + evenly(g.n.lo-1, g.sum.lo-v) - evenly(g.n.lo, g.sum.lo)
}

// evenly is the sum of squares of n whole numbers with a given sum that are as
// equal as can be.
func evenly(n, sum int64) int64 {
	if n == 0 || sum < 0 {
		return 0
	}
	q, r := sum/n, sum%n
	return (n-r)*q*q + r*(q+1)*(q+1)
}

// nearlyOne is what a number of ballots has to reach to be one, but for
// rounding.
const nearlyOne = 1 - 1e-6

// bound narrows what is possible by linear programs over all that is known of
// the table, and counts them.
func (t *table) bound(may [][]bool) (programs int) {
	p := t.program()
	if !p.feasible() {
		return 1
	}
	shown := map[int]bool{} // cells that a solution has
	for g := range t.groups {
		for v := range t.points {
			cell := g*t.points + v
			if !may[g][v] || shown[cell] {
				continue
			}
			programs++
			most, corner, ok := p.most(cell)
			may[g][v] = !ok || most > nearlyOne
			for c, x := range corner {
				shown[c] = shown[c] || x > nearlyOne
			}
		}
	}
	return programs
}

func (t *table) program() *program {
	p := &program{cells: len(t.groups) * t.points}
	all := make([]int, t.points)
	for v := range all {
		all[v] = v
	}
	for g, x := range t.groups {
		p.add(t.factors([]int{g}, all, func(int) int64 { return 1 }), x.n)
		p.add(t.factors([]int{g}, all, func(v int) int64 { return int64(v) }), x.sum)
	}
	for _, s := range t.shapes {
		p.add(t.factors(s.groups, all, func(v int) int64 { return int64(v * v) }), s.squares)
		for v, n := range s.bins {
			p.add(t.factors(s.groups, []int{v}, func(int) int64 { return 1 }), n)
		}
		for bin, n := range s.thirds {
			p.add(t.factors(s.groups, all, func(v int) int64 { return isIn(v, t.points, bin) }), n)
		}
	}
	return p
}

func isIn(v, points, bin int) int64 {
	if third(v, points) == bin {
		return 1
	}
	return 0
}

func (t *table) factors(groups, values []int, of func(v int) int64) []int64 {
	f := make([]int64, len(t.groups)*t.points)
	for _, g := range groups {
		for _, v := range values {
			f[g*t.points+v] = of(v)
		}
	}
	return f
}
