package analytics_test

import (
	"fmt"
	"math"
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
	blocks  []refBlock
	dims    []refDimension
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
	a.blocks = w.refBlocks()
	for _, d := range w.refDims() {
		a.dims = append(a.dims, w.refDimension(d, a.blocks))
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
		for _, x := range a.dims {
			out = append(out, a.aboutMeasures(f, x)...)
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
			out = append(out, a.compare(d.id).spreadOf(a.w.complete(a.of(l.Blocks), d.items))...)
		}
	}
	return out
}

// compare is the reference of one dimension.
func (a attacker) compare(dimension string) comparison {
	for _, x := range a.dims {
		if x.id == dimension {
			return comparison{w: a.w, blocks: a.blocks, x: x}
		}
	}
	panic(dimension)
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

// pools are the ballots whose spread is in the survey's pooled SD, which is
// published. It is about the means of its parts, so these must be known too.
func (a attacker) pools() []statement {
	var out []statement
	for _, x := range a.dims {
		c := comparison{w: a.w, blocks: a.blocks, x: x}
		if _, df := c.pooled(x.items); df > 0 {
			out = append(out, c.pool(c.parts(c.byGroup), false)...)
		}
	}
	return out
}

// pool is what a pooled SD says that is made of some parts, by cohort of the
// spread walk; careless keeps cohorts that mix large and small ones.
func (c comparison) pool(cohorts [][]poolPart, careless bool) []statement {
	small, ballots, replaced := 0, 0, 0
	for _, ps := range cohorts {
		for _, p := range ps {
			if n := len(p.ballots); n >= 2 && !p.large(c.w.k) {
				small, ballots, replaced = small+1, ballots+n, replaced+p.replaced
			}
		}
	}
	all := small >= 3 && ballots >= max(20, c.w.k)+replaced
	var in []int
	var means []statement
	for _, ps := range cohorts {
		mixed := slices.ContainsFunc(ps, func(p poolPart) bool { return !p.large(c.w.k) })
		for _, p := range ps {
			if all || p.large(c.w.k) && (careless || !mixed) {
				in = append(in, p.ballots...)
				means = append(means, statement{"mean " + c.x.id, c.w.k, p.ballots})
			}
		}
	}
	return append(means, c.spreadOf(in)...)
}

// poolPart is ballots whose spread about their own mean is in a pool.
type poolPart struct {
	ballots  []int
	replaced int
}

func (p poolPart) large(k int) bool { return len(p.ballots) >= max(10, k)+p.replaced }

// parts lists the parts of every cohort of the spread walk.
func (c comparison) parts(of func(group int) []poolPart) [][]poolPart {
	var out [][]poolPart
	for _, l := range c.x.spread {
		var ps []poolPart
		for _, g := range l.things {
			ps = append(ps, of(g)...)
		}
		out = append(out, ps)
	}
	return out
}

func (c comparison) byGroup(g int) []poolPart {
	return []poolPart{{c.x.groups[g].ballots, c.x.groups[g].replaced}}
}

func (c comparison) byBlock(g int) []poolPart {
	var ps []poolPart
	for _, b := range c.x.groups[g].blocks {
		ps = append(ps, poolPart{c.w.complete(c.blocks[b].ballots, c.x.items), c.blocks[b].replaced})
	}
	return ps
}

// spreadOf is what a number says that is computed from the spread of some
// complete ballots: nothing of a clipped group may be in it.
func (c comparison) spreadOf(ballots []int) []statement {
	var clipped []int
	for _, g := range c.x.groups {
		if g.clipped() {
			clipped = append(clipped, both(g.ballots, ballots)...)
		}
	}
	return []statement{{"spread " + c.x.id, max(10, c.w.k), ballots}, {"clipped " + c.x.id, math.MaxInt, clipped}}
}

func both(a, b []int) []int {
	return slices.DeleteFunc(slices.Clone(a), func(x int) bool { return !slices.Contains(b, x) })
}

func TestEverySumAndDifferenceOfWhatIsPublishedIsZeroOrLargeEnough(t *testing.T) {
	kinds := map[string]int{}
	for seed := range uint64(worlds) {
		a := newAttacker(newWorld(source(seed), 35))
		statements := a.statements()
		if l := leak(statements); l != "" {
			t.Fatalf("seed %d: %s", seed, l)
		}
		for _, s := range statements {
			kinds[s.quantity[:4]]++
		}
	}
	for _, kind := range []string{"ball", "whol", "mean", "spre", "bins", "comp", "code", "opte", "miss", "prod", "rank"} {
		if kinds[kind] < 50 {
			t.Errorf("only %d statements of kind %q: the worlds are too poor", kinds[kind], kind)
		}
	}
}
