package analytics

import (
	"slices"

	"teamtrust/survey"
)

// release puts everything together but the hash.
func (c *count) release() *Release {
	for i := range c.scoring.items {
		c.withheld = append(c.withheld, c.withheldCodes(i))
	}
	c.figureAll()
	for d := range c.scoring.dimensions {
		c.covers = append(c.covers, c.cover(d))
		c.levels(d)
	}
	c.extras()
	c.totals()
	c.measures()
	r := c.head()
	r.Waves = []Wave{{Wave: r.Survey, Figure: *c.figures[root], Teams: c.teams()}}
	r.Cuts = c.cuts()
	return r
}

func (c *count) head() *Release {
	sv := c.in.Survey
	r := &Release{
		Survey: sv.ID, Name: sv.Name, Questionnaire: sv.Questionnaire, MinimumGroup: sv.MinimumGroup,
		Cast: c.figures[root].N, Rehearsal: sv.Rehearsal, Hidden: len(c.blocks) == 0, Lost: sv.Lost, Blocks: []Block{},
	}
	for _, u := range c.in.Units {
		r.Invited += c.in.Invited[u.ID]
	}
	for i := range c.blocks {
		r.Blocks = append(r.Blocks, c.published(&c.blocks[i]))
	}
	return r
}

func (c *count) published(b *block) Block {
	p := Block{ID: b.id, N: b.n, Invited: b.invited, Replaced: b.replaced}
	if b.node != root {
		p.Team = ref(string(c.forest.paths[b.node]))
	}
	for _, u := range b.units {
		p.Units = append(p.Units, c.in.Units[u].ID)
	}
	slices.Sort(p.Units)
	return p
}

// teams lists every team of the frozen tree, in path order.
func (c *count) teams() []Team {
	few := c.few()
	teams := make([]Team, 0, len(c.in.Tree))
	for v, p := range c.forest.paths {
		if p == survey.Organisation {
			continue
		}
		t := Team{Team: string(p), Figure: c.figures[v]}
		if t.Figure == nil {
			t.Hidden, t.Reason = true, ReasonMerged
			if few[v] {
				t.Reason = ReasonFew
			}
		}
		teams = append(teams, t)
	}
	return teams
}

// few says for every node whether too few ballots are known at and below it. A
// team whose people are all in units above it is judged by its people: how
// many of them answered is not known.
func (c *count) few() []bool {
	units, ballots := make([]int, c.forest.size()), make([]int, c.forest.size())
	people := make([]int, c.forest.size())
	for i, v := range c.unitAt {
		units[v]++
		ballots[v] += c.cast[i]
	}
	for v, p := range c.forest.paths {
		people[v] = c.in.People[p]
	}
	units, ballots, people = c.forest.sumsBelow(units), c.forest.sumsBelow(ballots), c.forest.sumsBelow(people)
	few := make([]bool, c.forest.size())
	for v := range few {
		if units[v] > 0 {
			few[v] = ballots[v] < c.k
		} else {
			few[v] = people[v] < c.k
		}
	}
	return few
}

// Figure finds the figure of a team or of the organisation. Where it is hidden
// the figure is nil and the reason is ReasonFew or ReasonMerged; for a team
// that the survey did not have, both are empty.
func (r *Release) Figure(team survey.Path) (*Figure, string) {
	for i := range r.Waves {
		w := &r.Waves[i]
		if team == survey.Organisation {
			if r.Hidden {
				return nil, ReasonFew
			}
			return &w.Figure, ""
		}
		for j := range w.Teams {
			if t := &w.Teams[j]; t.Team == string(team) {
				return t.Figure, t.Reason
			}
		}
	}
	return nil, ""
}
