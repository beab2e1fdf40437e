package analytics

import (
	"fmt"
	"sort"

	"teamtrust/survey"
)

// Units forms the units of a survey by the walk over the people directly in
// each team (docs/anonymity.md §4): every unit has at least k people. They are
// sorted by id; their names are unique. Teams without people belong to no unit.
//
// Fewer than k people in all is a *survey.Error with code CodeRefused. A k
// below survey.MinimumGroup and people in a team outside the tree are errors
// of the caller.
func Units(tree survey.Tree, people map[survey.Path]int, k int) ([]survey.Unit, error) {
	if k < survey.MinimumGroup {
		return nil, fmt.Errorf("form units: minimum group %d is below %d", k, survey.MinimumGroup)
	}
	f, err := plant(tree)
	if err != nil {
		return nil, fmt.Errorf("form units: %w", err)
	}
	at, size, err := seats(f, people)
	if err != nil {
		return nil, fmt.Errorf("form units: %w", err)
	}
	w := walk{forest: f, at: at, size: size, enough: func(teams []int) bool { return sum(size, teams) >= k }}
	cohorts, _ := w.run()
	if len(cohorts) == 0 {
		total := 0
		for _, n := range size {
			total += n
		}
		return nil, survey.Errorf(survey.CodeRefused,
			"The staff list has %d people, fewer than the survey's minimum group of %d: no result could ever be shown. Add people to the staff list before opening.", total, k)
	}
	units := make([]survey.Unit, len(cohorts))
	for i, c := range cohorts {
		units[i] = unit(f, c, at, size)
	}
	sort.Slice(units, func(i, j int) bool { return units[i].ID < units[j].ID })
	return units, nil
}

// seats lists the nodes that have people, in path order, and how many.
func seats(f *forest, people map[survey.Path]int) (at, size []int, err error) {
	for team, n := range people {
		if _, ok := f.number[team]; !ok || n < 0 {
			return nil, nil, fmt.Errorf("%d people in team %q, which the tree does not have", n, team)
		}
	}
	for v, p := range f.paths {
		if n := people[p]; n > 0 {
			at, size = append(at, v), append(size, n)
		}
	}
	return at, size, nil
}

func unit(f *forest, c cohort, at, size []int) survey.Unit {
	team := f.paths[c.node]
	u := survey.Unit{ID: team.ID(), Name: string(team), Team: team, Eligible: sum(size, c.things)}
	for _, t := range c.things {
		u.Teams = append(u.Teams, f.paths[at[t]])
	}
	if team == survey.Organisation {
		u.Name = organisationName(f)
	}
	return u
}

// organisationName is the name of the unit at the organisation's node, set
// apart from every team that bears it too.
func organisationName(f *forest) string {
	name := "Organisation"
	for {
		if _, taken := f.number[survey.Path(name)]; !taken {
			return name
		}
		name += " (all)"
	}
}
