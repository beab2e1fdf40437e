package audit

import (
	"slices"

	"teamtrust/analytics"
)

// Sizes from which on a spread may be shown: SD and shares in three bins, and
// distributions over all points (docs/anonymity.md, rule 4).
const (
	spreadMinimum = 10
	binsMinimum   = 20
)

// spread takes apart everything that says how the ballots of a dimension are
// spread.
func (x *work) spread(d dimension, rows []row, m *means) {
	within, bins := x.spreadFamilies(rows)
	x.pool(rows, within, m)
	x.bigEnough(d, within, spreadMinimum, "spread", m)
	x.bigEnough(d, bins, binsMinimum, "distribution", m)
	l := x.layout(within, bins, m)
	x.poolTop(rows, l)
	x.measure(d, rows, l)
}

// spreadFamilies are the sums of which the spread is said, and those of which
// the distribution is.
func (x *work) spreadFamilies(rows []row) (within, bins *family) {
	within, bins = newFamily(len(x.atoms.size)), newFamily(len(x.atoms.size))
	whole := wholeOf(rows)
	for i := range rows {
		r := &rows[i]
		if spreads(&r.own) > 0 || itemsSpread(r.items) {
			within.add(r.set)
		}
		if itemsBins(r.items) {
			bins.add(r.set)
		}
		x.rest(r, whole, within, bins)
	}
	return within, bins
}

// wholeOf is the organisation's row.
func wholeOf(rows []row) *row {
	if len(rows) > 0 && rows[0].team == "" {
		return &rows[0]
	}
	return nil
}

// rest: comparing a team with all others says how they are spread.
func (x *work) rest(r, whole *row, within, bins *family) {
	if r.own.Rest == nil || whole == nil {
		return
	}
	var others []int32
	for _, a := range whole.set {
		if _, in := slices.BinarySearch(r.set, a); !in {
			others = append(others, a)
		}
	}
	name := "the rest beside " + place(r.team)
	if len(others) > 0 && restNumbers(r.own.Rest) > 0 {
		within.label(within.add(others), name)
	}
	if len(others) > 0 && r.own.Rest.Delta != nil {
		bins.label(bins.add(others), name)
	}
}

func itemsSpread(items []analytics.Item) bool {
	for i := range items {
		l := &items[i].Level
		if l.SD != nil || l.Favourable != nil || l.Neutral != nil || l.Unfavourable != nil || items[i].Histogram != nil {
			return true
		}
	}
	return false
}

func itemsBins(items []analytics.Item) bool {
	for i := range items {
		if items[i].Histogram != nil {
			return true
		}
	}
	return false
}

// bigEnough tells of every group whose spread follows and that has too few
// ballots for it.
func (x *work) bigEnough(d dimension, f *family, minimum int, what string, m *means) {
	for _, g := range x.solve(f).derived {
		if g.group {
			x.enough(f, g, max(minimum, x.k), x.complete(g.columns, m), statistic(what, d.id), "ballot")
		}
	}
}

// complete is how many complete ballots some atoms have, as far as that can be
// worked out.
func (x *work) complete(set []int32, m *means) interval {
	n := x.size(set)
	n.lo = 0
	made, ok := x.solve(m.family).express(set)
	if !ok || made == nil {
		return n
	}
	if known := combine(made, func(no int) interval { return m.n[no] }).meet(n); !known.empty() {
		return known
	}
	return n
}
