package analytics

import "teamtrust/survey"

// ItemChange is how one item of a figure differs from that of an earlier
// release, later minus earlier, made from published values alone. Where there
// is nothing to compare Points is nil and Reason says why, as in Changes. An
// interval needs the item's own spread on both sides: no pooled one of items is
// published. Dimension holds the item's id; nothing is adjusted for the number
// of items, so a reader must not pick the largest.
func ItemChange(from, to *Released, team survey.Path, item string) Change {
	c := differenceOf(from, to, team, item)
	if c.Reason = incomparableItem(from, to, team, item); c.Reason != "" {
		return c.Change
	}
	b, a := from.itemSide(team, item), to.itemSide(team, item)
	c.between(to, b, a)
	if b.sd != nil && a.sd != nil {
		c.welch(to, b, a)
	}
	return c.rounded()
}

func (r *Released) itemSide(team survey.Path, item string) side {
	f := r.figures[team]
	x := f.Items[item]
	return side{n: float64(*f.N), mean: *x.Mean, sd: x.SD, slack: r.itemSlack(f, item)}
}

// incomparableItem says why two figures cannot be compared in an item; empty
// where they can.
func incomparableItem(from, to *Released, team survey.Path, item string) string {
	f, g, why := bothShow(from, to, team)
	switch {
	case why != "":
		return why
	case !to.sameItem(from, item):
		return ChangeQuestions
	case f.Items[item].Mean == nil || g.Items[item].Mean == nil:
		return ChangeWithheld
	case !sameTeams(from, to, f.Items[item].Blocks, g.Items[item].Blocks):
		return ChangeCoverage
	}
	return ""
}

// sameItem reports whether both surveys asked an item, keyed alike on the same
// scale.
func (r *Released) sameItem(o *Released, item string) bool {
	a, asked := r.Form.Item(item)
	b, askedThen := o.Form.Item(item)
	return asked && askedThen && a.Reverse == b.Reverse && r.Form.Scale.Lo == o.Form.Scale.Lo && r.Form.Scale.Hi == o.Form.Scale.Hi
}
