package audit

import (
	"teamtrust/analytics"
	"teamtrust/survey"
)

// shape checks that what is hidden has no number, that a figure is about the
// units at and below its team, and that one n is that of its blocks.
func (x *work) shape() {
	known := map[string]bool{}
	for i := range x.r.Blocks {
		known[x.r.Blocks[i].ID] = true
	}
	for i := range x.figures {
		f := &x.figures[i]
		x.report.Compared.Numbers += numbers(f.Figure)
		x.strangers(f, known)
		x.nowhere(f)
		if n, ok := sum(x.atoms.size, f.set); ok && len(f.Blocks) > 0 && f.N != nil && *f.N != n {
			x.tell(Ballots, []survey.Path{f.team}, "n", "a figure is the sum of its blocks",
				"%s has %d ballots, but its blocks have %d: the difference is about %s.", place(f.team), *f.N, n, survey.Amount(abs(*f.N-n), "ballot", "ballots"))
		}
	}
	x.cuts()
	for i := range x.r.Waves {
		x.report.Compared.Teams += len(x.r.Waves[i].Teams)
		for j := range x.r.Waves[i].Teams {
			x.hidden(&x.r.Waves[i].Teams[j])
		}
	}
}

func (x *work) hidden(t *analytics.Team) {
	if t.Hidden && t.Figure != nil && numbers(t.Figure) > 0 {
		x.tell(Hidden, []survey.Path{survey.Path(t.Team)}, "figure", "hidden means no number at all",
			"%s is hidden and has %s all the same.", t.Team, survey.Amount(numbers(t.Figure), "number", "numbers"))
	}
}

// nowhere tells of a figure that has numbers although no unit lies at or below
// its team: whose they are was not to be told.
func (x *work) nowhere(f *figure) {
	if n := numbers(f.Figure); n > 0 && len(f.set) == 0 {
		x.tell(Hidden, []survey.Path{f.team}, "figure", "a figure is about units at and below its team",
			"%s has %s, but no unit of its own.", place(f.team), survey.Amount(n, "number", "numbers"))
	}
}

// strangers tells of a figure with blocks that are none of the release, or
// that did not form at or below its team.
func (x *work) strangers(f *figure, known map[string]bool) {
	for _, b := range f.Blocks {
		if !known[b] {
			x.tell(Record, []survey.Path{f.team}, "blocks", "a figure names blocks of the release",
				"%s is said to be of block %s, which the release does not have.", place(f.team), b)
			return
		}
	}
	for _, a := range f.set {
		if f.cut {
			break // it is about whole blocks anywhere
		}
		if !f.team.Contains(x.atoms.node[a]) {
			x.tell(Ballots, []survey.Path{f.team}, "blocks", "a figure is about the blocks at and below its team",
				"%s is said to be of ballots that were counted in %s.", place(f.team), place(x.atoms.node[a]))
			return
		}
	}
}

// numbers counts what a figure prints.
func numbers(f *analytics.Figure) int {
	n := present(f.N) + present(f.Invited) + present(f.Total.Mean) + present(f.Total.SD) + present(f.Total.Score) + 2*present(f.Total.CI)
	for _, d := range f.Dimensions {
		n += levelNumbers(&d.Level) + measureNumbers(&d)
	}
	for _, it := range f.Items {
		n += levelNumbers(&it.Level) + present(it.Missing) + len(it.Histogram)
		for _, share := range it.Extra {
			n += present(share)
		}
	}
	return n
}

func levelNumbers(l *analytics.Level) int {
	return present(l.Mean) + present(l.SD) + present(l.Score) + 2*present(l.CI) +
		present(l.Favourable) + present(l.Neutral) + present(l.Unfavourable)
}

func measureNumbers(d *analytics.Dimension) int {
	n := spreadMeasures(d) + groupMeasures(d) + present(d.EB)
	if d.Rest != nil {
		n += restNumbers(d.Rest) + present(d.Rest.Delta)
	}
	return n
}

// spreadMeasures are those of a figure's own spread, groupMeasures those of
// all groups of the organisation.
func spreadMeasures(d *analytics.Dimension) int {
	return present(d.Alpha) + present(d.Omega) + present(d.RWG) + present(d.AWG) + present(d.Polarisation) + present(d.Split)
}

func groupMeasures(d *analytics.Dimension) int {
	return present(d.ICC1) + present(d.ICC2) + present(d.Tau2) + present(d.Sigma2) + present(d.Grand)
}

func restNumbers(r *analytics.Rest) int {
	return present(r.T) + present(r.DF) + present(r.P) + present(r.PAdjusted) + present(r.G)
}

func present[T any](p *T) int {
	if p == nil {
		return 0
	}
	return 1
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
