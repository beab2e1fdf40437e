package analytics_test

import (
	"fmt"
	"slices"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// statement is one published number as an attacker sees it: a quantity that
// is additive over ballots, and the ballots it is about. Numbers of one
// quantity can be added and subtracted; what comes out is about unions of the
// atoms of their sets, so no atom may be smaller than least.
type statement struct {
	quantity string
	least    int
	ballots  []int
}

// leak returns a sentence about the first atom that is too small.
func leak(statements []statement) string {
	signatures := map[string]map[int][]byte{}
	least := map[string]int{}
	for no, s := range statements {
		if signatures[s.quantity] == nil {
			signatures[s.quantity] = map[int][]byte{}
		}
		least[s.quantity] = s.least
		for _, b := range s.ballots {
			signatures[s.quantity][b] = fmt.Appendf(signatures[s.quantity][b], "%d.", no)
		}
	}
	for quantity, of := range signatures {
		size := map[string]int{}
		for _, signature := range of {
			size[string(signature)]++
		}
		for _, n := range size {
			if n < least[quantity] {
				return fmt.Sprintf("%s: a difference is about %d ballots", quantity, n)
			}
		}
	}
	return ""
}

// attacker reads a release and knows which ballots each block has.
type attacker struct {
	w       world
	r       *analytics.Release
	ballots map[string][]int // by block
}

func newAttacker(w world) attacker {
	a := attacker{w: w, r: w.count().Release, ballots: map[string][]int{}}
	block := map[string]string{}
	for _, b := range a.r.Blocks {
		for _, u := range b.Units {
			block[u] = b.ID
		}
	}
	for i, b := range w.in.Ballots {
		a.ballots[block[b.Unit]] = append(a.ballots[block[b.Unit]], i)
	}
	return a
}

func (a attacker) of(blocks []string) []int {
	var out []int
	for _, b := range blocks {
		out = append(out, a.ballots[b]...)
	}
	return out
}

// statements lists everything that the release says.
func (a attacker) statements() []statement {
	var out []statement
	k := a.w.k
	for _, f := range figures(a.r) {
		out = append(out, statement{"ballots", k, a.of(f.Blocks)}, statement{"whole", k, a.of(f.Blocks)})
		for _, d := range a.w.refDims() {
			out = append(out, a.aboutDimension(f, d)...)
		}
		for _, it := range a.w.in.Questionnaire.Items {
			out = append(out, a.aboutCodes(f, it)...)
		}
		if f.Total.Mean != nil {
			out = append(out, statement{"whole", k, a.of(f.Total.Blocks)})
		}
		if f.Total.CI != nil {
			out = append(out, statement{"complete on all", k, a.w.completeOnAll(a.of(f.Total.Blocks))})
		}
	}
	return append(out, a.pools()...)
}

func (a attacker) aboutDimension(f *analytics.Figure, d refDim) []statement {
	var out []statement
	var levels []analytics.Level
	if d.declared {
		levels = append(levels, f.Dimensions[d.id].Level)
	}
	for _, it := range d.items {
		i := f.Items[it.ID]
		levels = append(levels, i.Level)
		if i.Histogram != nil {
			out = append(out, statement{"bins " + d.id, max(20, a.w.k), a.w.complete(a.of(i.Blocks), d.items)},
				statement{"spread " + d.id, max(10, a.w.k), a.w.complete(a.of(i.Blocks), d.items)})
		}
	}
	for _, l := range levels {
		if l.Mean != nil {
			out = append(out, statement{"mean " + d.id, a.w.k, a.w.complete(a.of(l.Blocks), d.items)},
				statement{"whole", a.w.k, a.of(l.Blocks)})
		}
		if l.SD != nil || l.Favourable != nil {
			out = append(out, statement{"spread " + d.id, max(10, a.w.k), a.w.complete(a.of(l.Blocks), d.items)})
		}
	}
	return out
}

// aboutCodes are the ballots that gave a code and those that did not. What is
// said of the organisation only (the opt-out, and how many gave no value) is
// kept apart: below, the opt-out cannot be told from other answers.
func (a attacker) aboutCodes(f *analytics.Figure, it survey.Item) []statement {
	var out []statement
	rest := a.of(f.Blocks)
	for code, share := range f.Items[it.ID].Extra {
		if share == nil || code == survey.OptOut {
			continue
		}
		gave, not := a.w.split(a.of(f.Blocks), it.ID, code)
		out = append(out, statement{"code " + it.ID + code, a.w.k, gave}, statement{"not " + it.ID + code, a.w.k, not})
		_, rest = a.w.split(rest, it.ID, code)
	}
	if len(out) > 0 {
		out = append(out, statement{"none " + it.ID, a.w.k, rest})
	}
	if f == &a.r.Waves[0].Figure {
		out = append(out, a.ofAll(f, it)...)
	}
	return out
}

// ofAll is what is said of the whole organisation: every code that is shown,
// those without any of them, those without a value, and of these those
// without any of the codes.
func (a attacker) ofAll(f *analytics.Figure, it survey.Item) []statement {
	var out []statement
	rest := a.of(f.Blocks)
	for code, share := range f.Items[it.ID].Extra {
		if share != nil {
			var gave []int
			gave, rest = a.w.split(rest, it.ID, code)
			out = append(out, statement{"opted " + it.ID + code, a.w.k, gave})
		}
	}
	out = append(out, statement{"opted " + it.ID, a.w.k, rest})
	if m := f.Items[it.ID].Missing; m != nil {
		values := a.w.complete(rest, []*survey.Item{&it})
		missing := slices.DeleteFunc(slices.Clone(rest), func(b int) bool { return slices.Contains(values, b) })
		if total := *f.N - len(values); *m != total {
			panic(fmt.Sprintf("%s: missing %d, want %d", it.ID, *m, total))
		}
		out = append(out, statement{"miss " + it.ID, a.w.k, missing}, statement{"value " + it.ID, a.w.k, values})
		if len(missing) == 0 {
			panic("nobody is missing but those whose codes are shown: that is said too")
		}
	}
	return out
}

// split divides ballots by whether they gave a code for an item.
func (w world) split(ballots []int, item, code string) (gave, not []int) {
	for _, b := range ballots {
		if w.in.Ballots[b].Answers[item].Code == code {
			gave = append(gave, b)
		} else {
			not = append(not, b)
		}
	}
	return gave, not
}

func (w world) completeOnAll(ballots []int) []int {
	for _, d := range w.refDims() {
		if d.declared {
			ballots = w.complete(ballots, d.items)
		}
	}
	return ballots
}

// pools are the ballots whose spread is in the survey's pooled SD, which can be
// worked out from the intervals of small figures.
func (a attacker) pools() []statement {
	blocks := a.w.refBlocks()
	var out []statement
	for _, d := range a.w.refDims() {
		x := a.w.refDimension(d, blocks)
		c := comparison{w: a.w, blocks: blocks, x: x}
		if _, df := c.pooled(d.items); df > 0 {
			out = append(out, statement{"spread " + d.id, max(10, a.w.k), c.poolOf(false)})
		}
	}
	return out
}

// poolOf lists the ballots of the pool; careless keeps cohorts that mix large
// and small blocks.
func (c comparison) poolOf(careless bool) []int {
	small, ballots, replaced := 0, 0, 0
	for _, l := range c.x.spread {
		for _, b := range c.blocksOf(l) {
			if n := c.completeIn(b); n >= 2 && n < max(10, c.w.k)+c.blocks[b].replaced {
				small, ballots, replaced = small+1, ballots+n, replaced+c.blocks[b].replaced
			}
		}
	}
	all := small >= 3 && ballots >= max(20, c.w.k)+replaced
	var out []int
	for _, l := range c.x.spread {
		var large []int
		mixed := false
		for _, b := range c.blocksOf(l) {
			n := c.completeIn(b)
			if n >= max(10, c.w.k)+c.blocks[b].replaced || all {
				large = append(large, c.w.complete(c.blocks[b].ballots, c.x.items)...)
			} else if n > 0 {
				mixed = true
			}
		}
		if !mixed || careless {
			out = append(out, large...)
		}
	}
	return out
}

func (c comparison) blocksOf(l lot) []int {
	var out []int
	for _, g := range l.things {
		out = append(out, c.x.groups[g].blocks...)
	}
	return out
}

func (c comparison) completeIn(b int) int {
	return len(c.w.complete(c.blocks[b].ballots, c.x.items))
}

func TestEverySumAndDifferenceOfWhatIsPublishedIsZeroOrLargeEnough(t *testing.T) {
	kinds := map[string]int{}
	for seed := range uint64(worlds) {
		a := newAttacker(newWorld(source(seed), 25))
		statements := a.statements()
		if l := leak(statements); l != "" {
			t.Fatalf("seed %d: %s", seed, l)
		}
		for _, s := range statements {
			kinds[s.quantity[:4]]++
		}
	}
	for _, kind := range []string{"ball", "whol", "mean", "spre", "bins", "comp", "code", "opte", "miss"} {
		if kinds[kind] < 50 {
			t.Errorf("only %d statements of kind %q: the worlds are too poor", kinds[kind], kind)
		}
	}
}

// TestNaiveReleasesAreCaught makes releases that break one rule each; the same
// check must find their leaks.
func TestNaiveReleasesAreCaught(t *testing.T) {
	naive := map[string]func(attacker) []statement{
		"every team with k ballots has a figure":                      naiveCounts,
		"SD wherever a mean is shown":                                 naiveSpread,
		"SD wherever ten ballots are below, without waiting":          naiveTen,
		"a dimension wherever k complete ballots are below":           naiveDimension,
		"the second walk over units":                                  naiveUnits,
		"distributions walk over groups instead of spread cohorts":    naiveBins,
		"the pooled SD keeps large blocks of cohorts with small ones": naivePool,
	}
	for name, publish := range naive {
		t.Run(name, func(t *testing.T) {
			caught := 0
			for seed := range uint64(worlds) {
				if leak(publish(newAttacker(newWorld(source(seed), 25)))) != "" {
					caught++
				}
			}
			if caught == 0 {
				t.Fatal("not caught in any world")
			}
			t.Logf("caught in %d of %d worlds", caught, worlds)
		})
	}
}

// nodes lists the organisation and all teams.
func (a attacker) nodes() []survey.Path {
	return append([]survey.Path{survey.Organisation}, a.w.in.Tree...)
}

// castUnder lists the ballots of units at and below a path.
func (a attacker) castUnder(p survey.Path) []int {
	team := map[string]survey.Path{}
	for _, u := range a.w.in.Units {
		team[u.ID] = u.Team
	}
	var out []int
	for i, b := range a.w.in.Ballots {
		if under(p, team[b.Unit]) {
			out = append(out, i)
		}
	}
	return out
}

func naiveCounts(a attacker) (out []statement) {
	for _, p := range a.nodes() {
		if ballots := a.castUnder(p); len(ballots) >= a.w.k {
			out = append(out, statement{"ballots", a.w.k, ballots})
		}
	}
	return out
}

func naiveSpread(a attacker) (out []statement) {
	for _, f := range figures(a.r) {
		for _, d := range a.w.refDims() {
			if i := f.Items[d.items[0].ID]; i.Mean != nil {
				out = append(out, statement{"spread " + d.id, max(10, a.w.k), a.w.complete(a.of(i.Blocks), d.items)})
			}
		}
	}
	return out
}

func naiveTen(a attacker) (out []statement) {
	for _, s := range naiveSpread(a) {
		if len(s.ballots) >= s.least {
			out = append(out, s)
		}
	}
	return out
}

func naiveDimension(a attacker) (out []statement) {
	for _, f := range figures(a.r) {
		for _, d := range a.w.refDims() {
			if ballots := a.w.complete(a.of(f.Blocks), d.items); len(ballots) >= a.w.k {
				out = append(out, statement{"mean " + d.id, a.w.k, ballots})
			}
		}
	}
	return out
}

// naiveUnits lets units instead of blocks wait for complete ballots. What is
// about whole ballots then cuts through blocks.
func naiveUnits(a attacker) (out []statement) {
	var at []survey.Path
	cast := make([][]int, len(a.w.in.Units))
	for i, u := range a.w.in.Units {
		at = append(at, u.Team)
		for b, x := range a.w.in.Ballots {
			if x.Unit == u.ID {
				cast[i] = append(cast[i], b)
			}
		}
	}
	for _, f := range figures(a.r) {
		out = append(out, statement{"whole", a.w.k, a.of(f.Blocks)})
	}
	for _, d := range a.w.refDims() {
		size := func(us []int) (n int) {
			for _, u := range us {
				n += len(a.w.complete(cast[u], d.items))
			}
			return n
		}
		for _, l := range slowWalk(a.w.in.Tree, at, size, func(us []int) bool { return size(us) >= a.w.k }) {
			var ballots []int
			for _, u := range l.things {
				ballots = append(ballots, cast[u]...)
			}
			out = append(out, statement{"whole", a.w.k, ballots})
		}
	}
	return out
}

func naiveBins(a attacker) (out []statement) {
	blocks := a.w.refBlocks()
	for _, d := range a.w.refDims() {
		x := a.w.refDimension(d, blocks)
		var open []lot
		for i, g := range x.groups {
			if !g.clipped() {
				open = append(open, lot{g.at, []int{i}})
			}
		}
		bins := a.w.refSpread(20, x.groups, open)
		for _, p := range a.nodes() {
			if len(x.below(p)) > 0 && (x.covers(x.spread, p) || x.covers(bins, p)) {
				out = append(out, statement{"spread " + d.id, max(10, a.w.k), x.ballots(p)})
			}
		}
	}
	return out
}

func naivePool(a attacker) (out []statement) {
	blocks := a.w.refBlocks()
	for _, d := range a.w.refDims() {
		x := a.w.refDimension(d, blocks)
		for _, p := range a.nodes() {
			if len(x.below(p)) > 0 && x.covers(x.spread, p) {
				out = append(out, statement{"spread " + d.id, max(10, a.w.k), x.ballots(p)})
			}
		}
		out = append(out, statement{"spread " + d.id, max(10, a.w.k), comparison{w: a.w, blocks: blocks, x: x}.poolOf(true)})
	}
	return out
}

// equation is a published sum with its coefficient for every answer, by ballot
// and item.
type equation map[[2]int]int

// about is how many ballots are left in a sum of equations with signs.
func about(equations []equation, signs []int) int {
	rest := equation{}
	for i, e := range equations {
		for cell, x := range e {
			rest[cell] += signs[i] * x
		}
	}
	ballots := map[int]bool{}
	for cell, x := range rest {
		if x != 0 {
			ballots[cell[0]] = true
		}
	}
	return len(ballots)
}

// smallest is the least number of ballots that any sum or difference of up to
// four of the equations is about, but for none.
func smallest(equations []equation) int {
	least := 1 << 30
	var chosen []equation
	var signs []int
	var try func(from int)
	try = func(from int) {
		if n := about(chosen, signs); n > 0 {
			least = min(least, n)
		}
		if len(chosen) == 4 {
			return
		}
		for i := from; i < len(equations); i++ {
			for _, sign := range []int{1, -1} {
				chosen, signs = append(chosen, equations[i]), append(signs, sign)
				try(i + 1)
				chosen, signs = chosen[:len(chosen)-1], signs[:len(signs)-1]
				if len(chosen) == 0 {
					break // the opposite of everything says nothing new
				}
			}
		}
	}
	try(0)
	return least
}

// twelve is divisible by every number of items that a test dimension has, so
// that means of one to four answers have whole coefficients.
const twelve = 12

// sums are the equations of a dimension in all figures: its mean and those of
// its items, over the ballots that uses allows.
func (a attacker) sums(d refDim, ballots func(*analytics.Figure, *survey.Item) []int, answered func(int) []int) []equation {
	var out []equation
	for _, f := range figures(a.r) {
		for j, it := range d.items {
			e := equation{}
			for _, b := range ballots(f, it) {
				e[[2]int{b, j}] = twelve / len(d.items)
			}
			out = append(out, e)
		}
		e := equation{}
		for _, b := range ballots(f, nil) {
			given := answered(b)
			for _, j := range given {
				e[[2]int{b, j}] = twelve / len(given)
			}
		}
		out = append(out, e)
	}
	return out
}

// ours are the sums that the release really publishes.
func (a attacker) ours(d refDim) []equation {
	all := make([]int, len(d.items))
	for j := range all {
		all[j] = j
	}
	return a.sums(d, func(f *analytics.Figure, it *survey.Item) []int {
		if it == nil {
			return a.w.complete(a.of(f.Dimensions[d.id].Blocks), d.items)
		}
		return a.w.complete(a.of(f.Items[it.ID].Blocks), d.items)
	}, func(int) []int { return all })
}

// half are the sums with ballots that answered at least half of the items, and
// items over all that answered them.
func (a attacker) half(d refDim) []equation {
	answered := func(b int) (out []int) {
		for j, it := range d.items {
			if len(a.w.complete([]int{b}, []*survey.Item{it})) == 1 {
				out = append(out, j)
			}
		}
		return out
	}
	return a.sums(d, func(f *analytics.Figure, it *survey.Item) (out []int) {
		if it != nil {
			return a.w.complete(a.of(f.Blocks), []*survey.Item{it})
		}
		for _, b := range a.of(f.Blocks) {
			if 2*len(answered(b)) >= len(d.items) {
				out = append(out, b)
			}
		}
		return out
	}, answered)
}

func TestNoSumOrDifferenceOfMeansIsAboutFewAnswers(t *testing.T) {
	tried, caught := 0, 0
	for seed := range uint64(300) {
		a := newAttacker(newWorld(source(seed), 4))
		for _, d := range a.w.refDims() {
			ours := slices.DeleteFunc(a.ours(d), func(e equation) bool { return len(e) == 0 })
			if !d.declared || len(d.items) > 3 || len(ours) == 0 || len(ours) > 14 {
				continue
			}
			tried++
			if n := smallest(ours); n < a.w.k {
				t.Fatalf("seed %d, %s: a difference is about the answers of %d ballots", seed, d.id, n)
			}
			if smallest(a.half(d)) < a.w.k {
				caught++
			}
		}
	}
	if tried < 100 || caught < 20 {
		t.Fatalf("tried %d dimensions, caught %d naive ones: the worlds are too poor", tried, caught)
	}
	t.Logf("half-answered ballots in means: caught in %d of %d dimensions", caught, tried)
}
