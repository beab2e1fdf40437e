package audit_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"testing"

	"teamtrust/analytics"
	"teamtrust/analytics/audit"
	"teamtrust/survey"
)

// naive is a release that shows every team with so many ballots, and nothing
// but means over complete ballots unless it says so.
type naive struct {
	least  int  // ballots of a team that is shown
	spread int  // ballots from which on SDs are shown; 0: never
	bins   int  // and distributions
	half   bool // a dimension's mean is over ballots that answered half of its items
}

// release makes it. Its blocks are units; counts of fewer are not printed.
func (n naive) release(p *poll) *analytics.Release {
	r := &analytics.Release{Survey: p.in.Survey.ID, MinimumGroup: p.in.Survey.MinimumGroup}
	cast := p.cast()
	for _, u := range p.in.Units {
		b := analytics.Block{ID: u.ID, Units: []string{u.ID}, Invited: u.Eligible, Replaced: p.in.Replaced[u.ID]}
		if u.Team != survey.Organisation {
			b.Team = ref(string(u.Team))
		}
		if cast[u.ID] >= n.least {
			b.N = cast[u.ID]
		}
		r.Blocks = append(r.Blocks, b)
	}
	w := analytics.Wave{Wave: r.Survey}
	if f := n.figure(p, p.unitsUnder(survey.Organisation)); f != nil {
		w.Figure = *f
	}
	for _, team := range p.in.Tree {
		f := n.figure(p, p.unitsUnder(team))
		w.Teams = append(w.Teams, analytics.Team{Team: string(team), Hidden: f == nil, Figure: f})
	}
	r.Waves = []analytics.Wave{w}
	return rehash(r)
}

// patched is our release with some numbers of each figure taken from a naive
// one of the same blocks.
func (n naive) patched(take func(to, from *analytics.Level)) func(p *poll) *analytics.Release {
	return func(p *poll) *analytics.Release {
		r := count(p)
		units := map[string][]string{}
		for _, b := range r.Blocks {
			units[b.ID] = b.Units
		}
		for _, f := range figuresOf(r) {
			for id, d := range f.Dimensions {
				if from := n.figure(p, of(units, d.Blocks)); from != nil && d.Mean != nil {
					naive := from.Dimensions[id].Level
					take(&d.Level, &naive)
					f.Dimensions[id] = d
				}
			}
			for id, it := range f.Items {
				if from := n.figure(p, of(units, it.Blocks)); from != nil && it.Mean != nil {
					naive := from.Items[id]
					take(&it.Level, &naive.Level)
					if n.bins > 0 {
						it.Histogram = naive.Histogram
					}
					f.Items[id] = it
				}
			}
			f.Total = analytics.Total{Blocks: []string{}}
		}
		return rehash(r)
	}
}

func figuresOf(r *analytics.Release) []*analytics.Figure {
	out := []*analytics.Figure{&r.Waves[0].Figure}
	for i := range r.Waves[0].Teams {
		if f := r.Waves[0].Teams[i].Figure; f != nil {
			out = append(out, f)
		}
	}
	return out
}

func of(units map[string][]string, blocks []string) []string {
	var out []string
	for _, b := range blocks {
		out = append(out, units[b]...)
	}
	return out
}

// byUnits lets units wait for complete ballots of the first dimension where our
// rules let blocks wait. What waits together is named like a block.
func byUnits(p *poll) *analytics.Release {
	r := count(p)
	d := p.in.Questionnaire.Dimensions[0]
	complete := map[string]int{}
	for _, b := range p.in.Ballots {
		if values(b.Answers, d.Items) == len(d.Items) {
			complete[b.Unit]++
		}
	}
	cohorts := waits(p, complete)
	for i, c := range cohorts {
		r.Blocks = append(r.Blocks, analytics.Block{ID: fmt.Sprintf("c%d", i), Units: c.units, Team: c.team()})
	}
	again := func(team survey.Path, f *analytics.Figure) {
		var blocks, units []string
		for i, c := range cohorts {
			if team.Contains(c.at) {
				blocks, units = append(blocks, fmt.Sprintf("c%d", i)), append(units, c.units...)
			}
		}
		var of []survey.Answers
		for _, b := range p.in.Ballots {
			if slices.Contains(units, b.Unit) {
				of = append(of, b.Answers)
			}
		}
		naive{least: p.in.Survey.MinimumGroup}.dimension(p.in.Questionnaire, f, d, of)
		own := f.Dimensions[d.ID]
		own.Blocks = blocks
		f.Dimensions[d.ID] = own
		for _, id := range d.Items {
			it := f.Items[id]
			it.Blocks = blocks
			f.Items[id] = it
		}
		f.Total = analytics.Total{Blocks: []string{}}
	}
	again(survey.Organisation, &r.Waves[0].Figure)
	for _, t := range r.Waves[0].Teams {
		if t.Figure != nil {
			again(survey.Path(t.Team), t.Figure)
		}
	}
	return rehash(r)
}

// cohort is units that wait together.
type cohort struct {
	at    survey.Path
	units []string
}

func (c cohort) team() *string {
	if c.at == survey.Organisation {
		return nil
	}
	return ref(string(c.at))
}

// waits is the walk of rule 1 over units.
func waits(p *poll, size map[string]int) []cohort {
	var out []cohort
	sum := func(units []string) (n int) {
		for _, u := range units {
			n += size[u]
		}
		return n
	}
	var visit func(at survey.Path) []string
	visit = func(at survey.Path) []string {
		var wait []string
		for _, t := range p.in.Tree {
			if t.Parent() == at && t != at {
				wait = append(wait, visit(t)...)
			}
		}
		for _, u := range p.in.Units {
			if u.Team == at {
				wait = append(wait, u.ID)
			}
		}
		if sum(wait) >= p.in.Survey.MinimumGroup {
			out = append(out, cohort{at, wait})
			return nil
		}
		return wait
	}
	left := visit(survey.Organisation)
	if len(left) > 0 && len(out) > 0 {
		slices.SortStableFunc(out, func(a, b cohort) int {
			if a.at.Depth() != b.at.Depth() {
				return a.at.Depth() - b.at.Depth()
			}
			return sum(a.units) - sum(b.units)
		})
		out[0] = cohort{survey.Organisation, append(out[0].units, left...)}
	}
	return out
}

func (p *poll) unitsUnder(team survey.Path) []string {
	var out []string
	for _, u := range p.in.Units {
		if team.Contains(u.Team) {
			out = append(out, u.ID)
		}
	}
	return out
}

func (p *poll) cast() map[string]int {
	cast := map[string]int{}
	for _, b := range p.in.Ballots {
		cast[b.Unit]++
	}
	return cast
}

// figure is nil where too few ballots are in the units.
func (n naive) figure(p *poll, units []string) *analytics.Figure {
	var ballots []survey.Answers
	invited := 0
	for _, b := range p.in.Ballots {
		if slices.Contains(units, b.Unit) {
			ballots = append(ballots, b.Answers)
		}
	}
	for _, u := range units {
		invited += p.in.Invited[u]
	}
	if len(ballots) < n.least {
		return nil
	}
	f := &analytics.Figure{N: ref(len(ballots)), Invited: &invited, Blocks: units,
		Items: map[string]analytics.Item{}, Dimensions: map[string]analytics.Dimension{}}
	q := p.in.Questionnaire
	for _, d := range q.Dimensions {
		n.dimension(q, f, d, ballots)
	}
	for _, it := range q.Items {
		if it.Dimension == "" {
			f.Items[it.ID] = n.item(q, f, it.ID, answered(ballots, []string{it.ID}, 1))
		}
	}
	return f
}

// answered are the ballots with values for at least so many of some items.
func answered(ballots []survey.Answers, items []string, least int) []survey.Answers {
	return slices.DeleteFunc(slices.Clone(ballots), func(a survey.Answers) bool { return values(a, items) < least })
}

func values(a survey.Answers, items []string) int {
	n := 0
	for _, id := range items {
		if v, ok := a[id]; ok && v.Code == "" {
			n++
		}
	}
	return n
}

func (n naive) dimension(q *survey.Questionnaire, f *analytics.Figure, d survey.Dimension, ballots []survey.Answers) {
	complete := answered(ballots, d.Items, len(d.Items))
	for _, id := range d.Items {
		if n.half {
			f.Items[id] = n.item(q, f, id, answered(ballots, []string{id}, 1))
		} else {
			f.Items[id] = n.item(q, f, id, complete)
		}
	}
	if n.half {
		complete = answered(ballots, d.Items, (len(d.Items)+1)/2)
	}
	var scores []float64
	for _, a := range complete {
		s := 0.0
		for _, id := range d.Items {
			if values(a, []string{id}) > 0 {
				s += keyed(q, id, a) / float64(values(a, d.Items))
			}
		}
		scores = append(scores, s)
	}
	f.Dimensions[d.ID] = analytics.Dimension{Level: n.level(q, f, scores)}
}

func keyed(q *survey.Questionnaire, id string, a survey.Answers) float64 {
	it, _ := q.Item(id)
	return float64(q.Keyed(it, a[id].Value))
}

func (n naive) item(q *survey.Questionnaire, f *analytics.Figure, id string, ballots []survey.Answers) analytics.Item {
	var x []float64
	count := map[string]float64{}
	for v := q.Scale.Lo; v <= q.Scale.Hi; v++ {
		count[strconv.Itoa(v)] = 0
	}
	for _, a := range ballots {
		x = append(x, keyed(q, id, a))
		count[strconv.Itoa(a[id].Value)]++
	}
	it := analytics.Item{Level: n.level(q, f, x)}
	if n.bins > 0 && len(x) >= n.bins {
		it.Histogram = map[string]float64{}
		for v, c := range maps.All(count) {
			it.Histogram[v] = round(c/float64(len(x)), 100)
		}
	}
	return it
}

func (n naive) level(q *survey.Questionnaire, f *analytics.Figure, x []float64) analytics.Level {
	l := analytics.Level{N: ref(len(x)), Blocks: f.Blocks}
	if len(x) < n.least {
		return analytics.Level{Blocks: []string{}}
	}
	mean, ss := 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		ss += (v - mean) * (v - mean)
	}
	l.Mean = ref(round(mean, 100))
	l.Score = ref(round((*l.Mean-float64(q.Scale.Lo))/float64(q.Scale.Hi-q.Scale.Lo)*100, 10))
	if n.spread > 0 && len(x) >= n.spread && len(x) > 1 {
		l.SD = ref(round(math.Sqrt(ss/float64(len(x)-1)), 100))
	}
	return l
}

func round(x, to float64) float64 { return math.Round(x*to) / to }

func ref[T any](v T) *T { return &v }

func rehash(r *analytics.Release) *analytics.Release {
	hash, err := r.Hash()
	if err != nil {
		panic(err)
	}
	r.ReleaseHash = hash
	return r
}

// count is our release.
func count(p *poll) *analytics.Release {
	c, err := analytics.Count(p.in)
	if err != nil {
		panic(err)
	}
	return c.Release
}

// with is a wave with another release.
func (p *poll) with(number int, r *analytics.Release) *audit.Wave {
	w := p.opened(number)
	w.Releases, w.ReleaseHash, w.Cast = []*analytics.Release{r}, r.ReleaseHash, p.cast()
	return w
}

// printedN is the release with the n of the figure at every number: how many
// ballots it is really of is not printed.
func printedN(release func(p *poll) *analytics.Release) func(p *poll) *analytics.Release {
	return func(p *poll) *analytics.Release {
		r := release(p)
		for _, f := range figuresOf(r) {
			for id, d := range f.Dimensions {
				if d.N != nil {
					d.N = f.N
				}
				f.Dimensions[id] = d
			}
			for id, it := range f.Items {
				if it.N != nil {
					it.N = f.N
				}
				f.Items[id] = it
			}
		}
		return rehash(r)
	}
}

// Numbers that a naive release has in place of ours.
func takeSD(to, from *analytics.Level) {
	if to.SD == nil {
		to.SD = from.SD
	}
}

func takeMean(to, from *analytics.Level) {
	if to.Clipped == "" && from.Mean != nil {
		to.Mean, to.Score, to.CI = from.Mean, from.Score, nil
	}
}

func takeClipped(to, from *analytics.Level) {
	if to.Clipped != "" && from.Mean != nil {
		to.Mean, to.Score, to.Clipped = from.Mean, from.Score, ""
	}
}

func takeNothing(*analytics.Level, *analytics.Level) {}

func takeN(to, from *analytics.Level) {
	if from.N != nil {
		to.N = from.N
	}
}

// TestNaiveReleasesAreCaught makes releases that break one rule each.
func TestNaiveReleasesAreCaught(t *testing.T) {
	const least = survey.MinimumGroup
	tests := []struct {
		name    string
		release func(*poll) *analytics.Release
		kind    audit.Kind
		least   int // of 100 organisations
	}{
		{"every team with five ballots is shown", printedN(naive{least: least}.release), audit.Group, 30},
		{"half-answered ballots in means", naive{least: 1, half: true}.patched(takeMean), audit.Ballots, 30},
		{"the number of answers at each mean", naive{least: 1, half: true}.patched(takeN), audit.Missing, 30},
		{"SD from five ballots on", naive{least: 1, spread: 5}.patched(takeSD), audit.Group, 30},
		{"distributions from ten ballots on", naive{least: 1, bins: 10}.patched(takeNothing), audit.Group, 30},
		{"means of groups that agree", naive{least: 1}.patched(takeClipped), audit.Answer, 30},
		{"units wait where blocks should", byUnits, audit.Group, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			caught, others := 0, map[audit.Kind]int{}
			for seed := range uint64(100) {
				p := newCompany(source(seed), 25).vote()
				seen := map[audit.Kind]bool{}
				for _, f := range audited(t, p.with(0, test.release(p))).Findings {
					if !seen[f.Kind] && seed < 6 {
						t.Logf("%s: %s", f.Kind, f.Says)
					}
					seen[f.Kind] = true
				}
				for kind := range seen {
					others[kind]++
				}
				if seen[test.kind] {
					caught++
				}
			}
			if caught < test.least {
				t.Errorf("caught in %d of 100 organisations", caught)
			}
			t.Logf("caught in %d of 100 organisations: %v", caught, others)
		})
	}
}
