package audit

import (
	"slices"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// atoms are what no published number looks into: blocks where every unit is in
// at most one and every number says which blocks it is about; otherwise units.
type atoms struct {
	size     []int // ballots; −1: not published
	replaced []int // invitations
	people   []int // invited
	node     []survey.Path
	of       map[string][]int32 // by block
	units    bool               // they are units
}

// newAtoms finds out what a release speaks of.
func newAtoms(w *Wave, r *analytics.Release) *atoms {
	if !nested(r) || !everyNumberHasBlocks(r) {
		return unitAtoms(w, r)
	}
	a := &atoms{of: map[string][]int32{}}
	for i := range r.Blocks {
		b := &r.Blocks[i]
		a.of[b.ID] = []int32{int32(i)}
		a.size, a.replaced, a.people = append(a.size, b.N), append(a.replaced, b.Replaced), append(a.people, b.Invited)
		a.node = append(a.node, nodeOf(b))
	}
	a.unprinted()
	return a
}

func nodeOf(b *analytics.Block) survey.Path {
	if b.Team == nil {
		return survey.Organisation
	}
	return survey.Path(*b.Team)
}

// unprinted: a block without ballots cannot be, so its number was not printed.
func (a *atoms) unprinted() {
	for i, n := range a.size {
		if n <= 0 {
			a.size[i] = -1
		}
	}
}

// nested reports whether every unit is in at most one block.
func nested(r *analytics.Release) bool {
	seen := map[string]bool{}
	for i := range r.Blocks {
		for _, u := range r.Blocks[i].Units {
			if seen[u] {
				return false
			}
			seen[u] = true
		}
	}
	return true
}

func everyNumberHasBlocks(r *analytics.Release) bool {
	for _, x := range figuresOf(r) {
		if x.N != nil && len(x.Blocks) == 0 {
			return false
		}
		for _, d := range x.Dimensions {
			if d.Mean != nil && len(d.Blocks) == 0 {
				return false
			}
		}
		for _, it := range x.Items {
			if it.Mean != nil && len(it.Blocks) == 0 {
				return false
			}
		}
	}
	return true
}

func unitAtoms(w *Wave, r *analytics.Release) *atoms {
	a := &atoms{of: map[string][]int32{}, units: true}
	number := map[string]int32{}
	for i, u := range w.Units {
		number[u.ID] = int32(i)
		cast, known := w.Cast[u.ID]
		if !known {
			cast = -1
		}
		a.size, a.replaced, a.people = append(a.size, cast), append(a.replaced, 0), append(a.people, u.Eligible)
		a.node = append(a.node, u.Team)
	}
	for i := range r.Blocks {
		b := &r.Blocks[i]
		for _, u := range b.Units {
			if no, ok := number[u]; ok {
				a.of[b.ID] = append(a.of[b.ID], no)
			}
		}
		slices.Sort(a.of[b.ID])
		if of := a.of[b.ID]; len(of) == 1 && b.N > 0 {
			a.size[of[0]], a.replaced[of[0]] = b.N, b.Replaced
		}
	}
	return a
}

// set is the atoms of some blocks; where none are named, those at and below a
// team.
func (a *atoms) set(blocks []string, team survey.Path) []int32 {
	var out []int32
	if len(blocks) == 0 {
		for i, p := range a.node {
			if team.Contains(p) {
				out = append(out, int32(i))
			}
		}
		return out
	}
	for _, b := range blocks {
		out = append(out, a.of[b]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sum adds up a number of some atoms; false where one is not known.
func sum(of []int, set []int32) (total int, known bool) {
	for _, x := range set {
		if of[x] < 0 {
			return 0, false
		}
		total += of[x]
	}
	return total, true
}
