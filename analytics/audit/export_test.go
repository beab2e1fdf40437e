package audit

import (
	"slices"

	"teamtrust/survey"
)

// Attacker is a reader of one wave who bounds single answers with all the
// means of this package.
type Attacker struct {
	x      *work
	tables []attacked
}

// attacked is one table of one item, or a group of which the sum alone is
// known.
type attacked struct {
	item     string
	complete []string // items that a ballot in it has answered
	*table
}

// NewAttacker takes a wave apart.
func NewAttacker(w *Wave) *Attacker {
	a := &Attacker{x: newWork(&Auditor{}, w, w.Releases[0])}
	a.x.turnout()
	for _, d := range a.x.dimensions() {
		a.dimension(d)
	}
	return a
}

func (a *Attacker) dimension(d dimension) {
	x := a.x
	rows := x.rows(d)
	for i := range rows {
		x.oneSet(d, &rows[i])
	}
	m := x.means(d, rows)
	if x.narrowByPool(rows, m) {
		m = x.means(d, rows)
	}
	within, bins := x.spreadFamilies(rows)
	l := x.layout(within, bins, m)
	x.poolTop(rows, l)
	inTop := map[int]bool{}
	for i := range l.tops {
		for _, g := range l.tops[i].groups {
			inTop[g] = true
		}
	}
	for g := range m.groups {
		if !inTop[g] && m.groups[g].group && m.groups[g].made != nil {
			l.tops = append(l.tops, top{groups: []int{g}})
		}
	}
	for j := range d.items {
		s := x.shownOf(d.items[j], j, rows, within, bins, m)
		for i := range l.tops {
			t := x.tableOf(rows, l, &l.tops[i], j, s)
			for g := range t.groups {
				t.groups[g].unclip(m, l.tops[i].groups[g], j, x.span)
			}
			a.tables = append(a.tables, attacked{d.items[j], d.items, t})
		}
	}
}

// unclip gives back what a bound stands for: any sum at or beyond it.
func (g *tableGroup) unclip(m *means, group, item int, span int64) {
	for _, p := range m.groups[group].made {
		if m.marked[item][p.sum] {
			low, high := span+1, g.n.hi*span-span-1
			if g.sum.lo <= low {
				g.sum.lo = 0
			}
			if g.sum.hi >= min(high, g.n.lo*span-span-1) {
				g.sum.hi = g.n.hi * span
			}
			return
		}
	}
}

// Bound is what somebody in a group may have answered.
type Bound struct {
	Item     string
	Units    []string
	Most     int // ballots of others
	Possible []int
}

// Outside bounds the answers in all groups.
func (a *Attacker) Outside() []Bound {
	var out []Bound
	for _, t := range a.tables {
		out = append(out, a.bounds(t, t.table, -1)...)
	}
	return out
}

// Inside bounds the answers of everybody else in the tables that somebody's own
// ballot is in.
func (a *Attacker) Inside(unit string, own survey.Answers) []Bound {
	var out []Bound
	for _, t := range a.tables {
		g := slices.IndexFunc(t.groups, func(g tableGroup) bool { return slices.Contains(a.units(g), unit) })
		if g < 0 || !answeredAll(own, t.complete) {
			continue
		}
		it, _ := a.x.w.Form.Item(t.item)
		value := a.x.w.Form.Keyed(it, own[t.item].Value) - a.x.lo
		out = append(out, a.bounds(t, t.without(g, value), g)...)
	}
	return out
}

func answeredAll(own survey.Answers, items []string) bool {
	for _, id := range items {
		if v, ok := own[id]; !ok || v.Code != "" {
			return false
		}
	}
	return true
}

func (a *Attacker) bounds(t attacked, left *table, own int) []Bound {
	may := left.possible()
	if len(left.shapes) > 0 {
		left.bound(may)
	}
	var out []Bound
	for g := range left.groups {
		b := Bound{Item: t.item, Units: a.units(left.groups[g]), Most: int(left.groups[g].n.hi)}
		it, _ := a.x.w.Form.Item(t.item)
		for v, possible := range may[g] {
			if possible {
				b.Possible = append(b.Possible, a.x.w.Form.Keyed(it, a.x.lo+v))
			}
		}
		out = append(out, b)
	}
	return out
}

func (a *Attacker) units(g tableGroup) []string {
	var out []string
	for _, atom := range g.atoms {
		if a.x.atoms.units {
			out = append(out, a.x.w.Units[atom].ID)
		} else {
			out = append(out, a.x.r.Blocks[atom].Units...)
		}
	}
	return out
}
