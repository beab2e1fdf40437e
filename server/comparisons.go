package server

import (
	"sync"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// comparisons keeps the changes between pairs of releases. Releases never
// change, so nothing that is kept goes stale. It is safe for concurrent use.
type comparisons struct {
	mu   sync.Mutex
	kept []comparison // the one used last at the end
}

// comparison is the changes between two releases by team.
type comparison struct {
	from, to string // surveys
	of       map[survey.Path][]analytics.Change
}

// comparisonsKept is how many pairs are kept: pages compare the latest surveys
// of all teams, and somebody looks back now and then.
const comparisonsKept = 8

// between is the changes of one team, or of the organisation, from an earlier
// release to a later one: by dimension, the total last.
func (c *comparisons) between(from, to *published, team survey.Path) []analytics.Change {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, k := range c.kept {
		if k.from == from.release.Survey && k.to == to.release.Survey {
			c.kept = append(append(c.kept[:i:i], c.kept[i+1:]...), k)
			return k.of[team]
		}
	}
	k := comparison{from: from.release.Survey, to: to.release.Survey, of: map[survey.Path][]analytics.Change{}}
	for _, x := range analytics.Changes(from.comparable, to.comparable) {
		team := survey.Organisation
		if x.Team != nil {
			team = survey.Path(*x.Team)
		}
		k.of[team] = append(k.of[team], x)
	}
	c.kept = append(c.kept[max(0, len(c.kept)-comparisonsKept+1):], k)
	return k.of[team]
}
