package analytics

// slack is how far the real value of a clipped figure may lie from the
// published one, on the answer scale: not more than below under it, and not
// more than above over it.
type slack struct{ below, above float64 }

// bounds are the blocks whose sum of one item may have been replaced by a
// bound, by all that is published: every figure that counts them is marked.
type bounds struct{ low, high map[string]bool }

// findBounds finds them for every item that is marked at all.
func (r *Released) findBounds() {
	r.bounds = map[string]bounds{}
	whole := r.figures[""]
	if whole == nil {
		return
	}
	for id, it := range whole.Items {
		if it.Clipped == "" {
			continue
		}
		b := bounds{low: map[string]bool{}, high: map[string]bool{}}
		for _, block := range it.Blocks {
			b.low[block], b.high[block] = true, true
		}
		for _, f := range r.figures {
			if f != nil {
				b.clear(f.Items[id])
			}
		}
		r.bounds[id] = b
	}
}

// clear takes out the blocks of a figure that is not marked.
func (b bounds) clear(it Item) {
	for _, block := range it.Blocks {
		if it.Clipped != AtMost && it.Clipped != Both {
			delete(b.low, block)
		}
		if it.Clipped != AtLeast && it.Clipped != Both {
			delete(b.high, block)
		}
	}
}

// slack adds up what clipping may have taken from a figure: a replaced sum is
// within hi − lo + 1 of the real one (docs/anonymity.md, rule 4).
func (r *Released) slack(f *Figure, variable string) slack {
	var s slack
	if variable == totalName {
		for i := range r.Form.Dimensions {
			x := r.slack(f, r.Form.Dimensions[i].ID)
			s.below += x.below / float64(len(r.Form.Dimensions))
			s.above += x.above / float64(len(r.Form.Dimensions))
		}
		return s
	}
	ids := make([]string, 0, len(r.asked[variable]))
	for _, q := range r.asked[variable] {
		ids = append(ids, q.id)
	}
	return r.itemSlack(f, ids...)
}

// itemSlack is that of the mean of some items.
func (r *Released) itemSlack(f *Figure, ids ...string) slack {
	var s slack
	step := float64(r.Form.Scale.Points()) / float64(len(ids)*(*f.N))
	for _, id := range ids {
		it, b := f.Items[id], r.bounds[id]
		if it.Clipped == "" {
			continue
		}
		for _, block := range it.Blocks {
			if b.low[block] {
				s.below += step
			}
			if b.high[block] {
				s.above += step
			}
		}
	}
	return s
}

// minus is the slack of a difference of two values.
func (s slack) minus(o slack) slack { return slack{below: s.below + o.above, above: s.above + o.below} }

// mark is what a value with this slack is marked with.
func (s slack) mark() string { return clipped(s.below > 0, s.above > 0) }
