package audit

import "teamtrust/survey"

// means is the family of the means of one dimension, with what is known of
// each sum.
type means struct {
	family *family
	n      []interval   // complete ballots, by sum
	below  [][]interval // by item and sum: keyed values above lo, added up
	above  [][]interval // and below hi
	marked [][]bool     // by item and sum: replaced by a bound
	groups []meanGroup
}

// meanGroup is a group whose sums follow.
type meanGroup struct {
	derived
	n interval
}

// means takes apart the means of a dimension and its items.
func (x *work) means(d dimension, rows []row) *means {
	m := newMeans(len(x.atoms.size), len(d.items))
	for i := range rows {
		if r := &rows[i]; r.own.Mean != nil || anyMean(r.items) {
			r.sums = m.family.add(r.set)
			m.note(x, r)
		}
	}
	for _, g := range x.solve(m.family).derived {
		if g.group {
			m.groups = append(m.groups, meanGroup{g, m.ballots(x, g)})
		}
	}
	return m
}

// ballots is how many complete ballots a group has, as far as that follows.
func (m *means) ballots(x *work, g derived) interval {
	size := x.size(g.columns)
	if g.made == nil {
		return interval{0, size.hi}
	}
	n := combine(g.made, func(no int) interval { return m.n[no] }).meet(interval{0, size.hi})
	if n.empty() {
		return interval{0, size.hi}
	}
	return n
}

// check tells of groups that are too small, and of those whose sums say what
// somebody answered.
func (m *means) check(x *work, d dimension) {
	for _, g := range m.groups {
		x.enough(m.family, g.derived, x.k, g.n, statistic("mean", d.id), "ballot")
		if g.made != nil {
			x.open(d, m, g.derived, g.n)
		}
	}
	x.crossed(d, m)
}

func newMeans(columns, items int) *means {
	return &means{family: newFamily(columns), below: make([][]interval, items), above: make([][]interval, items), marked: make([][]bool, items)}
}

// note keeps what a row says of its sums; a second row of the same sum makes
// it narrower.
func (m *means) note(x *work, r *row) {
	if r.sums == len(m.n) {
		m.n = append(m.n, r.n)
		for j := range m.below {
			all := interval{0, r.n.hi * x.span}
			m.below[j], m.above[j] = append(m.below[j], all), append(m.above[j], all)
			m.marked[j] = append(m.marked[j], false)
		}
	}
	if both := m.n[r.sums].meet(r.n); !both.empty() {
		m.n[r.sums] = both
	}
	for j := range r.items {
		l := &r.items[j].Level
		if l.Mean == nil {
			continue
		}
		above := *l.Mean - float64(x.lo)
		m.below[j][r.sums] = m.below[j][r.sums].meet(about(above, r.n))
		m.above[j][r.sums] = m.above[j][r.sums].meet(about(float64(x.span)-above, r.n))
		m.marked[j][r.sums] = m.marked[j][r.sums] || l.Clipped != ""
	}
}

// open checks that every answer of everybody in a group stays possible, also
// for somebody in it who gave the opposite extreme: the sum of an item's n
// values above lo is more than hi − lo + 1, and so is that of those below hi.
// A sum that was replaced by this bound may be equal to it.
func (x *work) open(d dimension, m *means, g derived, n interval) {
	for j, id := range d.items {
		marked := false
		for _, p := range g.made {
			marked = marked || m.marked[j][p.sum]
		}
		below := combine(g.made, func(no int) interval { return m.below[j][no] })
		above := combine(g.made, func(no int) interval { return m.above[j][no] })
		x.closed(m.family, g, n, id, below, marked, x.lo, x.lo+int(x.span))
		x.closed(m.family, g, n, id, above, marked, x.lo+int(x.span), x.lo)
	}
}

// closed tells of a sum of distances from one end of the scale that is sure to
// be too small.
func (x *work) closed(f *family, g derived, n interval, id string, distance interval, marked bool, end, other int) {
	bound := x.span + 1
	if distance.empty() || distance.hi > bound || distance.hi == bound && marked {
		return
	}
	teams, identity := x.explain(f, g.made)
	switch {
	case distance.hi <= 0:
		x.answer(teams, id, identity, "everybody of %s answered %d.", survey.Amount(int(n.hi), "ballot", "ballots"), end)
	case distance.hi < x.span:
		x.answer(teams, id, identity, "the answers of %s are so close to %d together that nobody answered %d.", survey.Amount(int(n.hi), "ballot", "ballots"), end, other)
	default:
		x.answer(teams, id, identity, "the answers of %s are so close to %d together that somebody who answered %d knows what all others answered, or nearly.",
			survey.Amount(int(n.hi), "ballot", "ballots"), end, other)
	}
}

func (x *work) answer(teams []survey.Path, id, identity, format string, args ...any) {
	x.tell(Answer, teams, statistic("mean", id), identity, "from "+identity+": "+format, args...)
}
