package analytics

import (
	"slices"

	"teamtrust/survey"
)

// CutMinimum is how many ballots a value of a cut needs (docs/anonymity.md,
// rule 10), or the minimum group, if that is larger.
const CutMinimum = 10

// CutFigures is what a release says of one cut: a figure of each of its
// values, for the organisation alone.
type CutFigures struct {
	Cut    string     `json:"cut"`
	Values []CutValue `json:"values"` // by name
}

// CutValue is the figure of the blocks whose teams all have one value, or that
// there is none: too few ballots, or too few would be left beside it. It has no
// shares of codes, no measures and no interval of the total.
type CutValue struct {
	Value  string `json:"value"`
	Hidden bool   `json:"hidden"`
	Reason string `json:"reason,omitempty"` // ReasonFew: too few ballots; ReasonMerged: too few would be left beside it
	*Figure
}

// cuts makes the figures of all cuts. They are about whole blocks, and in every
// dimension about whole groups, like everything else: what can be worked out
// from them and the figures of teams together is never less.
func (c *count) cuts() []CutFigures {
	var out []CutFigures
	for i := range c.in.Cuts {
		cut := &c.in.Cuts[i]
		f := CutFigures{Cut: cut.Name}
		blocks := c.blocksByValue(cut)
		shown := c.shownValues(cut, blocks)
		for _, value := range cut.Values() {
			v := CutValue{Value: value, Hidden: !slices.Contains(shown, value)}
			switch {
			case !v.Hidden:
				v.Figure = c.cutFigure(blocks[value])
			case c.enoughForCut(blocks[value]):
				v.Reason = ReasonMerged // too few would be left beside it
			default:
				v.Reason = ReasonFew
			}
			f.Values = append(f.Values, v)
		}
		out = append(out, f)
	}
	return out
}

// blocksByValue lists the blocks whose teams all have one value.
func (c *count) blocksByValue(cut *survey.Cut) map[string][]int {
	by := map[string][]int{}
	for b := range c.blocks {
		if value, ok := c.valueOf(cut, b); ok {
			by[value] = append(by[value], b)
		}
	}
	return by
}

func (c *count) valueOf(cut *survey.Cut, block int) (value string, ok bool) {
	first := true
	for _, u := range c.blocks[block].units {
		for _, team := range c.in.Units[u].Teams {
			v := cut.Of(team)
			if v == "" || !first && v != value {
				return "", false
			}
			value, first = v, false
		}
	}
	return value, !first
}

// shownValues lists the values with enough ballots. What is left beside all of
// them must be enough too, or nothing: it takes the smallest block along that
// leaves its value enough, and where there is none, the smallest value. It
// changes blocks, the blocks of each value.
func (c *count) shownValues(cut *survey.Cut, blocks map[string][]int) []string {
	var shown []string
	for _, v := range cut.Values() {
		if c.enoughForCut(blocks[v]) {
			shown = append(shown, v)
		}
	}
	for len(shown) > 0 {
		rest := c.besides(blocks, shown)
		if len(rest) == 0 || c.enoughForCut(rest) {
			break
		}
		if value, i, ok := c.spare(blocks, shown); ok {
			blocks[value] = slices.Delete(slices.Clone(blocks[value]), i, i+1)
			continue
		}
		smallest := slices.MinFunc(shown, func(a, b string) int { return c.castIn(blocks[a]) - c.castIn(blocks[b]) })
		shown = slices.DeleteFunc(shown, func(v string) bool { return v == smallest })
	}
	return shown
}

// spare finds the smallest block that its value can do without.
func (c *count) spare(blocks map[string][]int, shown []string) (value string, at int, ok bool) {
	for _, v := range shown {
		for i, b := range blocks[v] {
			smaller := !ok || c.blocks[b].n < c.blocks[blocks[value][at]].n
			if smaller && c.enoughForCut(slices.Delete(slices.Clone(blocks[v]), i, i+1)) {
				value, at, ok = v, i, true
			}
		}
	}
	return value, at, ok
}

func (c *count) enoughForCut(blocks []int) bool {
	return c.castIn(blocks) >= max(CutMinimum, c.k)+c.replacedIn(blocks)
}

// besides lists the blocks of no shown value.
func (c *count) besides(blocks map[string][]int, shown []string) []int {
	in := make([]bool, len(c.blocks))
	for _, v := range shown {
		for _, b := range blocks[v] {
			in[b] = true
		}
	}
	var rest []int
	for b := range in {
		if !in[b] {
			rest = append(rest, b)
		}
	}
	return rest
}

func (c *count) cutFigure(blocks []int) *Figure {
	n, invited := c.castIn(blocks), 0
	in := make([]bool, len(c.blocks))
	for _, b := range blocks {
		in[b] = true
		invited += c.blocks[b].invited
	}
	f := &Figure{N: &n, Invited: &invited, Blocks: c.blockIDs(blocks), Items: map[string]Item{}, Dimensions: map[string]Dimension{}}
	at := make([]*standing, len(c.scoring.dimensions))
	for d := range c.scoring.dimensions {
		at[d] = c.covers[d].within(in)
		if at[d] != nil && at[d].n < int64(max(CutMinimum, c.k)+at[d].replaced) {
			at[d] = nil
		}
		c.fillLevels(f, d, at[d])
	}
	f.Total, _ = c.meanTotal(f, at)
	return f
}

// within adds up the groups all of whose blocks are among some, and notes how
// many of them are in whole cohorts of the walks for SD and for distributions.
// It is nil where there is none.
func (v *coverage) within(in []bool) *standing {
	var s *standing
	inside := make([]bool, len(v.each))
	for i := range v.each {
		g := &v.each[i]
		if inside[i] = !slices.ContainsFunc(g.things, func(b int) bool { return !in[b] }); !inside[i] {
			continue
		}
		if s == nil {
			s = g.standing.shared()
		} else {
			s.add(&g.standing)
		}
	}
	if s != nil {
		slices.Sort(s.blocks)
		s.spread, s.bins = wholeCohorts(v.spread, inside), wholeCohorts(v.bins, inside)
	}
	return s
}

// wholeCohorts counts the groups of those cohorts that are all inside.
func wholeCohorts(cohorts []cohort, inside []bool) int {
	n := 0
	for _, h := range cohorts {
		if !slices.ContainsFunc(h.things, func(g int) bool { return !inside[g] }) {
			n += len(h.things)
		}
	}
	return n
}
