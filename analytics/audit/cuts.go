package audit

import "teamtrust/survey"

// cutMinimum is how many ballots the value of a cut, and what is left beside
// all of its values, need (docs/anonymity.md, rule 10).
const cutMinimum = 10

// cuts checks the sizes of everything that is shown by cuts. What follows from
// them and the figures of teams together is looked for like everything else.
func (x *work) cuts() {
	for i := range x.r.Cuts {
		c := &x.r.Cuts[i]
		rest, shown := make([]bool, len(x.atoms.size)), false
		for j := range c.Values {
			v := &c.Values[j]
			if v.Figure == nil {
				continue
			}
			if v.Hidden {
				x.tell(Hidden, nil, c.Cut, "hidden means no number at all", "%s is hidden and has numbers all the same.", v.Value)
			}
			shown = true
			set := x.atoms.set(v.Blocks, survey.Path(c.Cut+": "+v.Value))
			x.cutSize(c.Cut, v.Value, set)
			for _, a := range set {
				rest[a] = true
			}
		}
		if shown {
			x.cutSize(c.Cut, "what is left beside all values", left(rest))
		}
	}
}

// left lists the atoms that are in no value.
func left(in []bool) []int32 {
	var out []int32
	for a, yes := range in {
		if !yes {
			out = append(out, int32(a))
		}
	}
	return out
}

func (x *work) cutSize(cut, what string, set []int32) {
	if n, least := x.size(set), x.least(max(cutMinimum, x.k), set); len(set) > 0 && n.hi < least {
		x.tell(Group, nil, cut, what, "%s has %s and needs %d.", what, survey.Amount(int(n.hi), "ballot", "ballots"), least)
	}
}
