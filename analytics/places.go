package analytics

import "teamtrust/survey"

// Places is where the teams of one survey are counted. It is an index, made
// once in time linear in the teams of all units, and safe for concurrent use.
type Places struct {
	in    map[survey.Path]survey.Path
	units map[survey.Path]bool // teams with a unit at or below them
}

// Places finds out where the teams of the survey are counted. units are the
// survey's, as they were frozen when it opened.
func (r *Release) Places(units []survey.Unit) *Places {
	place := make(map[string]survey.Path, len(units))
	for i := range r.Blocks {
		b := &r.Blocks[i]
		for _, u := range b.Units {
			if place[u] = survey.Organisation; b.Team != nil {
				place[u] = survey.Path(*b.Team)
			}
		}
	}
	p := &Places{in: map[survey.Path]survey.Path{}, units: map[survey.Path]bool{}}
	for i := range units {
		u := &units[i]
		for t := u.Team; !p.units[t]; t = t.Parent() {
			p.units[t] = true
		}
		if at, counted := place[u.ID]; counted {
			for _, t := range u.Teams {
				p.add(t, at)
			}
		}
	}
	return p
}

// add notes that people of a team are counted at a place.
func (p *Places) add(team, at survey.Path) {
	for ; team != survey.Organisation; team = team.Parent() {
		before, known := p.in[team]
		if !known {
			p.in[team] = at
			continue
		}
		p.in[team] = meet(before, at)
	}
}

// meet is the lowest place with both at or below it.
func meet(a, b survey.Path) survey.Path {
	for !a.Contains(b) {
		a = a.Parent()
	}
	return a
}

// CountedIn is the place whose figure is the lowest that holds everybody at and
// below a team: where the block of their unit formed, or above the blocks where
// they are in several. It need not be above the team: a unit without ballots
// may belong to the block of another team. It is false where nobody of the team
// is counted, because it has no people or the release no block.
func (p *Places) CountedIn(team survey.Path) (survey.Path, bool) {
	if team == survey.Organisation {
		return survey.Organisation, len(p.in) > 0
	}
	at, ok := p.in[team]
	return at, ok
}

// HasUnit reports whether a unit formed at or below a team. Without one, the
// team cannot have a figure of its own however many of its people answer.
func (p *Places) HasUnit(team survey.Path) bool { return p.units[team] }
