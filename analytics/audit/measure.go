package audit

// measure counts what follows about single answers without any rule being
// broken: where the spread of ten ballots or more is shown, it may say that
// nobody in a group gave the lowest or the highest answer, or that all gave the
// same one (docs/anonymity.md, §1: a group that agrees cannot be kept from
// showing it).
func (x *work) measure(d dimension, rows []row, l *layout) {
	if len(l.tops) == 0 {
		return
	}
	for j := range d.items {
		s := x.shownOf(d.items[j], j, rows, l.within, l.bins, l.m)
		for i := range l.tops {
			t := x.tableOf(rows, l, &l.tops[i], j, s)
			may := t.possible()
			if len(t.groups) > 1 && nearlySettled(may) {
				x.report.Compared.Programs += t.bound(may)
			}
			if !l.tops[i].pool { // its groups are in other tables already
				x.tally(may)
			}
		}
	}
}

// tableOf is one item of some groups with all that is known of it.
func (x *work) tableOf(rows []row, l *layout, t *top, item int, s *shown) *table {
	out := l.table(t, item, x.span, s)
	if t.pool {
		if all, ok := x.poolShape(rows, out, item); ok {
			out.shapes = append(out.shapes, all)
		}
	}
	return out
}

// nearlySettled reports whether some group has at most two answers left.
func nearlySettled(may [][]bool) bool {
	for _, values := range may {
		if remaining(values) <= 2 {
			return true
		}
	}
	return false
}

func remaining(values []bool) int {
	n := 0
	for _, v := range values {
		if v {
			n++
		}
	}
	return n
}

func (x *work) tally(may [][]bool) {
	for _, values := range may {
		x.report.Measured.Spreads++
		if !values[0] || !values[len(values)-1] {
			x.report.Measured.Extreme++
		}
		if remaining(values) == 1 {
			x.report.Measured.Agreement++
		}
	}
}
