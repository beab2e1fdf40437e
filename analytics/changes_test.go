package analytics_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// later is a second survey of a world: the same teams and questions, other
// answers, and now and then a team that joined or left.
func (w world) later(seed uint64) world {
	r := source(seed + 1_000_000)
	next := w
	next.in.Survey.ID = "s2"
	next.in.Ballots, next.in.Comments = nil, nil
	next.in.Invited, next.in.Replaced = map[string]int{}, map[string]int{}
	if r.IntN(3) == 0 {
		next.in.People = map[survey.Path]int{}
		for team, n := range w.in.People {
			next.in.People[team] = n
		}
		next.in.People[next.in.Tree[r.IntN(len(next.in.Tree))]] = r.IntN(2) * 9
		units, err := analytics.Units(next.in.Tree, next.in.People, w.k)
		if err != nil {
			return w.later(seed + 1)
		}
		next.in.Units = units
	}
	next.cast(r)
	return next
}

// released is what everybody can know of a world's survey: its release as it
// is stored, its questionnaire and its units.
func (w world) released(t *testing.T) *analytics.Released {
	t.Helper()
	return analytics.NewReleased(stored(t, w.count().Release), w.in.Questionnaire, w.in.Units)
}

func stored(t *testing.T, r *analytics.Release) *analytics.Release {
	t.Helper()
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return decoded(t, raw)
}

func decoded(t *testing.T, raw []byte) *analytics.Release {
	t.Helper()
	r := new(analytics.Release)
	if err := json.Unmarshal(raw, r); err != nil {
		t.Fatal(err)
	}
	return r
}

// plainChange is a change by the rules, from two releases as decoded JSON and
// the teams of their units.
type plainChange struct {
	from, to world
	a, b     *analytics.Release // earlier and later
}

// teams names the teams with people in some blocks, by the spelling of the
// manifest.
func teamsIn(w world, r *analytics.Release, blocks []string) map[survey.Path]bool {
	in := map[survey.Path]bool{}
	for _, b := range r.Blocks {
		for _, u := range w.in.Units {
			if slices.Contains(blocks, b.ID) && slices.Contains(b.Units, u.ID) {
				for _, team := range u.Teams {
					in[team] = true
				}
			}
		}
	}
	return in
}

// sameTeams leaves out teams that had nobody in the other survey; all teams
// are in both trees here.
func (p plainChange) sameTeams(f, g *analytics.Figure, dimension string) bool {
	before, after := teamsIn(p.from, p.a, f.Dimensions[dimension].Blocks), teamsIn(p.to, p.b, g.Dimensions[dimension].Blocks)
	for _, team := range p.to.in.Tree {
		if before[team] != after[team] && p.from.in.People[team] > 0 && p.to.in.People[team] > 0 {
			return false
		}
	}
	return true
}

// bound is how far a published mean may be below and above the real one: each
// block that is marked wherever it is counted may have lost hi − lo + 1.
func bound(w world, r *analytics.Release, f *analytics.Figure, variable string) (below, above float64) {
	for _, d := range w.in.Questionnaire.Dimensions {
		if variable == d.ID || variable == "total" {
			b, a := boundOf(w, r, f, d)
			if variable == "total" {
				b, a = b/float64(len(w.in.Questionnaire.Dimensions)), a/float64(len(w.in.Questionnaire.Dimensions))
			}
			below, above = below+b, above+a
		}
	}
	return below, above
}

func boundOf(w world, r *analytics.Release, f *analytics.Figure, d survey.Dimension) (below, above float64) {
	step := float64(w.in.Questionnaire.Scale.Points()) / float64(len(d.Items)**f.N)
	for _, id := range d.Items {
		for _, block := range f.Items[id].Blocks {
			low, high := true, true
			for _, g := range figures(r) {
				if slices.Contains(g.Items[id].Blocks, block) {
					mark := g.Items[id].Clipped
					low, high = low && (mark == "at_most" || mark == "both"), high && (mark == "at_least" || mark == "both")
				}
			}
			if low {
				below += step
			}
			if high {
				above += step
			}
		}
	}
	return below, above
}

// reason is why there is no change; empty where there is one.
func (p plainChange) reason(f, g *analytics.Figure, variable string) string {
	dimensions := []string{variable}
	if variable == "total" {
		dimensions = nil
		for _, d := range p.to.in.Questionnaire.Dimensions {
			dimensions = append(dimensions, d.ID)
		}
	}
	withheld, moved := false, false
	for _, d := range dimensions {
		x, y := f.Dimensions[d], g.Dimensions[d]
		withheld = withheld || x.Mean == nil || y.Mean == nil
		moved = moved || !p.sameTeams(f, g, d)
	}
	switch {
	case withheld:
		return "withheld"
	case moved:
		return "coverage"
	}
	return ""
}

// numbers compares the numbers of a change that exists.
func (p plainChange) numbers(c analytics.Change, f, g *analytics.Figure, seen map[string]int) error {
	x, y := f.Dimensions[c.Dimension], g.Dimensions[c.Dimension]
	before, after := p.a.Waves[0].Dimensions[c.Dimension].Within, p.b.Waves[0].Dimensions[c.Dimension].Within
	if c.Dimension == "total" {
		x.Mean, x.SD, y.Mean, y.SD = f.Total.Mean, nil, g.Total.Mean, nil
		before, after = p.a.Waves[0].Total.Within, p.b.Waves[0].Total.Within
		if !oneSet(f) || !oneSet(g) {
			before = nil // the dimensions of the total are about different blocks
		}
	}
	span := float64(p.to.in.Questionnaire.Scale.Hi-p.to.in.Questionnaire.Scale.Lo) / 100
	n, m, d := float64(*f.N), float64(*g.N), *y.Mean-*x.Mean
	if !is(c.Points, 1, d/span) {
		return fmt.Errorf("points %v, want %v", c.Points, d/span)
	}
	half := 0.0
	switch {
	case x.SD != nil && y.SD != nil:
		u, v := *x.SD**x.SD/n, *y.SD**y.SD/m
		if u+v == 0 {
			break
		}
		seen["welch"]++
		df := (u + v) * (u + v) / (u*u/(n-1) + v*v/(m-1))
		half = analytics.TQuantile(0.975, df) * math.Sqrt(u+v)
		pooled := math.Sqrt(((n-1)**x.SD**x.SD + (m-1)**y.SD**y.SD) / (n + m - 2))
		effect := d / pooled * analytics.HedgesJ(n+m-2)
		se := math.Sqrt(1/n + 1/m + effect*effect/(2*(n+m)))
		if !is(c.T, 3, d/math.Sqrt(u+v)) || !is(c.DF, 3, df) || !is(c.P, 3, analytics.BothTails(d/math.Sqrt(u+v), df)) || !is(c.G, 3, effect) ||
			!is(&c.GCI[0], 3, effect-1.959963984540054*se) || !is(&c.GCI[1], 3, effect+1.959963984540054*se) {
			return fmt.Errorf("tests of %+v", c)
		}
	case before != nil && after != nil:
		df := float64(before.DF + after.DF)
		s := math.Sqrt((float64(before.DF)*before.SD*before.SD + float64(after.DF)*after.SD*after.SD) / df)
		half = analytics.TQuantile(0.975, df) * s * math.Sqrt(1/n+1/m)
		seen["pooled"]++
	default:
		seen["without interval"]++
	}
	b0, b1 := bound(p.from, p.a, f, c.Dimension)
	a0, a1 := bound(p.to, p.b, g, c.Dimension)
	below, above := a0+b1, a1+b0
	if want := map[[2]bool]string{{true, false}: "at_most", {false, true}: "at_least", {true, true}: "both"}[[2]bool{below > 0, above > 0}]; c.Clipped != want {
		return fmt.Errorf("it is marked %q, want %q", c.Clipped, want)
	}
	seen["clipped "+c.Clipped]++
	if half == 0 && c.PointsCI != nil || half > 0 && (c.PointsCI == nil || !is(&c.PointsCI[0], 1, (d-half-below)/span) || !is(&c.PointsCI[1], 1, (d+half+above)/span)) {
		return fmt.Errorf("interval %v, want %v ± %v, %v below and %v above", c.PointsCI, d/span, half/span, below/span, above/span)
	}
	sure := max(0, d-below)
	if d < 0 {
		sure = min(0, d+above)
	}
	if want := analytics.Words(math.Round(sure/span*10)/10, c.PointsCI); *c.Words != want {
		return fmt.Errorf("%q of %v %v, of which %v are sure", *c.Words, *c.Points, c.PointsCI, sure/span)
	}
	if after = p.b.Waves[0].Dimensions[c.Dimension].Within; c.Dimension == "total" {
		after = p.b.Waves[0].Total.Within
	}
	return smallestOf(c, after, n, m, span)
}

func oneSet(f *analytics.Figure) bool {
	for _, d := range f.Dimensions {
		if !slices.Equal(d.Blocks, f.Total.Blocks) {
			return false
		}
	}
	return true
}

func smallestOf(c analytics.Change, w *analytics.Within, n, m, span float64) error {
	if w == nil || w.SD == 0 {
		if c.Smallest != nil {
			return fmt.Errorf("smallest of nothing: %v", *c.Smallest)
		}
		return nil
	}
	h := 2 / (1/n + 1/m)
	if want := (analytics.TQuantile(0.975, 2*h-2) + analytics.TQuantile(0.8, 2*h-2)) * w.SD * math.Sqrt(2/h) / span; !is(c.Smallest, 1, want) {
		return fmt.Errorf("smallest %v, want %v", c.Smallest, want)
	}
	return nil
}

// is reports whether a published value is x with some decimals.
func is(published *float64, decimals int, x float64) bool {
	step := math.Pow(10, -float64(decimals))
	return published != nil && math.Abs(*published-x) <= step/2+1e-9 && math.Abs(math.Round(*published/step)-*published/step) < 1e-6
}

func TestChangesFollowFromTwoReleases(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(400) {
		w := newWorld(source(seed), 30)
		p := plainChange{from: w, to: w.later(seed)}
		from, to := p.from.released(t), p.to.released(t)
		p.a, p.b = from.Release, to.Release
		all := analytics.Changes(from, to)
		if want := (len(p.to.in.Tree) + 1) * (len(p.to.in.Questionnaire.Dimensions) + 1); len(all) != want {
			t.Fatalf("seed %d: %d changes, want %d", seed, len(all), want)
		}
		before, after := figures(p.a), figures(p.b)
		for _, c := range all {
			team := survey.Organisation
			if c.Team != nil {
				team = survey.Path(*c.Team)
			}
			f, g := before[team], after[team]
			want := "hidden"
			if f != nil && g != nil {
				want = p.reason(f, g, c.Dimension)
			}
			seen[want]++
			if c.Reason != want || (c.Points == nil) != (want != "") || c.From != "s1" || c.To != "s2" || c.W != nil || c.WP != nil || c.Delta != nil {
				t.Fatalf("seed %d, %q: %+v, want reason %q", seed, team, c, want)
			}
			if want != "" {
				if c.T != nil || c.P != nil || c.PAdjusted != nil || c.G != nil || c.PointsCI != nil || c.Smallest != nil || c.Words != nil {
					t.Fatalf("seed %d: no change, but %+v", seed, c)
				}
				continue
			}
			if err := p.numbers(c, f, g, seen); err != nil {
				t.Fatalf("seed %d, %q, %s: %v", seed, team, c.Dimension, err)
			}
			seen[*c.Words]++
		}
	}
	t.Log(seen)
	for _, what := range []string{"", "hidden", "withheld", "coverage", "clipped at_most", "clipped at_least", "clipped both", "welch", "pooled", "without interval", analytics.ClearChange, analytics.PossibleChange, analytics.NoClearChange} {
		if seen[what] < 30 {
			t.Errorf("%q was met %d times: the worlds are too poor", what, seen[what])
		}
	}
}

func TestTeamsThatAreTheSameFigureCountOnce(t *testing.T) {
	wave := func(id string, shift int) *analytics.Released {
		in := staff(t, map[survey.Path]int{"P / Q": 30, "R": 30, "S": 30})
		in.Survey.ID = id
		for i := range 20 {
			answer(&in, "P / Q", 1, 1+(i+shift)%4, 1+i%5, 1+i%4, 3, 3)
			answer(&in, "R", 1, 1+(i+2*shift)%4, 2+i%2, 1+i%4, 3, 3)
			answer(&in, "S", 1, 1+i%4, 5-i%5, 1+i%4+shift*((i%5+2)/4), 3, 3)
		}
		return analytics.NewReleased(release(t, in), in.Questionnaire, in.Units)
	}
	all := analytics.Changes(wave("s1", 0), wave("s2", 1))
	p := map[string]analytics.Change{}
	for _, c := range all {
		if c.Dimension == "REL" && c.Team != nil {
			p[*c.Team] = c
		}
		if c.Team == nil && (c.PAdjusted != nil || c.Dimension == "REL" && c.P == nil) {
			t.Errorf("the organisation has p %v, adjusted %v", c.P, c.PAdjusted)
		}
	}
	if *p["P"].P != 1 || *p["R"].P != 1 || *p["S"].P > 0.24 || *p["S"].P < 0.05 {
		t.Fatalf("p is %v, %v and %v", *p["P"].P, *p["R"].P, *p["S"].P)
	}
	// Three figures, not four: P is P / Q.
	if got, want := *p["S"].PAdjusted, 3**p["S"].P; math.Abs(got-want) > 0.002 {
		t.Errorf("adjusted %v, want %v", got, want)
	}
	if *p["P"].PAdjusted != *p["P / Q"].PAdjusted {
		t.Error("the same figure has two adjusted values")
	}
	if mine := analytics.ChangesOf(all, "P"); len(mine) != 3 || mine[0].Dimension != "COM" || mine[2].Dimension != "total" || *mine[1].Team != "P" {
		t.Errorf("changes of P: %+v", mine)
	}
	if mine := analytics.ChangesOf(all, survey.Organisation); len(mine) != 3 || mine[0].Team != nil {
		t.Errorf("changes of the organisation: %+v", mine)
	}
}

// TestClippedValuesAreNoFurtherOffThanIsSaid compares figures with their real
// means, which are published nowhere.
func TestClippedValuesAreNoFurtherOffThanIsSaid(t *testing.T) {
	clipped := 0
	for seed := range uint64(400) {
		w := newWorld(source(seed), 30)
		r := w.count().Release
		blocks := w.refBlocks()
		for _, d := range w.refDims() {
			x := w.refDimension(d, blocks)
			for p, f := range figures(r) {
				l, ballots := f.Dimensions[d.id], x.ballots(p)
				if l.Clipped == "" {
					continue
				}
				real := 0.0
				for _, b := range ballots {
					for _, it := range d.items {
						real += w.value(b, it) / float64(len(d.items)*len(ballots))
					}
				}
				below, above := bound(w, r, f, d.id)
				more := float64(*f.N) / float64(len(ballots)) // n counts the incomplete ones
				if real < *l.Mean-below*more-0.0051 || real > *l.Mean+above*more+0.0051 {
					t.Fatalf("seed %d, %q, %s: the mean is %v, %v below and %v above, and really %v", seed, p, d.id, *l.Mean, below, above, real)
				}
				clipped++
			}
		}
	}
	if clipped < 300 {
		t.Fatalf("%d clipped figures: the worlds are too poor", clipped)
	}
}
