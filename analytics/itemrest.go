package analytics

import (
	"slices"

	"teamtrust/survey"
)

// Why an item has no score in the organisation without a team.
const (
	RestWhole    = "whole"    // no other ballots are left, or too few to say anything exactly
	RestFew      = "few"      // fewer than three blocks are left: it would be the score of one or two groups
	RestWithheld = "withheld" // one of the two figures is withheld
	RestClipped  = "clipped"  // one of the two is only a bound
)

// restBlocks is how many blocks must be left for the rest to stand for the
// organisation.
const restBlocks = 3

// ItemRest is the score, 0–100 with one decimal, of one item in the
// organisation without a team: what is left of the organisation's published
// mean when the team's is taken out, by the ballots of the blocks that the two
// cover. It follows from published values alone, and so says nothing that they
// do not. The ballots of a block are counted whether they answered the item or
// not, so it is off by a little where opting out differs; and because means are
// rounded to two decimals it is refused where that alone could make a point.
// score is nil where reason is not empty.
func (r *Released) ItemRest(team survey.Path, item string) (score *float64, reason string) {
	f, whole := r.figures[team], r.figures[survey.Organisation]
	if f == nil || whole == nil || f.Items[item].Mean == nil || whole.Items[item].Mean == nil {
		return nil, RestWithheld
	}
	x, all := f.Items[item], whole.Items[item]
	n, in := r.ballots(x.Blocks), r.ballots(all.Blocks)
	left := in - n
	switch {
	case left <= 0 || r.points(rounding*(in+n)/left) > 1:
		return nil, RestWhole
	case len(all.Blocks)-len(x.Blocks) < restBlocks:
		return nil, RestFew
	case x.Clipped != "" || all.Clipped != "":
		return nil, RestClipped
	}
	s := r.onHundred((in**all.Mean - n**x.Mean) / left)
	return &s, ""
}

// rounding is the most that a published mean is off by.
const rounding = 0.005

// ballots is how many were cast in some blocks, which are in order, as
// published.
func (r *Released) ballots(blocks []string) float64 {
	n := 0
	for i := range r.Release.Blocks {
		if _, in := slices.BinarySearch(blocks, r.Release.Blocks[i].ID); in {
			n += r.Release.Blocks[i].N
		}
	}
	return float64(n)
}
