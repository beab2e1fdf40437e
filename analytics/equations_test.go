package analytics_test

import (
	"slices"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

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
