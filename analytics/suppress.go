package analytics

import (
	"teamtrust/survey"
)

// suppressed counts each wave as a survey, with teams as a tree of one level,
// and fills in what its release says. Changes follow from the releases.
func (s *Study) suppressed(a *Analysis) error {
	var before *Released
	for _, w := range s.inOrder() {
		r, err := s.closedWave(w)
		if err != nil {
			return err
		}
		a.Waves = append(a.Waves, s.analysed(w, r.Release))
		if before != nil {
			a.addChanges(before, r)
		}
		before = r
	}
	return nil
}

func (a *Analysis) addChanges(from, to *Released) {
	for _, c := range Changes(from, to) {
		if c.Reason != ChangeAbsent && c.Reason != ChangeHidden {
			a.Changes = append(a.Changes, c)
		}
	}
}

// manyPeople stands for a headcount that nobody gave: the correction of the
// interval for those who did not answer is then too small to be seen.
const manyPeople = 1 << 40

// closedWave is the release of one wave.
func (s *Study) closedWave(w *studyWave) (*Released, error) {
	in := &Input{
		Survey:        survey.Survey{ID: w.name, Questionnaire: s.q.ID, MinimumGroup: s.minimum},
		Questionnaire: s.q, Invited: map[string]int{},
	}
	c := &count{in: in, k: s.minimum, scoring: s.ballots, t: tQuantiles{}}
	c.forest = &forest{paths: []survey.Path{survey.Organisation}, parent: []int{root}, depth: []int{0}}
	var tallies []*Tally
	if t, ok := w.teams[""]; ok {
		c.addUnit("", root, t.tally, manyPeople)
		tallies = append(tallies, t.tally)
	}
	for _, name := range w.names() {
		people, ok := s.q.Headcount[name]
		if !ok {
			people = manyPeople
		}
		c.forest.paths = append(c.forest.paths, survey.Path(name))
		c.forest.parent, c.forest.depth = append(c.forest.parent, root), append(c.forest.depth, 1)
		c.addUnit(name, len(c.forest.paths)-1, w.teams[name].tally, people)
		tallies = append(tallies, w.teams[name].tally)
	}
	c.formBlocks()
	for b := range c.blocks {
		t := s.ballots.Tally()
		for _, u := range c.blocks[b].units {
			if err := t.Merge(tallies[u]); err != nil {
				return nil, err
			}
		}
		c.blocks[b].tally = t
	}
	return NewReleased(c.release(), s.q, in.Units), nil
}

func (c *count) addUnit(name string, node int, t *Tally, people int) {
	team := survey.Path(name)
	c.in.Units = append(c.in.Units, survey.Unit{ID: name, Team: team, Teams: []survey.Path{team}})
	c.in.Invited[name] = people
	c.unitAt = append(c.unitAt, node)
	c.cast = append(c.cast, int(t.Ballots))
}

// analysed is a release in the form of an analysis.
func (s *Study) analysed(of *studyWave, r *Release) AnalysedWave {
	w := r.Waves[0]
	a := AnalysedWave{
		N: widened(w.N), Hidden: r.Hidden, Items: map[string]AnalysedItem{},
		Dimensions: map[string]AnalysedDimension{}, Total: w.Total.analysed(), Teams: []AnalysedTeam{},
	}
	if s.q.Columns.Wave != "" {
		a.Wave = ref(of.name)
	}
	for id, it := range w.Items {
		x := AnalysedItem{Missing: widened(it.Missing), Histogram: it.Histogram}
		x.Measured, x.Shares = it.measured()
		a.Items[id] = x
	}
	for id, d := range w.Dimensions {
		x := AnalysedDimension{CI: d.CI, Alpha: d.Alpha, Omega: d.Omega, ICC1: d.ICC1, ICC2: d.ICC2,
			Tau2: d.Tau2, Sigma2: d.Sigma2, Grand: d.Grand}
		x.Measured, x.Shares = d.measured()
		a.Dimensions[id] = x
	}
	for _, t := range w.Teams {
		a.Teams = append(a.Teams, t.analysed())
	}
	return a
}

func (t Team) analysed() AnalysedTeam {
	a := AnalysedTeam{Team: t.Team, Hidden: t.Hidden, Reason: t.Reason}
	if t.Figure == nil {
		return a
	}
	a.N, a.Dimensions = widened(t.N), map[string]TeamDimension{}
	a.Total = &TeamTotal{AnalysedTotal: t.Total.analysed()}
	for id, d := range t.Dimensions {
		x := TeamDimension{CI: d.CI, RWG: d.RWG, AWG: d.AWG, Polarisation: d.Polarisation, Split: d.Split, EB: d.EB, Rest: d.Rest}
		x.Measured, x.Shares = d.measured()
		a.Dimensions[id] = x
	}
	return a
}

func widened(n *int) *int64 {
	if n == nil {
		return nil
	}
	return ref(int64(*n))
}

func (l Level) measured() (Measured, Shares) {
	return Measured{N: widened(l.N), Mean: l.Mean, SD: l.SD, Score: l.Score, Clipped: l.Clipped},
		Shares{l.Favourable, l.Neutral, l.Unfavourable}
}

func (t Total) analysed() AnalysedTotal {
	return AnalysedTotal{Measured: Measured{N: widened(t.N), Mean: t.Mean, SD: t.SD, Score: t.Score, Clipped: t.Clipped}, CI: t.CI}
}
