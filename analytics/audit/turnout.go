package audit

import "teamtrust/survey"

// turnout takes apart the counts of ballots: those of figures and of blocks.
func (x *work) turnout() {
	f := newFamily(len(x.atoms.size))
	printed := func(columns []int32, n int) {
		if len(columns) == 0 {
			return
		}
		no := f.add(columns)
		if no == len(x.counts) {
			x.counts = append(x.counts, n)
		} else if x.counts[no] != n {
			x.tell(Ballots, nil, "n", "two numbers of the same blocks", "%d and %d ballots are said of the same blocks.", x.counts[no], n)
		}
	}
	for _, g := range x.figures {
		if g.N != nil {
			printed(g.set, *g.N)
		}
	}
	for i := range x.r.Blocks {
		if b := &x.r.Blocks[i]; b.N > 0 {
			printed(x.atoms.of[b.ID], b.N)
		}
	}
	x.ballots = x.solve(f)
	for _, d := range x.ballots.derived {
		if d.group {
			x.measureSize(x.size(d.columns))
			x.enough(f, d, x.k, x.size(d.columns), "n", "ballot")
		}
	}
}

// whole checks that no number is about a part of a block. Where units are the
// atoms numbers may be about any of them; a block is what all of them together
// leave whole, and it needs k ballots whichever numbers divide it.
func (x *work) whole() {
	if !x.atoms.units {
		return
	}
	f := newFamily(len(x.atoms.size))
	for i := range x.figures {
		g := &x.figures[i]
		f.add(g.set)
		for _, d := range g.Dimensions {
			if d.Mean != nil {
				f.add(x.atoms.set(d.Blocks, g.team))
			}
		}
		for _, it := range g.Items {
			if it.Mean != nil {
				f.add(x.atoms.set(it.Blocks, g.team))
			}
		}
	}
	for _, d := range x.solve(f).derived {
		if d.group {
			x.enough(f, d, x.k, x.size(d.columns), "blocks", "ballot")
		}
	}
}

// size is how many ballots some atoms have, as far as it was published.
func (x *work) size(set []int32) interval {
	if n, ok := sum(x.atoms.size, set); ok {
		return exactly(int64(n))
	}
	if x.ballots != nil {
		if made, ok := x.ballots.express(set); ok && made != nil {
			return combine(made, func(no int) interval { return exactly(int64(x.counts[no])) })
		}
	}
	people, _ := sum(x.atoms.people, set)
	replaced, _ := sum(x.atoms.replaced, set)
	return interval{0, int64(people + replaced)}
}

func (x *work) measureSize(n interval) {
	if s := x.report.Measured.Smallest; n.exact() && n.lo > 0 && (s == 0 || int(n.lo) < s) {
		x.report.Measured.Smallest = int(n.lo)
	}
}

// least is how many ballots a group needs: one more for every replaced
// invitation.
func (x *work) least(minimum int, set []int32) int64 {
	replaced, _ := sum(x.atoms.replaced, set)
	return int64(minimum + replaced)
}

// enough tells of a group that is sure to have too few ballots. It reports
// whether all is well.
func (x *work) enough(f *family, d derived, minimum int, n interval, statistic, what string) bool {
	least := x.least(minimum, d.columns)
	if n.hi >= least || n.hi == 0 {
		return true
	}
	teams, identity := x.explain(f, d.made)
	x.tell(Group, teams, statistic, identity, "%s is about %s and needs %d.", identity, survey.Amount(int(n.hi), what, what+"s"), least)
	return false
}

// explain names the figures that a group is made of. Sums that no figure
// prints are blocks.
func (x *work) explain(f *family, made []part) (teams []survey.Path, identity string) {
	named := x.names()
	var plus, less []survey.Path
	for _, p := range made {
		name, ok := named[fingerprint(f.sums[p.sum])]
		if ok {
			teams = append(teams, name)
		} else if name = survey.Path(f.labels[p.sum]); name == "" {
			name = survey.Path("a block of " + place(x.atoms.node[f.sums[p.sum][0]]))
		}
		if p.factor > 0 {
			plus = append(plus, name)
		} else {
			less = append(less, name)
		}
	}
	identity = places(plus)
	if len(less) > 0 {
		identity += " less " + places(less)
	}
	if len(made) == 0 {
		identity = "a sum of published numbers"
	}
	return teams, identity
}

// names finds the place of every set of blocks that a figure is about.
func (x *work) names() map[uint64]survey.Path {
	if x.named == nil {
		x.named = make(map[uint64]survey.Path, len(x.figures))
		for _, g := range x.figures {
			if key := fingerprint(g.set); len(g.set) > 0 {
				if _, ok := x.named[key]; !ok {
					x.named[key] = g.team
				}
			}
		}
	}
	return x.named
}
