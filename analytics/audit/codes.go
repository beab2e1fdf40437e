package audit

import (
	"slices"
	"strconv"

	"teamtrust/survey"
)

// An item's ballots fall into classes: a value, each extra code, no answer.
// Which ballots are in which is not published; counts of them are, so the
// unknowns here are how many ballots of each block are in each class.
type classes struct {
	item   survey.Item
	count  int // classes: value, no answer, then the codes
	family *family
	known  []interval // by sum
}

const (
	valueClass = iota
	noneClass
	firstCodeClass
)

// codes takes apart the shares of an item's codes and how many gave no value.
func (x *work) codes(it survey.Item) {
	c := &classes{item: it, count: firstCodeClass + len(it.Extra)}
	c.family = newFamily(len(x.atoms.size) * c.count)
	for i := range x.figures {
		x.codesOf(c, &x.figures[i])
	}
	for _, g := range x.solve(c.family).derived {
		if g.group && g.made != nil {
			x.fewInClass(c, g)
		}
	}
}

func (c *classes) all() []int {
	all := make([]int, c.count)
	for i := range all {
		all[i] = i
	}
	return all
}

// codesOf adds what one figure says of an item's codes, and of all its
// ballots where it says any such thing.
func (x *work) codesOf(c *classes, f *figure) {
	it := f.Items[c.item.ID]
	if f.N == nil {
		return
	}
	before := len(c.known)
	for j, extra := range c.item.Extra {
		if share := it.Extra[extra.Code]; share != nil {
			c.add(f.set, about(*share, exactly(int64(*f.N))), firstCodeClass+j)
		}
	}
	if it.Missing != nil {
		c.add(f.set, exactly(int64(*it.Missing)), c.all()[noneClass:]...)
	}
	if len(c.known) > before {
		c.add(f.set, exactly(int64(*f.N)), c.all()...)
	}
}

// add notes a count of the ballots of some atoms that are in some classes.
func (c *classes) add(set []int32, count interval, in ...int) {
	var columns []int32
	for _, a := range set {
		for _, class := range in {
			columns = append(columns, a*int32(c.count)+int32(class))
		}
	}
	if no := c.family.add(columns); no == len(c.known) {
		c.known = append(c.known, count)
	} else if both := c.known[no].meet(count); !both.empty() {
		c.known[no] = both
	}
}

// fewInClass tells of a class that is sure to have fewer than k ballots: that
// nobody is in it is told too.
func (x *work) fewInClass(c *classes, g derived) {
	var atoms []int32
	in := map[int]bool{}
	for _, column := range g.columns {
		atoms = append(atoms, column/int32(c.count))
		in[int(column)%c.count] = true
	}
	if len(in) == c.count {
		return // all ballots: counted elsewhere
	}
	atoms = slices.Compact(atoms)
	n := combine(g.made, func(no int) interval { return c.known[no] })
	if n.empty() || n.hi >= x.least(x.k, atoms) {
		return
	}
	what := c.names(in)
	x.tell(Missing, x.teamsOf(atoms), statistic("answers", c.item.ID), "n less the shares of codes and the missing ones",
		"at most %s of %s gave %s.", survey.Amount(int(max(0, n.hi)), "ballot", "ballots"), places(x.teamsOf(atoms)), what)
}

// names says what is in some classes.
func (c *classes) names(in map[int]bool) string {
	switch {
	case len(in) == c.count-1 && !in[valueClass]:
		return "no value"
	case in[valueClass] && len(in) == 1:
		return "a value"
	}
	what := ""
	for j, extra := range c.item.Extra {
		if in[firstCodeClass+j] {
			if what != "" {
				what += " or "
			}
			what += strconv.Quote(extra.Code)
		}
	}
	if in[noneClass] || in[valueClass] {
		return "none of the codes that are shown"
	}
	return what
}

// teamsOf is where some atoms were counted.
func (x *work) teamsOf(atoms []int32) []survey.Path {
	if team, ok := x.names()[fingerprint(atoms)]; ok {
		return []survey.Path{team}
	}
	var teams []survey.Path
	for _, a := range atoms {
		teams = append(teams, x.atoms.node[a])
	}
	slices.Sort(teams)
	return slices.Compact(teams)
}
