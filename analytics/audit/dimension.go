package audit

import (
	"teamtrust/analytics"
	"teamtrust/survey"
)

// dimension is one set of items that are counted over the same ballots: a
// declared dimension, or an item in none.
type dimension struct {
	id       string
	declared bool
	items    []string
}

func (x *work) dimensions() []dimension {
	var declared, alone []dimension
	at := map[string]int{}
	for _, it := range x.w.Form.Items {
		if it.Dimension == "" {
			alone = append(alone, dimension{id: it.ID, items: []string{it.ID}})
			continue
		}
		i, ok := at[it.Dimension]
		if !ok {
			i = len(declared)
			at[it.Dimension], declared = i, append(declared, dimension{id: it.Dimension, declared: true})
		}
		declared[i].items = append(declared[i].items, it.ID)
	}
	return append(declared, alone...)
}

// row is what one figure prints of one dimension.
type row struct {
	*figure
	set   []int32
	n     interval // complete ballots
	own   analytics.Dimension
	items []analytics.Item
	sums  int // number in the family of means; −1 without a mean
}

// rows are those of all figures that print anything of the dimension.
func (x *work) rows(d dimension) []row {
	out := make([]row, 0, len(x.figures))
	slab := make([]analytics.Item, 0, len(x.figures)*len(d.items))
	for i := range x.figures {
		f := &x.figures[i]
		r := row{figure: f, sums: -1}
		if d.declared {
			r.own = f.Dimensions[d.id]
		}
		at := len(slab)
		for _, id := range d.items {
			slab = append(slab, f.Items[id])
		}
		r.items = slab[at:len(slab):len(slab)]
		if !d.declared {
			r.own.Level = r.items[0].Level
		}
		if r.own.Mean == nil && spreads(&r.own) == 0 && !anyMean(r.items) {
			continue
		}
		r.set = x.coverage(f, &r.own.Level)
		r.n = x.printedBallots(&r)
		out = append(out, r)
	}
	return out
}

func anyMean(items []analytics.Item) bool {
	for i := range items {
		if items[i].Mean != nil {
			return true
		}
	}
	return false
}

// coverage is the atoms that a level is about, mostly those of its figure.
func (x *work) coverage(f *figure, l *analytics.Level) []int32 {
	if len(l.Blocks) == len(f.Blocks) && (len(l.Blocks) == 0 || sameBlocks(l.Blocks, f.Blocks)) {
		return f.set
	}
	return x.atoms.set(l.Blocks, f.team)
}

func sameBlocks(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// printedBallots is how many ballots a level may be about before its values are
// looked at: what it prints, where that is not simply what the figure prints.
func (x *work) printedBallots(r *row) interval {
	size := x.size(r.set)
	if r.own.N != nil && (r.N == nil || *r.own.N != *r.N) {
		return exactly(int64(*r.own.N))
	}
	return interval{1, size.hi}
}

// spreads counts the numbers of a dimension that say something of its spread.
func spreads(d *analytics.Dimension) int {
	return present(d.SD) + present(d.Favourable) + present(d.Neutral) + present(d.Unfavourable) + spreadMeasures(d) + groupMeasures(d)
}

// dimension takes apart all that is said of one dimension and its items.
func (x *work) dimension(d dimension) {
	rows := x.rows(d)
	for i := range rows {
		x.oneSet(d, &rows[i])
	}
	m := x.means(d, rows)
	if x.narrowByPool(rows, m) {
		m = x.means(d, rows)
	}
	m.check(x, d)
	x.spread(d, rows, m)
}

// statistic names a number of a dimension or of one of its items.
func statistic(what, of string) string { return what + " of " + of }

// oneSet checks that a dimension and its items are about the same ballots: by
// the n that they print, by their blocks, and by the identities between them.
func (x *work) oneSet(d dimension, r *row) {
	x.missingByN(d, r)
	for j := range r.items {
		l := &r.items[j].Level
		if (l.Mean == nil) != (r.own.Mean == nil) || l.Mean != nil && !sameSet(x.coverage(r.figure, l), r.set) {
			x.tell(Ballots, []survey.Path{r.team}, statistic("mean", d.items[j]), "a dimension and its items cover the same blocks",
				"%s and %s of %s do not cover the same blocks, so their difference is about the others.", d.id, d.items[j], place(r.team))
			return
		}
	}
	x.identities(d, r)
	x.narrow(d, r)
	if least := x.least(max(cutMinimum, x.k), r.set); r.cut && r.own.Mean != nil && r.n.hi < least {
		x.tell(Group, []survey.Path{r.team}, statistic("mean", d.id), place(r.team), "%s is about %s and needs %d.", place(r.team), survey.Amount(int(r.n.hi), "ballot", "ballots"), least)
	}
}

// missingByN tells of an n that is not its figure's: the difference is how
// many left something out.
func (x *work) missingByN(d dimension, r *row) {
	say := func(id string, n *int) {
		if n == nil || r.N == nil || *n == *r.N {
			return
		}
		if missing := *r.N - *n; missing != 0 && int64(abs(missing)) < x.least(x.k, r.set) {
			x.tell(Missing, []survey.Path{r.team}, statistic("n", id), "the figure's n less the n of "+id,
				"%s of %s did not answer it.", survey.Amount(missing, "ballot", "ballots"), place(r.team))
		}
	}
	if d.declared {
		say(d.id, r.own.N)
	}
	for j := range r.items {
		say(d.items[j], r.items[j].N)
	}
}

func sameSet(a, b []int32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
