package analytics

import (
	"slices"
	"strings"

	"teamtrust/survey"
)

// incomparable says why two figures cannot be compared in a dimension or the
// total; empty where they can.
func incomparable(from, to *Released, team survey.Path, variable string) string {
	f, g, why := bothShow(from, to, team)
	switch {
	case why != "":
		return why
	case !to.sameQuestions(from, variable):
		return ChangeQuestions
	case f.reading(variable).mean == nil || g.reading(variable).mean == nil:
		return ChangeWithheld
	case !sameCoverage(from, to, f, g, variable):
		return ChangeCoverage
	}
	return ""
}

// bothShow finds a team's figures, or says why there are not two of them that
// are of one kind.
func bothShow(from, to *Released, team survey.Path) (f, g *Figure, why string) {
	f, before := from.figures[team]
	g, after := to.figures[team]
	switch {
	case from.Release.Rehearsal != to.Release.Rehearsal:
		why = ChangeRehearsal
	case !before || !after:
		why = ChangeAbsent
	case f == nil || g == nil:
		why = ChangeHidden
	}
	return f, g, why
}

// sameCoverage reports whether two figures count the people of exactly the
// same teams, as far as these have any: in a dimension, or for the total in every one of them.
func sameCoverage(from, to *Released, f, g *Figure, variable string) bool {
	if variable != totalName {
		return sameTeams(from, to, f.Dimensions[variable].Blocks, g.Dimensions[variable].Blocks)
	}
	for i := range to.Form.Dimensions {
		if !sameCoverage(from, to, f, g, to.Form.Dimensions[i].ID) {
			return false
		}
	}
	return true
}

func sameTeams(from, to *Released, f, g []string) bool {
	return from.teams != nil && to.teams != nil && from.holdsAll(f, to, g) && to.holdsAll(g, from, f)
}

// holdsAll reports whether some blocks of this release count the people of all
// teams that those of another one count.
func (r *Released) holdsAll(blocks []string, o *Released, others []string) bool {
	for _, b := range others {
		for _, team := range o.teams[b] {
			if !r.holds(blocks, team) {
				return false
			}
		}
	}
	return true
}

// holds reports whether some blocks, in order, count the people of a team. A
// team that stood in the tree without people is held by any: there was nobody
// to be counted.
func (r *Released) holds(blocks []string, team survey.Path) bool {
	at, peopled := r.block[team]
	if !peopled {
		_, stood := r.figures[team]
		return stood
	}
	_, in := slices.BinarySearch(blocks, at)
	return in
}

// oneCoverage reports whether all dimensions of a shown figure count the same
// blocks; only then has its total an interval.
func (r *Released) oneCoverage(team survey.Path) bool {
	f := r.figures[team]
	for i := range r.Form.Dimensions {
		if !slices.Equal(f.Dimensions[r.Form.Dimensions[i].ID].Blocks, f.Total.Blocks) {
			return false
		}
	}
	return true
}

// Coverage says how the teams whose people are counted in a figure differ
// between two releases: those that are counted only in the later one, and only
// in the earlier one. Both are empty where the figures cover the same teams or
// one of them is hidden.
func Coverage(from, to *Released, team survey.Path) (joined, left []survey.Path) {
	f, g := from.figures[team], to.figures[team]
	if f == nil || g == nil {
		return nil, nil
	}
	return from.missing(f.Blocks, to, g.Blocks), to.missing(g.Blocks, from, f.Blocks)
}

// missing lists the teams that others count and some blocks of this release do
// not, in order.
func (r *Released) missing(blocks []string, o *Released, others []string) []survey.Path {
	var out []survey.Path
	for _, b := range others {
		for _, team := range o.teams[b] {
			if !r.holds(blocks, team) {
				out = append(out, team)
			}
		}
	}
	slices.Sort(out)
	return out
}

// sameQuestions reports whether a dimension, or for the total every dimension,
// has the same items, keyed alike on the same scale. An item is the same where
// its id is.
func (r *Released) sameQuestions(o *Released, variable string) bool {
	if r.Form.Scale.Lo != o.Form.Scale.Lo || r.Form.Scale.Hi != o.Form.Scale.Hi {
		return false
	}
	if variable != totalName {
		a, b := r.asked[variable], o.asked[variable]
		return a != nil && slices.Equal(a, b)
	}
	if len(r.Form.Dimensions) != len(o.Form.Dimensions) {
		return false
	}
	for i := range r.Form.Dimensions {
		if !r.sameQuestions(o, r.Form.Dimensions[i].ID) {
			return false
		}
	}
	return true
}

// question is an item as far as its answers can be compared.
type question struct {
	id      string
	reverse bool
}

func questions(form *survey.Questionnaire, d *survey.Dimension) []question {
	var all []question
	for _, id := range d.Items {
		it, known := form.Item(id)
		all = append(all, question{id, known && it.Reverse})
	}
	slices.SortFunc(all, func(a, b question) int { return strings.Compare(a.id, b.id) })
	return all
}
