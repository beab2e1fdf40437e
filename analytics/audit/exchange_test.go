package audit_test

import (
	"encoding/json"
	"slices"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// exchanged is the poll with the answers, and the comments, of each block dealt
// anew among its ballots.
func (p *poll) exchanged(c *company, blockOf map[string]string) *poll {
	o := &poll{in: p.in, voter: p.voter}
	o.in.Ballots, o.in.Comments = slices.Clone(p.in.Ballots), slices.Clone(p.in.Comments)
	byBlock := map[string][]int{}
	for i, b := range p.in.Ballots {
		byBlock[blockOf[b.Unit]] = append(byBlock[blockOf[b.Unit]], i)
	}
	to := make([]int, len(p.in.Ballots))
	for _, u := range p.in.Units { // in an order of their own, so that a seed always does the same
		of := byBlock[blockOf[u.ID]]
		for i, j := range c.r.Perm(len(of)) {
			to[of[i]] = of[j]
		}
		delete(byBlock, blockOf[u.ID])
	}
	for i, b := range p.in.Ballots {
		o.in.Ballots[to[i]].Answers = b.Answers
	}
	for i, x := range p.in.Comments {
		x.Writer = to[x.Writer]
		x.Unit = p.in.Ballots[x.Writer].Unit
		o.in.Comments[i] = x
	}
	return o
}

// Nothing that is published depends on which of a block's ballots is whose. So
// whatever is made of it, and with whatever else, nobody's answer can be told
// from that of another in the block, and it can be known only where all others
// have given the same one.
func TestTheBallotsOfABlockAreExchangeable(t *testing.T) {
	ours, byUnit := 0, 0
	for seed := range organisations() {
		c := newCompany(source(seed), 15)
		p := c.vote()
		counted, err := analytics.Count(p.in)
		if err != nil {
			t.Fatal(err)
		}
		o := p.exchanged(c, counted.BlockOf)
		again, err := analytics.Count(o.in)
		if err != nil {
			t.Fatal(err)
		}
		if text(t, counted.Release) != text(t, again.Release) {
			t.Errorf("seed %d: the release is another one", seed)
		}
		if text(t, labels(sortedComments(counted.Comments))) != text(t, labels(sortedComments(again.Comments))) {
			t.Errorf("seed %d: comments are shown elsewhere", seed)
		}
		if len(counted.Release.Blocks) < len(p.in.Units) { // somewhere ballots of several units are one block
			ours++
			n := naive{least: survey.MinimumGroup}
			if text(t, n.release(p)) != text(t, n.release(o)) {
				byUnit++
			}
		}
	}
	if ours < 5 || byUnit < ours/2 {
		t.Errorf("of %d organisations with units that share a block, a release by unit changes in %d; nothing is proved", ours, byUnit)
	}
}

func sortedComments(placed []analytics.PlacedComment) []analytics.PlacedComment {
	return slices.SortedFunc(slices.Values(placed), func(a, b analytics.PlacedComment) int {
		return slices.Compare([]string{string(a.Team), a.Prompt}, []string{string(b.Team), b.Prompt})
	})
}

func text(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
