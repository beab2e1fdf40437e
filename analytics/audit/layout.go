package audit

import (
	"slices"
	"strconv"

	"teamtrust/analytics"
)

// shown is what the sums of the spread's families say of one item.
type shown struct {
	squares []interval   // by sum of the spread's family
	thirds  [][]interval // likewise; nil where they are withheld
	bins    [][]interval // by sum of the distribution's family
}

// layout is the groups of a dimension whose spread follows, with the groups
// inside them whose sums follow: the tables of all its items.
type layout struct {
	m            *means
	within, bins *family
	tops         []top
}

// top is one table's groups. A spread is known of some of them together.
type top struct {
	groups       []int // in means.groups
	within, bins []inner
	pool         bool // the pooled spread is about all of them
}

// inner is a group with the positions of the groups inside it.
type inner struct {
	derived
	groups []int
}

// layout leaves out groups that do not nest.
func (x *work) layout(within, bins *family, m *means) *layout {
	l := &layout{m: m, within: within, bins: bins}
	inside := newNest(len(x.atoms.size), m)
	of := make([]int, len(x.atoms.size)) // 1 + the top of each atom
	for _, f := range []*family{bins, within} {
		for _, g := range x.solve(f).derived {
			if !g.group || g.made == nil || !inside.whole(g.columns) {
				continue
			}
			if of[g.columns[0]] == 0 {
				l.tops = append(l.tops, top{groups: inside.in(g.columns)})
				for _, a := range g.columns {
					of[a] = len(l.tops)
				}
			}
			l.tops[of[g.columns[0]]-1].add(g, inside.in(g.columns), f == bins)
		}
	}
	return l
}

// add notes a group of which the spread or the distribution is known. One that
// reaches beyond the table is left out.
func (t *top) add(g derived, inside []int, bins bool) {
	p := inner{derived: g}
	for _, i := range inside {
		at := slices.Index(t.groups, i)
		if at < 0 {
			return
		}
		p.groups = append(p.groups, at)
	}
	if bins {
		t.bins = append(t.bins, p)
	} else {
		t.within = append(t.within, p)
	}
}

// nest finds the groups whose sums follow by their atoms.
type nest struct {
	of []int // by atom; −1 in none
	m  *means
}

func newNest(atoms int, m *means) nest {
	n := nest{make([]int, atoms), m}
	for a := range n.of {
		n.of[a] = -1
	}
	for i, g := range m.groups {
		if g.made == nil {
			continue
		}
		for _, a := range g.columns {
			n.of[a] = i
		}
	}
	return n
}

// in lists the groups inside some atoms, each once.
func (n nest) in(atoms []int32) []int {
	var groups []int
	for _, a := range atoms {
		if g := n.of[a]; g >= 0 && n.m.groups[g].columns[0] == a {
			groups = append(groups, g)
		}
	}
	return groups
}

// whole reports whether some atoms are groups and nothing else.
func (n nest) whole(atoms []int32) bool {
	members := 0
	for _, g := range n.in(atoms) {
		members += len(n.m.groups[g].columns)
	}
	return members == len(atoms)
}

// table is one item of one top.
func (l *layout) table(t *top, item int, span int64, s *shown) *table {
	out := &table{points: int(span) + 1}
	for _, g := range t.groups {
		group := l.m.groups[g]
		sum := combine(group.made, func(no int) interval { return l.m.below[item][no] }).meet(interval{0, group.n.hi * span})
		out.groups = append(out.groups, tableGroup{group.columns, group.n, sum})
	}
	for _, g := range t.within {
		out.shapes = append(out.shapes, shape{groups: g.groups,
			squares: combine(g.made, func(no int) interval { return s.squares[no] }), thirds: s.combined(g.made, s.thirds, 3)})
	}
	for _, g := range t.bins {
		out.shapes = append(out.shapes, shape{groups: g.groups, squares: interval{0, unknown}, bins: s.combined(g.made, s.bins, out.points)})
	}
	return out
}

// unknown is more than any sum of squares.
const unknown = int64(1) << 50

// combined is nil where one of the parts is withheld.
func (s *shown) combined(made []part, of [][]interval, bins int) []interval {
	out := make([]interval, bins)
	for b := range out {
		for _, p := range made {
			if of[p.sum] == nil {
				return nil
			}
			out[b] = out[b].plus(p.factor, of[p.sum][b])
		}
		out[b].lo = max(0, out[b].lo)
	}
	return out
}

// shownOf gathers what is printed of the spread of one item.
func (x *work) shownOf(id string, item int, rows []row, within, bins *family, m *means) *shown {
	s := &shown{squares: make([]interval, len(within.sums)), thirds: make([][]interval, len(within.sums)), bins: make([][]interval, len(bins.sums))}
	for i := range s.squares {
		s.squares[i] = interval{0, unknown}
	}
	for i := range rows {
		r := &rows[i]
		if no, ok := within.known[fingerprint(r.set)]; ok && r.sums >= 0 {
			it := &r.items[item]
			n := m.n[r.sums]
			s.squares[no] = s.squares[no].meet(squaresOf(&it.Level, m.below[item][r.sums], n, x.span))
			s.thirds[no] = thirdsOf(&it.Level, n)
		}
		if no, ok := bins.known[fingerprint(r.set)]; ok && r.sums >= 0 {
			s.bins[no] = x.binsOf(id, &r.items[item], m.n[r.sums])
		}
	}
	return s
}

// squaresOf is what a level says of the sum of squares.
func squaresOf(l *analytics.Level, sum, n interval, span int64) interval {
	all := interval{0, n.hi * span * span}
	if l.SD == nil || !n.exact() {
		return all
	}
	if q := squares(*l.SD, sum, n.lo, 1); !q.empty() {
		return q
	}
	return all
}

func thirdsOf(l *analytics.Level, n interval) []interval {
	if l.Favourable == nil || l.Neutral == nil || l.Unfavourable == nil {
		return nil
	}
	return []interval{about(*l.Unfavourable, n), about(*l.Neutral, n), about(*l.Favourable, n)}
}

func (x *work) binsOf(id string, it *analytics.Item, n interval) []interval {
	if it.Histogram == nil {
		return nil
	}
	item, _ := x.w.Form.Item(id)
	out := make([]interval, x.span+1)
	for v := range out {
		answer := x.w.Form.Keyed(item, x.lo+v)
		out[v] = about(it.Histogram[strconv.Itoa(answer)], n)
	}
	return out
}
