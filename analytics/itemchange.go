package analytics

import "teamtrust/survey"

// ItemChange is how one item of a figure differs from that of an earlier
// release, later minus earlier, made from published values alone. Where there
// is nothing to compare Points is nil and Reason says why, as in Changes. An
// interval needs the item's own spread on both sides: no pooled one of items is
// published. Dimension holds the item's id; nothing is adjusted for the number
// of items, so a reader must not pick the largest.
func ItemChange(from, to *Released, team survey.Path, item string) Change {
	c := difference{Change: Change{From: from.Release.Survey, To: to.Release.Survey, Dimension: item}}
	if team != survey.Organisation {
		c.Team = ref(string(team))
	}
	if c.Reason = incomparableItem(from, to, team, item); c.Reason != "" {
		return c.Change
	}
	b, a := from.itemSide(team, item), to.itemSide(team, item)
	c.Points = ref(to.points(a.mean - b.mean))
	c.slack = a.slack.minus(b.slack)
	c.slack.below, c.slack.above = to.points(c.slack.below), to.points(c.slack.above)
	c.Clipped = c.slack.mark()
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

// incomparableItem says why an item of two figures cannot be compared; empty
// where it can.
func incomparableItem(from, to *Released, team survey.Path, item string) string {
	f, before := from.figures[team]
	g, after := to.figures[team]
	switch {
	case from.Release.Rehearsal != to.Release.Rehearsal:
		return ChangeRehearsal
	case !before || !after:
		return ChangeAbsent
	case f == nil || g == nil:
		return ChangeHidden
	case !to.sameItem(from, item):
		return ChangeQuestions
	}
	b, a := f.Items[item], g.Items[item]
	switch {
	case b.Mean == nil || a.Mean == nil:
		return ChangeWithheld
	case !sameTeams(from, to, b.Blocks, a.Blocks):
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
