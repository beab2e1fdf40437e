package analytics

import (
	"slices"

	"teamtrust/survey"
)

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
	a, knownA := from.covered(f)
	b, knownB := to.covered(g)
	return knownA && knownB && len(from.missing(b, a)) == 0 && len(to.missing(a, b)) == 0
}

// missing lists the teams that are not among those counted in a figure of
// this release. A team that stood in its tree without people is not missing:
// there was nobody to be counted.
func (r *Released) missing(teams, counted []survey.Path) []survey.Path {
	return slices.DeleteFunc(slices.Clone(teams), func(p survey.Path) bool {
		_, in := slices.BinarySearch(counted, p)
		_, stood := r.figures[p]
		return in || stood && !r.people[p]
	})
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
	a, _ := from.covered(f.Blocks)
	b, _ := to.covered(g.Blocks)
	return from.missing(b, a), to.missing(a, b)
}
