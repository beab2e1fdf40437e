package analytics

import (
	"math"

	"teamtrust/survey"
)

// suppressed fills in what a release may say of each wave, with teams as a
// tree of one level, and of changes what follows from released figures.
func (s *Study) suppressed(a *Analysis) error {
	var waves []*closedWave
	for _, w := range s.inOrder() {
		c, err := s.closedWave(w)
		if err != nil {
			return err
		}
		waves = append(waves, c)
		a.Waves = append(a.Waves, c.analyse())
	}
	for i := 1; i < len(waves); i++ {
		a.Changes = append(a.Changes, releasedChanges(waves[i-1], waves[i])...)
	}
	return nil
}

// closedWave is one wave counted as a survey is.
type closedWave struct {
	*Study
	*count
	wave     *studyWave
	release  *Release
	shrunken []*blockModel // by dimension; nil where an input is withheld
	complete []completeAt  // of the total, by node
	pool     pool          // of the total
}

// manyPeople stands for a headcount that nobody gave: the correction of the
// interval for those who did not answer is then too small to be seen.
const manyPeople = 1 << 40

func (s *Study) closedWave(w *studyWave) (*closedWave, error) {
	in := &Input{
		Survey:        survey.Survey{ID: w.name, Questionnaire: s.q.ID, MinimumGroup: s.minimum},
		Questionnaire: s.q, Invited: map[string]int{},
	}
	c := &count{in: in, k: s.minimum, scoring: s.ballots, t: tQuantiles{}}
	c.forest = &forest{paths: []survey.Path{survey.Organisation}, parent: []int{root}, depth: []int{0}}
	var tallies []*Tally
	if t, ok := w.tallies[""]; ok {
		c.addUnit("", root, t, manyPeople)
		tallies = append(tallies, t)
	}
	for _, name := range w.names() {
		people, ok := s.q.Headcount[name]
		if !ok {
			people = manyPeople
		}
		c.forest.paths = append(c.forest.paths, survey.Path(name))
		c.forest.parent, c.forest.depth = append(c.forest.parent, root), append(c.forest.depth, 1)
		c.addUnit(name, len(c.forest.paths)-1, w.tallies[name], people)
		tallies = append(tallies, w.tallies[name])
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
	r, err := c.release()
	if err != nil {
		return nil, err
	}
	x := &closedWave{Study: s, count: c, wave: w, release: r}
	x.prepare()
	return x, nil
}

func (c *count) addUnit(name string, node int, t *Tally, people int) {
	c.in.Units = append(c.in.Units, survey.Unit{ID: name})
	c.in.Invited[name] = people
	c.unitAt = append(c.unitAt, node)
	c.cast = append(c.cast, int(t.Ballots))
}

// prepare computes what teams and changes need of the whole wave.
func (c *closedWave) prepare() {
	cohorts := c.completeWalk()
	c.complete, c.pool = c.completeReach(cohorts), c.totalPool(cohorts)
	for d := range c.scoring.declared {
		c.shrunken = append(c.shrunken, c.blockModel(d))
	}
}

func round3(x float64) float64 { return math.Round(x*1000)/1000 + 0 }

// roundedTo is a value that exists with some decimals, or nil.
func roundedTo(round func(float64) float64, v float64, why Undefined) *float64 {
	if why != Defined {
		return nil
	}
	return ref(round(v))
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

func (c *closedWave) analyse() AnalysedWave {
	w := c.release.Waves[0]
	a := AnalysedWave{
		N: widened(w.N), Hidden: c.release.Hidden, Items: map[string]AnalysedItem{},
		Dimensions: map[string]AnalysedDimension{}, Total: w.Total.analysed(), Teams: []AnalysedTeam{},
	}
	if c.q.Columns.Wave != "" {
		a.Wave = ref(c.wave.name)
	}
	for id, it := range w.Items {
		x := AnalysedItem{Missing: widened(it.Missing), Histogram: it.Histogram}
		x.Measured, x.Shares = it.measured()
		a.Items[id] = x
	}
	for d := range c.scoring.declared {
		id := c.scoring.dimensions[d].id
		x := AnalysedDimension{CI: w.Dimensions[id].CI}
		x.Measured, x.Shares = w.Dimensions[id].measured()
		c.reliability(&x, d)
		a.Dimensions[id] = x
	}
	for i, t := range w.Teams {
		a.Teams = append(a.Teams, c.team(i+1, t))
	}
	c.adjustRest(a.Teams)
	return a
}

func (c *closedWave) reliability(x *AnalysedDimension, d int) {
	if x.SD != nil {
		complete := c.completeOf(d, c.covers[d].at[root])
		alpha, why := Alpha(complete)
		x.Alpha = roundedTo(round3, alpha, why)
		omega, why := Omega(complete)
		x.Omega = roundedTo(round3, omega, why)
	}
	m := c.shrunken[d]
	if m == nil {
		return
	}
	icc1, why := m.groups.ICC1()
	x.ICC1 = roundedTo(round3, icc1, why)
	icc2, why := m.groups.ICC2()
	x.ICC2 = roundedTo(round3, icc2, why)
	x.Tau2, x.Sigma2 = roundedTo(round3, m.model.Tau2, m.why), roundedTo(round3, m.model.Sigma2, m.why)
	x.Grand = roundedTo(round2, m.model.Grand, m.why)
}

// completeOf is the complete ballots of a figure.
func (c *closedWave) completeOf(d int, s *standing) *Complete {
	x := &Complete{n: s.n, points: c.scoring.points, lo: c.scoring.lo, products: s.tally.Products}
	for j, i := range c.scoring.dimensions[d].items {
		sum := momentsOf(s.tally.Histograms[j], 1).sum
		if c.scoring.items[i].reverse {
			sum = s.n*int64(c.scoring.span()) - sum
		}
		x.sums = append(x.sums, sum)
	}
	return x
}

// scoresOf is the scores of the complete ballots of a tally.
func (s *Scoring) scoresOf(d int, t *DimensionTally) Values {
	v := Values{lo: float64(s.lo), unit: int64(len(s.dimensions[d].items)), n: t.Scores}
	for x := range t.Scores {
		v.at = append(v.at, int64(x))
	}
	return v
}

func (c *closedWave) team(node int, t Team) AnalysedTeam {
	a := AnalysedTeam{Team: t.Team, Hidden: t.Hidden, Reason: t.Reason}
	if t.Figure == nil {
		return a
	}
	a.N, a.Dimensions = widened(t.N), map[string]TeamDimension{}
	a.Total = &TeamTotal{AnalysedTotal: t.Total.analysed()}
	for d := range c.scoring.declared {
		id := c.scoring.dimensions[d].id
		x := TeamDimension{CI: t.Dimensions[id].CI}
		x.Measured, x.Shares = t.Dimensions[id].measured()
		if x.SD != nil {
			c.agreement(&x, d, c.covers[d].at[node])
		}
		if m := c.shrunken[d]; m != nil && x.Mean != nil {
			n := c.covers[d].at[node].n
			x.EB = roundedTo(round2, m.model.Mean(*x.Mean, n), m.why)
			x.Rest = m.rest(node)
		}
		a.Dimensions[id] = x
	}
	return a
}

func (c *closedWave) agreement(x *TeamDimension, d int, s *standing) {
	complete := c.completeOf(d, s)
	rwg, why := RWGJ(complete)
	x.RWG = roundedTo(round2, rwg, why)
	awg, why := AWG(complete)
	x.AWG = roundedTo(round2, awg, why)
	p, split, why := Polarisation(c.scoring.scoresOf(d, &s.tally), c.scoring.points)
	x.Polarisation = roundedTo(round2, p, why)
	x.Split = defined(split, why)
}

func (c *closedWave) adjustRest(teams []AnalysedTeam) {
	for d := range c.scoring.declared {
		id := c.scoring.dimensions[d].id
		var rests []*Rest
		var ps []*float64
		for _, t := range teams {
			if r := t.Dimensions[id].Rest; r != nil {
				rests, ps = append(rests, r), append(ps, r.P)
			}
		}
		Adjust(ps)
		for i, r := range rests {
			r.PAdjusted = ps[i]
			for _, p := range []**float64{&r.P, &r.PAdjusted} {
				if *p != nil {
					*p = ref(round3(**p))
				}
			}
		}
	}
}
