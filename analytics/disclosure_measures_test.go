package analytics_test

import (
	"slices"

	"teamtrust/analytics"
)

// aboutMeasures is what a figure says of a dimension as a measure, and of a
// team beside the others. Each number is a function of sums over ballots; the
// statements name these sums.
func (a attacker) aboutMeasures(f *analytics.Figure, x refDimension) (out []statement) {
	c, d := comparison{w: a.w, blocks: a.blocks, x: x}, f.Dimensions[x.id]
	in := a.w.complete(a.of(d.Blocks), x.items)
	whole := x.ballots("")
	if d.Alpha != nil || d.Omega != nil {
		out = append(out, c.products(in)...)
	}
	if d.ICC1 != nil || d.ICC2 != nil || d.Tau2 != nil || d.Sigma2 != nil || d.Grand != nil {
		out = append(out, c.between(c.byGroup)...)
	}
	if d.EB != nil { // grand, tau2 and sigma2 follow from a few of them
		out = append(out, c.between(c.byGroup)...)
	}
	if d.RWG != nil || d.AWG != nil || d.Polarisation != nil || d.Split != nil {
		out = append(out, c.spreadOf(in)...)
	}
	if d.Rest != nil {
		out = append(out, c.against(in, whole)...)
		if d.Rest.Delta != nil {
			out = append(out, c.ranks(in, whole)...)
		}
	}
	return out
}

// products are what alpha and omega are made from.
func (c comparison) products(ballots []int) []statement {
	return append(c.spreadOf(ballots), statement{"products " + c.x.id, max(10, c.w.k), ballots})
}

// between is what ICC and the model of team means are made from: the mean of
// every group, and the spread within all of them together.
func (c comparison) between(of func(group int) []poolPart) (out []statement) {
	var all []int
	for g := range c.x.groups {
		for _, p := range of(g) {
			all = append(all, p.ballots...)
			out = append(out, statement{"mean " + c.x.id, c.w.k, p.ballots})
		}
	}
	return append(out, c.spreadOf(all)...)
}

// against is what Welch's test and Hedges g are made from.
func (c comparison) against(team, whole []int) (out []statement) {
	for _, side := range [][]int{team, less(whole, team)} {
		out = append(out, statement{"mean " + c.x.id, c.w.k, side})
		out = append(out, c.spreadOf(side)...)
	}
	return out
}

// ranks is what Cliff's delta is made from: n₁·n₂·delta is the sum over the
// team of every score's rank among all.
func (c comparison) ranks(team, whole []int) []statement {
	least := max(20, c.w.k)
	return []statement{{"ranks " + c.x.id, least, team}, {"ranks " + c.x.id, least, less(whole, team)}}
}

func less(all, some []int) []int {
	return slices.DeleteFunc(slices.Clone(all), func(b int) bool { return slices.Contains(some, b) })
}

func naiveICC(a attacker) (out []statement) {
	for _, x := range a.dims {
		if len(x.groups) > 0 && x.covers(x.spread, "") {
			c := comparison{w: a.w, blocks: a.blocks, x: x}
			out = append(out, c.between(c.byBlock)...)
		}
	}
	return out
}

func naiveAlpha(a attacker) (out []statement) {
	for _, x := range a.dims {
		if whole := x.ballots(""); len(whole) >= max(10, a.w.k) {
			out = append(out, comparison{w: a.w, blocks: a.blocks, x: x}.products(whole)...)
		}
	}
	return out
}

// shown calls yield with what is shown of every team in every dimension.
func (a attacker) shown(yield func(c comparison, d analytics.Dimension, team []int)) {
	for p, f := range figures(a.r) {
		for _, x := range a.dims {
			if d := f.Dimensions[x.id]; p != "" && d.Mean != nil {
				yield(comparison{w: a.w, blocks: a.blocks, x: x}, d, a.w.complete(a.of(d.Blocks), x.items))
			}
		}
	}
}

func naiveAgreement(a attacker) (out []statement) {
	a.shown(func(c comparison, _ analytics.Dimension, team []int) {
		if len(team) >= max(10, a.w.k) {
			out = append(out, c.spreadOf(team)...)
		}
	})
	return out
}

func naiveRestOfTen(a attacker) (out []statement) {
	a.shown(func(c comparison, _ analytics.Dimension, team []int) {
		if len(team) >= max(10, a.w.k) && c.x.covers(c.x.spread, "") {
			out = append(out, c.against(team, c.x.ballots(""))...)
		}
	})
	return out
}

func naiveRest(a attacker) (out []statement) {
	a.shown(func(c comparison, d analytics.Dimension, team []int) {
		if d.SD != nil {
			out = append(out, c.against(team, c.x.ballots(""))...)
		}
	})
	return out
}

func naiveDelta(a attacker) (out []statement) {
	a.shown(func(c comparison, d analytics.Dimension, team []int) {
		if d.SD != nil && c.x.covers(c.x.spread, "") {
			out = append(out, c.ranks(team, c.x.ballots(""))...)
		}
	})
	return out
}
