package survey

import (
	"maps"
	"slices"
)

// Limits of cuts.
const (
	MaxCuts        = 5
	MaxCutValues   = 50
	MaxCutTextSize = 60 // Unicode code points of a cut's name and of a value
)

// Cut divides the organisation otherwise than its tree does, by whole teams: by
// site, say. It is declared before a survey opens, so that people know it when
// they answer, and its values are shown for the whole organisation only.
type Cut struct {
	Name  string
	Teams map[Path]string // the value of a team and of those below it that have none of their own
}

// Of is the value of a team; empty where neither it nor any team above it has
// one.
func (c *Cut) Of(team Path) string {
	for ; ; team = team.Parent() {
		if v, ok := c.Teams[team]; ok {
			return v
		}
		if team == Organisation {
			return ""
		}
	}
}

// Values lists the different values, sorted.
func (c *Cut) Values() []string {
	return slices.Compact(slices.Sorted(maps.Values(c.Teams)))
}
