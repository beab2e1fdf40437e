package analytics

import (
	"math"
	"slices"
	"strings"
	"time"
)

// incident is what happened to some teams between two waves of a study, and
// everything is about totals.
type incident struct {
	*Study
	waves []*openWave
}

// before is the number of waves before the incident. Its last wave is named by
// its number; where waves are no numbers, by its place among them.
func (i incident) before() int {
	if !i.numeric() {
		return min(max(i.q.Incident.After, 0), len(i.waves))
	}
	n := 0
	for _, w := range i.waves {
		if x, _ := number(w.wave.name); x <= float64(i.q.Incident.After) {
			n++
		}
	}
	return n
}

func (i incident) affected(team string) bool { return slices.Contains(i.q.Incident.Teams, team) }

// totals are the moments of a team's totals in a wave.
func (o *openWave) totals(team string) Moments {
	t, ok := slices.BinarySearch(o.names, team)
	if !ok {
		return Moments{}
	}
	return o.moments[len(o.q.Dimensions)][t]
}

func (i incident) did() *AnalysedDID {
	teams := map[string]*Affected{}
	var order []string
	before := i.before()
	for k, w := range i.waves {
		for _, name := range w.names {
			t, ok := teams[name]
			if !ok {
				t = &Affected{Treated: i.affected(name)}
				teams[name] = t
				order = append(order, name)
			}
			if k < before {
				t.Before = t.Before.plus(w.totals(name))
			} else {
				t.After = t.After.plus(w.totals(name))
			}
		}
	}
	slices.Sort(order) // sums of floats depend on it
	list := make([]Affected, len(order))
	for k, name := range order {
		list[k] = *teams[name]
	}
	d, why := DifferenceInDifferences(list)
	if why != Defined {
		return nil
	}
	return d.analysed()
}

func (d DID) analysed() *AnalysedDID {
	cell := func(m Moments) Cell { return Cell{N: m.n, Mean: m.mean(), SD: defined(m.SD())} }
	a := &AnalysedDID{Estimate: d.Estimate}
	a.Cells.Affected = BeforeAfter{cell(d.Cells[1][0]), cell(d.Cells[1][1])}
	a.Cells.Others = BeforeAfter{cell(d.Cells[0][0]), cell(d.Cells[0][1])}
	a.Cells.SE, a.Cells.Tau2 = defined(d.SE, d.CellsWhy), defined(d.Tau2, d.CellsWhy)
	a.OLS = defined(AnalysedTest(d.OLS), d.OLSWhy)
	a.CR2 = defined(AnalysedTest(d.CR2), d.CR2Why)
	return a
}

// recovery follows all affected teams together and each of them.
func (i incident) recovery() []Recovery {
	before := i.before()
	if before == 0 || before == len(i.waves) {
		return []Recovery{}
	}
	all := slices.Sorted(slices.Values(i.q.Incident.Teams))
	all = slices.Compact(all)
	out := []Recovery{i.follow(nil, all, before)}
	for _, team := range all {
		out = append(out, i.follow(&team, []string{team}, before))
	}
	return out
}

// baselineWaves is how many waves before an incident make its baseline.
const baselineWaves = 3

func (i incident) follow(team *string, teams []string, before int) Recovery {
	r := Recovery{Team: team}
	var refused []string
	var points []Point
	var after []Estimate
	lowWhy := FewPoints
	for _, w := range i.waves[before:] {
		var m Moments
		for _, name := range teams {
			m = m.plus(w.totals(name))
		}
		e, why := i.estimate(m)
		if m.n > 0 && r.Low == nil {
			r.Low, lowWhy = ref(i.score(m.mean())), why
		}
		if why != Defined {
			continue
		}
		after = append(after, e)
		points = append(points, Point{Time: i.since(w, before), Score: e.Value, Weight: 1 / e.Variance})
	}
	base, why := i.baseline(teams, i.waves[max(0, before-baselineWaves):before])
	if why == Defined {
		r.Baseline = &base.Value
	}
	if why == Defined && lowWhy != Defined {
		why = lowWhy // a share of the drop to a later wave would not be one to Low
	}
	if why == Defined && len(after) < 2 {
		why = FewPoints
	}
	if why == Defined {
		share, ci, why2 := Recovered(base, after[0], after[len(after)-1])
		r.Share, r.ShareCI, why = defined(share, why2), defined(ci, why2), why2
	}
	if why != Defined {
		refused = append(refused, "share: "+string(why))
	}
	if l, why := FitLog(points); why == Defined {
		r.Log = ref(AnalysedLog(l))
	} else {
		refused = append(refused, "log: "+string(why))
	}
	if e, why := FitExponential(points); why == Defined {
		r.Exponential = &AnalysedRecovery{A: e.A, Y0: e.Y0, K: e.K, HalfLife: e.HalfLife}
	} else {
		refused = append(refused, "exponential: "+string(why))
	}
	r.Points = points
	if len(refused) > 0 {
		r.Refused = ref(strings.Join(refused, "; "))
	}
	return r
}

// estimate is a mean of totals on 0–100 with its variance.
func (s *Study) estimate(m Moments) (Estimate, Undefined) {
	se, why := m.SE()
	switch {
	case why != Defined:
		return Estimate{}, why
	case se == 0:
		return Estimate{}, NoSpread
	}
	return Estimate{Value: s.score(m.mean()), Variance: math.Pow(s.points(se), 2)}, Defined
}

func (i incident) baseline(teams []string, waves []*openWave) (Estimate, Undefined) {
	var means []Estimate
	var n []int64
	last := len(i.q.Dimensions)
	for _, w := range waves {
		if w.why[last] != Defined {
			continue
		}
		for _, name := range teams {
			if m := w.totals(name); m.n > 0 {
				means = append(means, Estimate{i.score(w.model[last].Mean(m.mean(), m.n)), math.Pow(i.points(math.Sqrt(w.model[last].Variance(m.n))), 2)})
				n = append(n, m.n)
			}
		}
	}
	return Baseline(means, n)
}

// since is the time from the first wave after the incident: in days where
// waves are dates (2025-03-31), in their own numbers where they are numbers,
// else in waves.
func (i incident) since(w *openWave, before int) float64 {
	first := i.waves[before].wave.name
	if i.numeric() {
		a, _ := number(first)
		b, _ := number(w.wave.name)
		return b - a
	}
	a, errA := time.Parse(time.DateOnly, first)
	b, errB := time.Parse(time.DateOnly, w.wave.name)
	if errA == nil && errB == nil {
		return b.Sub(a).Hours() / 24
	}
	return float64(slices.Index(i.waves, w) - before)
}
