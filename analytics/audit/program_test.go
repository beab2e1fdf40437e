package audit

import (
	"math/rand/v2"
	"testing"
)

// A table that is drawn, so that something fulfils what is known of it.
func drawnTable(r *rand.Rand) (*table, [][]int) {
	t := &table{points: 2 + r.IntN(4)}
	var answers [][]int
	for range 1 + r.IntN(2) {
		var of []int
		for range 1 + r.IntN(4) {
			of = append(of, r.IntN(t.points))
		}
		answers = append(answers, of)
		sum := 0
		for _, v := range of {
			sum += v
		}
		slack := int64(r.IntN(2) * r.IntN(2))
		t.groups = append(t.groups, tableGroup{n: exactly(int64(len(of))), sum: interval{int64(sum) - slack, int64(sum) + slack}})
	}
	if r.IntN(4) > 0 {
		t.shapes = append(t.shapes, drawnShape(r, t, answers))
	}
	return t, answers
}

func drawnShape(r *rand.Rand, t *table, answers [][]int) shape {
	s := shape{squares: interval{0, unknown}}
	squares, bins := 0, make([]int64, t.points)
	for g, of := range answers {
		s.groups = append(s.groups, g)
		for _, v := range of {
			squares += v * v
			bins[v]++
		}
	}
	if r.IntN(2) == 0 {
		s.squares = exactly(int64(squares))
	}
	if r.IntN(3) == 0 {
		for _, n := range bins {
			s.bins = append(s.bins, exactly(n))
		}
	}
	if t.points >= 4 && r.IntN(2) == 0 {
		s.thirds = make([]interval, 3)
		for v, n := range bins {
			s.thirds[third(v, t.points)] = s.thirds[third(v, t.points)].plus(1, exactly(n))
		}
	}
	return s
}

// everyTable tries all answers of all ballots and says which values anybody in
// each group may have given.
func everyTable(t *table) [][]bool {
	may := make([][]bool, len(t.groups))
	for g := range may {
		may[g] = make([]bool, t.points)
	}
	var ballots []int // group of each ballot
	for g, x := range t.groups {
		for range x.n.lo {
			ballots = append(ballots, g)
		}
	}
	answer := make([]int, len(ballots))
	var try func(i int)
	try = func(i int) {
		if i < len(ballots) {
			lowest := 0
			if i > 0 && ballots[i-1] == ballots[i] {
				lowest = answer[i-1] // ballots of a group are alike
			}
			for answer[i] = lowest; answer[i] < t.points; answer[i]++ {
				try(i + 1)
			}
			return
		}
		if t.fulfilled(ballots, answer) {
			for b, g := range ballots {
				may[g][answer[b]] = true
			}
		}
	}
	try(0)
	return may
}

func (t *table) fulfilled(ballots, answer []int) bool {
	count := make([]int64, len(t.groups)*t.points)
	for b, g := range ballots {
		count[g*t.points+answer[b]]++
	}
	for _, c := range t.program().rows {
		sum := int64(0)
		for i, f := range c.factors {
			sum += f * count[i]
		}
		if sum < c.sum.lo || sum > c.sum.hi {
			return false
		}
	}
	return true
}

// The bounds must never rule out what is possible, and rule out most of what is
// not: a linear program knows nothing of whole ballots.
func TestBoundsAreRightAndSharp(t *testing.T) {
	ruledOut, impossible := 0, 0
	for seed := range uint64(1000) {
		table, answers := drawnTable(rand.New(rand.NewPCG(seed, 3)))
		may := table.possible()
		table.bound(may)
		truth := everyTable(table)
		for g := range truth {
			for v := range truth[g] {
				if truth[g][v] && !may[g][v] {
					t.Fatalf("seed %d: %v, of which group %d may have answered %d, is said not to", seed, answers, g, v)
				}
				if !truth[g][v] {
					impossible++
					if !may[g][v] {
						ruledOut++
					}
				}
			}
		}
	}
	if share := float64(ruledOut) / float64(impossible); share < 0.9 || impossible < 500 {
		t.Errorf("%d of %d impossible answers are ruled out", ruledOut, impossible)
	}
	t.Logf("%d of %d impossible answers are ruled out", ruledOut, impossible)
}

func TestTheSimplexMethodFindsTheLargestCell(t *testing.T) {
	p := &program{cells: 3} // a + b + c = 10, a + 2b ≤ 8, b ≥ 1
	p.add([]int64{1, 1, 1}, exactly(10))
	p.add([]int64{1, 2, 0}, interval{0, 8})
	p.add([]int64{0, 1, 0}, interval{1, 10})
	p.add([]int64{2, 2, 2}, exactly(20)) // follows from the first
	p.add([]int64{-1, 0, 0}, interval{-6, 5})
	if !p.feasible() {
		t.Fatal("nothing fulfils it")
	}
	for cell, want := range []float64{6, 4, 9} {
		got, x, ok := p.most(cell)
		if !ok || got < want-1e-9 || got > want+1e-9 || x[cell] != got {
			t.Errorf("cell %d is at most %v (%v), want %v", cell, got, ok, want)
		}
	}
	for cell, want := range []float64{0, 1, 3} {
		if got, ok := p.least(cell); !ok || got < want-1e-9 || got > want+1e-9 {
			t.Errorf("cell %d is at least %v (%v), want %v", cell, got, ok, want)
		}
	}
}

func TestWhatContradictsItselfHasNoSolution(t *testing.T) {
	p := &program{cells: 2}
	p.add([]int64{1, 1}, exactly(3))
	p.add([]int64{1, 1}, interval{4, 9})
	if p.feasible() {
		t.Error("something fulfils it")
	}
}
