package audit

import (
	"math"

	"teamtrust/survey"
)

// totals takes apart the totals: each has to be the mean of the printed means
// of its dimensions, and where an interval is printed it is about the ballots
// that are complete on all of them.
func (x *work) totals() {
	var declared []dimension
	for _, d := range x.dimensions() {
		if d.declared {
			declared = append(declared, d)
		}
	}
	f := newFamily(len(x.atoms.size))
	for i := range x.figures {
		g := &x.figures[i]
		if g.Total.Mean == nil {
			continue
		}
		x.totalIsMean(g, declared)
		if g.Total.CI != nil {
			f.add(x.atoms.set(g.Total.Blocks, g.team))
		}
	}
	for _, d := range x.solve(f).derived {
		if d.group {
			x.enough(f, d, x.k, x.size(d.columns), "interval of the total", "ballot")
		}
	}
}

func (x *work) totalIsMean(g *figure, declared []dimension) {
	mean := 0.0
	for _, d := range declared {
		own, ok := g.Dimensions[d.id]
		if !ok || own.Mean == nil {
			x.tell(Hidden, []survey.Path{g.team}, "total", "a value is withheld whenever one of its inputs is",
				"the total of %s is printed although %s is withheld, which therefore follows from the others.", place(g.team), d.id)
			return
		}
		mean += *own.Mean / float64(len(declared))
	}
	x.report.Compared.Identities++
	if math.Abs(mean-*g.Total.Mean) > half {
		x.tell(Ballots, []survey.Path{g.team}, "total", "the total is the mean of its dimensions",
			"the total %g of %s is not the mean %.2f of its dimensions, so it is about other ballots.", *g.Total.Mean, place(g.team), mean)
	}
}
