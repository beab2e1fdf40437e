package analytics

import (
	"fmt"

	"teamtrust/survey"
)

// count is one Count at work.
type count struct {
	in       *Input
	k        int
	scoring  *Scoring
	forest   *forest
	unitAt   []int // node of each unit
	unitNo   map[string]int
	cast     []int                 // ballots of each unit
	blocks   []block               // sorted by node
	blockOf  []int                 // block of each unit, -1 without
	figures  []*Figure             // by node; nil where the team is hidden
	below    [][]int               // by node: the blocks at and below it
	covers   []*coverage           // by position in scoring.dimensions
	withheld []map[string]*float64 // by item: every code without a share
	t        tQuantiles
}

// Count forms blocks, tallies the ballots and makes the release. It is pure:
// the same input gives the same result, but for the order of the comments.
//
// Input that contradicts itself (a ballot of an unknown unit or with an answer
// that the questionnaire does not have, more ballots than invitations and
// replaced ones together, a minimum group below survey.MinimumGroup) is an error.
func Count(in Input) (*Counted, error) {
	counted, err := Recount(in)
	if err != nil {
		return nil, err
	}
	if counted.Release.ReleaseHash, err = counted.Release.Hash(); err != nil {
		return nil, fmt.Errorf("release survey %s: %w", in.Survey.ID, err)
	}
	return counted, nil
}

// Recount is Count without the hash of the release, which takes longer than all
// else and which a verification computes of what was stored.
func Recount(in Input) (*Counted, error) {
	c, err := newCount(&in)
	if err != nil {
		return nil, fmt.Errorf("count survey %s: %w", in.Survey.ID, err)
	}
	c.formBlocks()
	if err := c.tally(); err != nil {
		return nil, fmt.Errorf("count survey %s: %w", in.Survey.ID, err)
	}
	comments, err := c.placeComments()
	if err != nil {
		return nil, fmt.Errorf("count survey %s: %w", in.Survey.ID, err)
	}
	return c.counted(c.release(), comments), nil
}

func newCount(in *Input) (*count, error) {
	c := &count{in: in, k: in.Survey.MinimumGroup, unitNo: make(map[string]int, len(in.Units)), t: tQuantiles{}}
	if c.k < survey.MinimumGroup {
		return nil, fmt.Errorf("minimum group %d is below %d", c.k, survey.MinimumGroup)
	}
	var err error
	if c.scoring, err = NewScoring(in.Questionnaire); err != nil {
		return nil, err
	}
	if c.forest, err = plant(in.Tree); err != nil {
		return nil, err
	}
	for i, u := range in.Units {
		v, ok := c.forest.number[u.Team]
		if _, twice := c.unitNo[u.ID]; twice || !ok {
			return nil, fmt.Errorf("unit %s is there twice or its team is not in the tree", u.ID)
		}
		c.unitNo[u.ID] = i
		c.unitAt = append(c.unitAt, v)
	}
	return c, c.countCast()
}

// countCast counts the ballots of each unit. A replaced invitation may have
// been used twice: the old link's ballot stays in the box, because nobody can
// tell which one it is, and the new link casts another.
func (c *count) countCast() error {
	c.cast = make([]int, len(c.in.Units))
	for i := range c.in.Ballots {
		u, ok := c.unitNo[c.in.Ballots[i].Unit]
		if !ok {
			return fmt.Errorf("a ballot is of unit %q, which the survey does not have", c.in.Ballots[i].Unit)
		}
		c.cast[u]++
	}
	for i, u := range c.in.Units {
		if most := c.in.Invited[u.ID] + c.in.Replaced[u.ID]; c.cast[i] > most {
			return fmt.Errorf("unit %s: %d ballots from %d invitations, %d of them replaced", u.ID, c.cast[i], c.in.Invited[u.ID], c.in.Replaced[u.ID])
		}
	}
	return nil
}

// tally counts every ballot into its block.
func (c *count) tally() error {
	if len(c.blocks) == 0 {
		return nil
	}
	for b := range c.blocks {
		c.blocks[b].tally = c.scoring.Tally()
	}
	for i := range c.in.Ballots {
		x := &c.in.Ballots[i]
		if err := c.blocks[c.blockOf[c.unitNo[x.Unit]]].tally.Add(x.Answers); err != nil {
			return err
		}
	}
	return nil
}

func (c *count) counted(r *Release, comments []PlacedComment) *Counted {
	out := &Counted{Release: r, Comments: comments, BlockOf: map[string]string{}, Tallies: map[string]*Tally{}}
	for i := range c.blocks {
		b := &c.blocks[i]
		out.Tallies[b.id] = b.tally
		for _, u := range b.units {
			out.BlockOf[c.in.Units[u].ID] = b.id
		}
	}
	return out
}
