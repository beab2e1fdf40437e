package analytics

import "sort"

// walk lets things wait, children first, until enough of them wait together
// (docs/anonymity.md, rule 1). Things are teams with their people when units
// are formed, units with their ballots when blocks are formed, and blocks or
// groups of blocks wherever a larger threshold holds (rule 2).
type walk struct {
	forest *forest
	at     []int                    // the node where each thing sits
	size   []int                    // how much each thing counts; breaks ties
	enough func(things []int) bool  // whether these things may be counted together
	worth  func(waiting []int) bool // whether things left over at the root must be counted with others; nil means always
}

// cohort is the things that are counted together, in ascending order, and the
// node where they are.
type cohort struct {
	node   int
	things []int
}

// run returns the cohorts, sorted by node, at most one at each, and the things
// that found none. Cohorts and left-over things are disjoint and hold every
// thing once.
func (w walk) run() (cohorts []cohort, left []int) {
	cohorts, left = w.climb()
	if len(left) > 0 && len(cohorts) > 0 && (w.worth == nil || w.worth(left)) {
		cohorts, left = w.join(cohorts, left)
	}
	inOrder(cohorts)
	return cohorts, left
}

func inOrder(cohorts []cohort) {
	for _, c := range cohorts {
		sort.Ints(c.things)
	}
	sort.Slice(cohorts, func(i, j int) bool { return cohorts[i].node < cohorts[j].node })
}

// climb is the walk itself; left is what still waits at the root.
func (w walk) climb() (cohorts []cohort, left []int) {
	waiting := make([][]int, w.forest.size())
	for thing, v := range w.at {
		waiting[v] = append(waiting[v], thing)
	}
	for v := w.forest.size() - 1; v >= root; v-- {
		switch {
		case len(waiting[v]) == 0:
		case w.enough(waiting[v]):
			cohorts = append(cohorts, cohort{v, waiting[v]})
		case v == root:
			left = waiting[v]
		default:
			up := w.forest.parent[v]
			waiting[up] = append(waiting[up], waiting[v]...)
		}
	}
	return cohorts, left
}

// join counts what is left over with the cohort nearest to the root, which
// then forms there. Where replaced invitations keep even that from being
// enough, the next nearest joins too; where all together are not enough,
// nothing remains.
func (w walk) join(cohorts []cohort, left []int) ([]cohort, []int) {
	w.byNearness(cohorts)
	for i, c := range cohorts {
		left = append(left, c.things...)
		if w.enough(left) {
			return append(cohorts[i+1:], cohort{root, left}), nil
		}
	}
	return nil, left
}

// byNearness sorts cohorts: nearest to the root first, then the smaller, then
// the lower path.
func (w walk) byNearness(cohorts []cohort) {
	sort.Slice(cohorts, func(i, j int) bool {
		a, b := cohorts[i], cohorts[j]
		if da, db := w.forest.depth[a.node], w.forest.depth[b.node]; da != db {
			return da < db
		}
		if sa, sb := sum(w.size, a.things), sum(w.size, b.things); sa != sb {
			return sa < sb
		}
		return a.node < b.node
	})
}

// sum adds up the values of some things.
func sum(values, things []int) int {
	total := 0
	for _, t := range things {
		total += values[t]
	}
	return total
}
