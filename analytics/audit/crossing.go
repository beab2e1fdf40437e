package audit

import (
	"slices"

	"teamtrust/survey"
)

// Sums that cross, such as those of teams and those of sites, resolve no single
// cell of their table and say much about each all the same. A crossing is the
// unknowns that such sums connect.
type crossing struct {
	classes []int32 // what no sum divides, ascending
}

// maxCrossing bounds the size of a table that is looked into.
const maxCrossing = 60

// crossings lists them. Sums that nest leave none.
func (s *solution) crossings() []crossing {
	group := make([]int32, len(s.members))
	for c := range group {
		group[c] = int32(c)
	}
	root := func(c int32) int32 {
		for group[c] != c {
			c = group[c]
		}
		return c
	}
	for _, v := range s.echelon.basis {
		for _, x := range v[1:] {
			group[root(x.column)] = root(v[0].column)
		}
	}
	members := map[int32][]int32{}
	for c := range group {
		r := root(int32(c))
		members[r] = append(members[r], int32(c))
	}
	var out []crossing
	for _, classes := range members {
		if len(classes) > 1 && len(classes) <= maxCrossing {
			out = append(out, crossing{classes: classes})
		}
	}
	slices.SortFunc(out, func(a, b crossing) int { return slices.Compare(a.classes, b.classes) })
	return out
}

// crossed looks into the tables of sums that cross: unions of two or three
// cells may follow though none of them does, and the sum of a small cell may be
// bounded.
func (x *work) crossed(d dimension, m *means) {
	s := x.solve(m.family)
	for _, c := range s.crossings() {
		x.unions(d, m, s, c)
		for j, id := range d.items {
			x.boundCells(id, j, m, s, c)
		}
	}
}

// unions tells of cells that are small together and of which the sum follows.
func (x *work) unions(d dimension, m *means, s *solution, c crossing) {
	for i, a := range c.classes {
		for k, b := range c.classes[i+1:] {
			x.union(d, m, s, s.members[a], s.members[b])
			for _, e := range c.classes[i+k+2:] {
				x.union(d, m, s, s.members[a], s.members[b], s.members[e])
			}
		}
	}
}

func (x *work) union(d dimension, m *means, s *solution, cells ...[]int32) {
	set := sorted(slices.Concat(cells...))
	n := x.size(set)
	if n.hi >= x.least(x.k, set) {
		return
	}
	if made, ok := s.express(set); ok {
		x.enough(m.family, derived{columns: set, made: made, group: true}, x.k, n, statistic("mean", d.id), "ballot")
	}
}

// boundCells tells of a cell with too few ballots whose mean is bounded to a
// quarter of the scale: half a point up or down on a scale of five.
func (x *work) boundCells(id string, item int, m *means, s *solution, c crossing) {
	p := x.sumsOf(item, m, s, c)
	if !p.feasible() {
		return
	}
	x.report.Compared.Programs += 2 * len(c.classes)
	for cell, class := range c.classes {
		set := s.members[class]
		n := x.size(set)
		if n.hi < 1 || n.hi >= x.least(x.k, set) {
			continue
		}
		least, ok := p.least(cell)
		most, _, okToo := p.most(cell)
		if ok && okToo && (most-least)/float64(n.hi) <= float64(x.span)/4 {
			lo := float64(x.lo)
			x.tell(Answer, x.teamsOf(set), statistic("mean", id), "all sums that cross there, by linear programming",
				"the mean of %s counted in %s lies from %.2f to %.2f.", survey.Amount(int(n.hi), "ballot", "ballots"), places(x.teamsOf(set)),
				lo+least/float64(n.hi), lo+most/float64(n.hi))
		}
	}
}

// sumsOf is the program of a crossing: its cells are the sums of an item's
// values above lo, its constraints what follows of them and how large each can
// be.
func (x *work) sumsOf(item int, m *means, s *solution, c crossing) *program {
	p := &program{cells: len(c.classes)}
	for cell, class := range c.classes {
		f := make([]int64, p.cells)
		f[cell] = 1
		p.add(f, interval{0, x.size(s.members[class]).hi * x.span})
	}
	for b, v := range s.echelon.basis {
		made := recipe(s.echelon.made[b])
		if f, ok := c.factors(v); ok && made != nil {
			p.add(f, combine(made, func(no int) interval { return m.below[item][no] }))
		}
	}
	return p
}

// factors writes a vector by the cells of the crossing; false where it is of
// others.
func (c crossing) factors(v vector) ([]int64, bool) {
	out := make([]int64, len(c.classes))
	for _, x := range v {
		cell, in := slices.BinarySearch(c.classes, x.column)
		f, small := whole(x.value)
		if !in || !small {
			return nil, false
		}
		out[cell] = f
	}
	return out, true
}
