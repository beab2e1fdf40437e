package analytics

import (
	"strconv"
)

// Analyse says everything of the rows that were counted. With a minimum group
// of 1 all of it in full precision, otherwise what a release may say. It is
// pure: the same rows in any order give the same analysis. Rows that
// contradict the questionnaire are refused.
func Analyse(s *Study) (*Analysis, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	a := &Analysis{
		Questionnaire: s.q.ID, MinimumGroup: s.minimum,
		Waves: []AnalysedWave{}, Changes: []Change{}, Recovery: []Recovery{},
	}
	if s.minimum > 1 {
		return a, s.suppressed(a)
	}
	open := make([]*openWave, 0, len(s.waves))
	student := new(studentPoints)
	for i, w := range s.inOrder() {
		o := s.openWave(w, student)
		open = append(open, o)
		a.Waves = append(a.Waves, o.analyse())
		if i > 0 {
			a.Changes = append(a.Changes, changesBetween(open[i-1], o)...)
			open[i-1].teams = nil // only neighbours are compared
		}
	}
	if s.q.Incident != nil && s.q.Columns.Wave != "" {
		i := incident{Study: s, waves: open}
		a.DID = i.did()
		a.Recovery = i.recovery()
	}
	return a, nil
}

// openWave is one wave with everything that is needed more than once. A
// variable is a dimension, or the total after the last of them.
type openWave struct {
	*Study
	wave    *studyWave
	names   []string
	all     *Sample
	overall []Values   // by variable
	teams   [][]Values // by variable and team; nil once the next wave is compared
	moments []Groups   // by variable: teams in order
	model   []Shrinkage
	why     []Undefined // of model
	within  []float64   // by variable: pooled SD within teams, 0 where there is none
	student *studentPoints
}

func (s *Study) openWave(w *studyWave, student *studentPoints) *openWave {
	o := &openWave{Study: s, wave: w, names: w.names(), all: s.sampling.Sample(), student: student}
	for _, x := range w.teams {
		o.all.merge(x.sample)
	}
	for v := range s.variables() {
		o.overall = append(o.overall, o.all.variable(v))
		var teams []Values
		var g Groups
		for _, name := range o.names {
			x := w.teams[name].sample.variable(v)
			teams = append(teams, x)
			g = append(g, x.Moments())
		}
		model, why := g.Shrink()
		sd, _, _ := g.Pooled()
		o.within = append(o.within, sd)
		o.teams, o.moments = append(o.teams, teams), append(o.moments, g)
		o.model, o.why = append(o.model, model), append(o.why, why)
	}
	return o
}

func (s *Study) variables() int { return len(s.q.Dimensions) + 1 }

// variableName is the id of a dimension, or "total".
func (s *Study) variableName(v int) string {
	if v < len(s.q.Dimensions) {
		return s.q.Dimensions[v].ID
	}
	return "total"
}

func (x *Sample) variable(v int) Values {
	if v < len(x.of.dimensions) {
		return x.Scores(v)
	}
	return x.Totals()
}

func (o *openWave) analyse() AnalysedWave {
	w := AnalysedWave{
		N: ref(o.all.rows), Items: map[string]AnalysedItem{}, Dimensions: map[string]AnalysedDimension{},
		Teams: make([]AnalysedTeam, len(o.names)),
	}
	if o.q.Columns.Wave != "" {
		w.Wave = ref(o.wave.name)
	}
	for i := range o.q.Items {
		w.Items[o.q.Items[i].ID] = o.item(i)
	}
	for d := range o.q.Dimensions {
		w.Dimensions[o.q.Dimensions[d].ID] = o.dimension(d)
	}
	last := len(o.q.Dimensions)
	w.Total = o.total(o.overall[last].Moments(), o.people())
	for t, name := range o.names {
		w.Teams[t] = o.team(t, name)
	}
	for v := range o.variables() {
		o.compareWithRest(v, w.Teams)
	}
	return w
}

// people is the headcount of everybody, where it is known of everybody.
func (o *openWave) people() int64 {
	if _, stray := o.wave.teams[""]; stray || len(o.q.Headcount) == 0 {
		return Unknown
	}
	total := int64(0)
	for _, n := range o.q.Headcount {
		total += int64(n)
	}
	for _, name := range o.names {
		if _, ok := o.q.Headcount[name]; !ok {
			return Unknown
		}
	}
	return total
}

func (o *openWave) peopleOf(team string) int64 {
	if n, ok := o.q.Headcount[team]; ok {
		return int64(n)
	}
	return Unknown
}

// defined is a pointer to a value that exists, or nil.
func defined[T any](v T, why Undefined) *T {
	if why != Defined {
		return nil
	}
	return &v
}

func (o *openWave) measured(m Moments) Measured {
	r := Measured{N: ref(m.n)}
	r.Mean = defined(m.Mean())
	r.SD = defined(m.SD())
	if r.Mean != nil {
		r.Score = ref(o.score(*r.Mean))
	}
	return r
}

// score puts a mean on 0–100.
func (s *Study) score(mean float64) float64 {
	return s.points(mean - float64(s.q.Scale.Lo))
}

// points puts a difference on 0–100.
func (s *Study) points(difference float64) float64 {
	return difference * 100 / float64(s.q.Scale.Hi-s.q.Scale.Lo)
}

func (o *openWave) shares(t thirds) Shares {
	n := float64(t.low + t.middle + t.high)
	if o.q.Scale.Points() < 4 || n == 0 {
		return Shares{}
	}
	return Shares{ref(float64(t.high) / n), ref(float64(t.middle) / n), ref(float64(t.low) / n)}
}

func (o *openWave) item(i int) AnalysedItem {
	v := o.all.Item(i)
	x := AnalysedItem{Measured: o.measured(v.Moments()), Histogram: map[string]float64{}}
	x.Missing = ref(o.all.rows - *x.N)
	var t thirds
	t.add(v.n, false)
	x.Shares = o.shares(t)
	for k, c := range o.all.histogram(i) {
		x.Histogram[strconv.Itoa(o.q.Scale.Lo+k)] = float64(c)
	}
	return x
}

func (o *openWave) dimension(d int) AnalysedDimension {
	m, g, c := o.overall[d].Moments(), o.moments[d], o.all.Complete(d)
	x := AnalysedDimension{Measured: o.measured(m), Shares: o.shares(o.all.thirds(d)), CI: defined(stateInterval(m, o.people(), o.student))}
	x.Alpha, x.Omega = defined(Alpha(c)), defined(Omega(c))
	x.ICC1, x.ICC2 = defined(g.ICC1()), defined(g.ICC2())
	if o.why[d] == Defined {
		x.Tau2, x.Sigma2, x.Grand = ref(o.model[d].Tau2), ref(o.model[d].Sigma2), ref(o.model[d].Grand)
	}
	return x
}

func (o *openWave) total(m Moments, people int64) AnalysedTotal {
	return AnalysedTotal{Measured: o.measured(m), CI: defined(stateInterval(m, people, o.student))}
}

func (o *openWave) team(t int, name string) AnalysedTeam {
	x := o.wave.teams[name].sample
	a := AnalysedTeam{Team: name, N: ref(x.rows), Dimensions: map[string]TeamDimension{}}
	for d := range o.q.Dimensions {
		m, c := o.moments[d][t], x.Complete(d)
		r := TeamDimension{Measured: o.measured(m), Shares: o.shares(x.thirds(d)), CI: defined(stateInterval(m, o.peopleOf(name), o.student))}
		r.RWG, r.AWG = defined(RWGJ(c)), defined(AWG(c))
		if p, split, why := Polarisation(o.teams[d][t], o.q.Scale.Points()); why == Defined {
			r.Polarisation, r.Split = &p, &split
		}
		if o.why[d] == Defined && m.n > 0 {
			r.EB = ref(o.model[d].Mean(m.mean(), m.n))
		}
		a.Dimensions[o.variableName(d)] = r
	}
	a.Total = &TeamTotal{AnalysedTotal: o.total(o.moments[len(o.q.Dimensions)][t], o.peopleOf(name))}
	return a
}

// compareWithRest fills in how each team differs from everybody else, those in
// no team included, as in a release.
func (o *openWave) compareWithRest(v int, teams []AnalysedTeam) {
	whole := o.overall[v]
	var rests []*Rest
	var ps []*float64
	for t := range teams {
		r := restOf(o.teams[v][t], Without(whole, o.teams[v][t]))
		if v < len(o.q.Dimensions) {
			d := teams[t].Dimensions[o.variableName(v)]
			d.Rest = r
			teams[t].Dimensions[o.variableName(v)] = d
		} else {
			teams[t].Total.Rest = r
		}
		if r != nil {
			rests, ps = append(rests, r), append(ps, r.P)
		}
	}
	Adjust(ps)
	for i, r := range rests {
		r.PAdjusted = ps[i]
	}
}

// restOf is nil where there is nothing to compare.
func restOf(team, rest Values) *Rest {
	m, other := team.Moments(), rest.Moments()
	if m.n < 2 || other.n < 1 {
		return nil
	}
	r := &Rest{}
	if sd, _ := m.SD(); sd > 0 { // a team without spread says nothing of its own error
		if w, why := testMeans(m, other); why == Defined {
			r.T, r.DF, r.P = &w.T, &w.DF, &w.P
		}
	}
	if g, why := HedgesG(m, other); why == Defined {
		r.G = &g.G
	}
	if u, why := CompareRanks(team, rest); why == Defined {
		r.Delta = &u.Delta
	}
	return r
}
