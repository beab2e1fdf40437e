package analytics

import (
	"maps"

	"teamtrust/survey"
)

// Shares of extra codes are items of their own (docs/anonymity.md, rule 4),
// over all ballots of a figure. No count of them in 1..k−1 may be worked out,
// neither of those who gave a code nor of those who did not, so their walk
// waits until there are at least k (and one more for each replaced invitation)
// of both; 0 is withheld like 1, so that
// withholding says nothing.

// extras fills the shares of extra codes and the missing counts.
func (c *count) extras() {
	if len(c.blocks) == 0 {
		return
	}
	for d := range c.scoring.dimensions {
		for _, i := range c.scoring.dimensions[d].items {
			c.codesBelow(d, i)
			c.codesAtRoot(i)
		}
	}
}

// withheldCodes has every code of an item without a share.
func (c *count) withheldCodes(item int) map[string]*float64 {
	codes := c.scoring.items[item].codes
	if len(codes) == 0 {
		return nil
	}
	m := make(map[string]*float64, len(codes))
	for _, code := range codes {
		m[code] = nil
	}
	return m
}

// codesBelow fills the codes of an item but the opt-out, all or none, into the
// figures that their walk covers exactly.
func (c *count) codesBelow(d, item int) {
	codes := c.meaningful(item)
	if len(codes) == 0 {
		return
	}
	at := c.blockThings()
	if c.scoring.dimensions[d].organisation {
		at = make([]int, len(c.blocks))
	}
	n := make([]int, len(c.blocks))
	for b := range c.blocks {
		n[b] = c.blocks[b].n
	}
	w := walk{forest: c.forest, at: at, size: n, enough: func(blocks []int) bool {
		ballots := sum(n, blocks)
		return ballots >= max(spreadMinimum, c.k)+c.replacedIn(blocks) && c.codesHide(item, codes, blocks, ballots)
	}}
	cohorts, _ := w.run()
	below := c.reached(cohorts)
	for v, f := range c.figures {
		if f != nil && below[v] == len(f.Blocks) {
			c.shareCodes(f, v, item, codes)
		}
	}
}

// meaningful lists the codes of an item without the opt-out.
func (c *count) meaningful(item int) []int {
	var codes []int
	for j, code := range c.scoring.items[item].codes {
		if code != survey.OptOut {
			codes = append(codes, j)
		}
	}
	return codes
}

// codesHide reports whether, among some blocks, at least k ballots gave each of
// the codes and at least k gave none of them, replaced invitations aside.
func (c *count) codesHide(item int, codes, blocks []int, ballots int) bool {
	rest, least := ballots, c.k+c.replacedIn(blocks)
	for _, j := range codes {
		n := c.gave(item, j, blocks)
		if n < least {
			return false
		}
		rest -= n
	}
	return rest >= least
}

func (c *count) gave(item, code int, blocks []int) int {
	n := 0
	for _, b := range blocks {
		n += int(c.blocks[b].tally.Items[item].Extra[code])
	}
	return n
}

// shareCodes fills shares of a figure's ballots, where the item itself is
// shown for all of its blocks.
func (c *count) shareCodes(f *Figure, v, item int, codes []int) {
	id := c.scoring.items[item].id
	it := f.Items[id]
	if len(it.Blocks) != len(f.Blocks) {
		return
	}
	it.Extra = maps.Clone(it.Extra)
	for _, j := range codes {
		it.Extra[c.scoring.items[item].codes[j]] = ref(share(int64(c.gave(item, j, c.below[v])), int64(*f.N)))
	}
	f.Items[id] = it
}

// codesAtRoot fills what is shown for the whole organisation only: the share
// of the opt-out, and how many ballots have no value for the item. Neither is
// shown where it would leave a group below k, alone or with what is shown
// already.
func (c *count) codesAtRoot(item int) {
	f := c.figures[root]
	id := c.scoring.items[item].id
	it := f.Items[id]
	if len(it.Blocks) != len(f.Blocks) {
		return
	}
	it.Extra = maps.Clone(it.Extra)
	all, least := c.below[root], c.k+c.replacedIn(c.below[root])
	shown := 0
	for j, code := range c.scoring.items[item].codes {
		if it.Extra[code] != nil {
			shown += c.gave(item, j, all)
		}
	}
	n := *f.N
	for j, code := range c.scoring.items[item].codes {
		gave := c.gave(item, j, all)
		if code == survey.OptOut && gave >= least && n-shown-gave >= least {
			it.Extra[code] = ref(share(int64(gave), int64(n)))
			shown += gave
		}
	}
	if missing := n - c.values(item, all); missing-shown >= least && n-missing >= least {
		it.Missing = &missing
	}
	f.Items[id] = it
}

// values is how many ballots have a value for an item.
func (c *count) values(item int, blocks []int) int {
	n := int64(0)
	for _, b := range blocks {
		for _, x := range c.blocks[b].tally.Items[item].Histogram {
			n += x
		}
	}
	return int(n)
}
