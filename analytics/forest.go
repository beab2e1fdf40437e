package analytics

import (
	"fmt"

	"teamtrust/survey"
)

// forest is the frozen tree by number: node 0 is the organisation, the teams
// follow in the order of their paths, so a parent has a lower number than its
// children and the lower number is the lower path.
type forest struct {
	paths  []survey.Path
	parent []int
	depth  []int
	number map[survey.Path]int
}

// root is the number of the organisation.
const root = 0

// plant numbers a tree. The tree must be as survey.NewTree makes it: sorted,
// without repetition, and with every prefix of its paths.
func plant(tree survey.Tree) (*forest, error) {
	f := &forest{
		paths:  append([]survey.Path{survey.Organisation}, tree...),
		parent: make([]int, len(tree)+1),
		depth:  make([]int, len(tree)+1),
		number: make(map[survey.Path]int, len(tree)+1),
	}
	f.number[survey.Organisation] = root
	for v := 1; v < len(f.paths); v++ {
		p := f.paths[v]
		if !f.paths[v-1].Less(p) {
			return nil, fmt.Errorf("team %q is out of order in the tree", p)
		}
		up, ok := f.number[p.Parent()]
		if !ok {
			return nil, fmt.Errorf("team %q has no parent in the tree", p)
		}
		f.parent[v], f.depth[v], f.number[p] = up, f.depth[up]+1, v
	}
	return f, nil
}

// size is the number of nodes, the organisation included.
func (f *forest) size() int { return len(f.paths) }

// rollUp calls add for every node but the organisation, children first, so
// that a sum over each subtree comes about.
func (f *forest) rollUp(add func(parent, child int)) {
	for v := f.size() - 1; v > root; v-- {
		add(f.parent[v], v)
	}
}

// sumsBelow returns the sums over each subtree of what sits directly in its
// nodes.
func (f *forest) sumsBelow(own []int) []int {
	sums := append([]int(nil), own...)
	f.rollUp(func(parent, child int) { sums[parent] += sums[child] })
	return sums
}
