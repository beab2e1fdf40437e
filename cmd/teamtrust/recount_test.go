package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
)

// recount is a second, plain way from the ballots that clients kept to the
// figures that a release may show: the rules of docs/anonymity.md, written
// down once more, without the packages that make releases. It knows scales
// without reversed items and surveys without replaced invitations.
type recount struct {
	k, lo, hi  int
	dimensions map[string][]string // with every item that stands alone as its own
	nodes      map[string]bool     // every team; "" is the organisation
	at         map[string]string   // the node of each unit
	eligible   map[string]int      // by unit
	ballots    map[string][]map[string]any
}

// blockOf is what a walk leaves at a node: the things that are counted
// together there.
type counted struct {
	node   string
	things []string
}

// levelWant is what a release should say of a dimension or an item.
type levelWant struct {
	covered []string // blocks
	n       int      // complete ballots
	mean    float64
	clipped string
}

func parentOf(node string) string {
	if i := strings.LastIndex(node, " / "); i >= 0 {
		return node[:i]
	}
	return ""
}

func depthOf(node string) int {
	if node == "" {
		return 0
	}
	return 1 + strings.Count(node, " / ")
}

// isBelow reports whether a node is a team or lies below it.
func isBelow(node, team string) bool {
	return team == "" || node == team || strings.HasPrefix(node, team+" / ")
}

// walk lets things wait, the deepest nodes first, until they are worth at least
// k together. What still waits at the organisation joins the group nearest to
// it, the smaller of two, then the lower path, and that one then forms at the
// organisation; things that are worth nothing join it where it is.
func (r *recount) walk(at map[string]string, worth map[string]int) []counted {
	waiting := map[string][]string{}
	for _, thing := range slices.Sorted(maps.Keys(at)) {
		waiting[at[thing]] = append(waiting[at[thing]], thing)
	}
	order := slices.Collect(maps.Keys(r.nodes))
	slices.SortFunc(order, func(a, b string) int { return depthOf(b) - depthOf(a) })
	total := func(things []string) (sum int) {
		for _, thing := range things {
			sum += worth[thing]
		}
		return sum
	}
	var groups []counted
	for _, node := range order {
		here := waiting[node]
		switch {
		case len(here) == 0:
		case total(here) >= r.k:
			groups = append(groups, counted{node, here})
		case node != "":
			waiting[parentOf(node)] = append(waiting[parentOf(node)], here...)
		case len(groups) > 0:
			nearest := &groups[0]
			for i := range groups[1:] {
				if g := &groups[i+1]; nearer(*g, *nearest, total) {
					nearest = g
				}
			}
			nearest.things = append(nearest.things, here...)
			if total(here) > 0 {
				nearest.node = ""
			}
		}
	}
	for _, g := range groups {
		slices.Sort(g.things)
	}
	return groups
}

func nearer(a, b counted, total func([]string) int) bool {
	if depthOf(a.node) != depthOf(b.node) {
		return depthOf(a.node) < depthOf(b.node)
	}
	if total(a.things) != total(b.things) {
		return total(a.things) < total(b.things)
	}
	return a.node < b.node
}

// blocks are the units that are counted together, by the ids that the release
// gave them. Every block that the rules ask for must be there, and no other.
func (r *recount) blocks(t *testing.T, released []releasedBlock) map[string]counted {
	t.Helper()
	worth := map[string]int{}
	for unit := range r.at {
		worth[unit] = len(r.ballots[unit])
	}
	want := map[string]counted{}
	for _, b := range r.walk(r.at, worth) {
		want[strings.Join(b.things, " ")] = b
	}
	out := map[string]counted{}
	for _, b := range released {
		units := slices.Sorted(slices.Values(b.Units))
		expected, ok := want[strings.Join(units, " ")]
		if !ok {
			t.Errorf("block %s counts %v together; the rules do not", b.ID, units)
			continue
		}
		delete(want, strings.Join(units, " "))
		n, invited := 0, 0
		for _, u := range units {
			n += worth[u]
			invited += r.eligible[u]
		}
		if got := fmt.Sprintf("%q %d of %d", b.node(), b.N, b.Invited); got != fmt.Sprintf("%q %d of %d", expected.node, n, invited) {
			t.Errorf("block %s: %s, want %q %d of %d", b.ID, got, expected.node, n, invited)
		}
		out[b.ID] = counted{expected.node, units}
	}
	for units := range want {
		t.Errorf("no block counts %s together", units)
	}
	return out
}

// level is the mean of some items over the complete ballots of the groups at
// and below a team. ok is false where nothing may be said.
func (r *recount) level(blocks map[string]counted, dimension, team string, items []string) (want levelWant, ok bool) {
	at, worth := map[string]string{}, map[string]int{}
	for id, b := range blocks {
		at[id], worth[id] = b.node, len(r.complete(b.things, dimension))
	}
	low, high, sum := false, false, 0
	for _, g := range r.walk(at, worth) {
		if !isBelow(g.node, team) {
			continue
		}
		ok = true
		var units []string
		for _, id := range g.things {
			units = append(units, blocks[id].things...)
		}
		ballots := r.complete(units, dimension)
		want.covered = append(want.covered, g.things...)
		want.n += len(ballots)
		for _, item := range items {
			s, clipped := r.clip(ballots, item)
			sum += s
			low, high = low || clipped < 0, high || clipped > 0
		}
	}
	slices.Sort(want.covered)
	want.mean = float64(sum) / float64(want.n*len(items))
	want.clipped = map[[2]bool]string{{true, false}: "at_most", {false, true}: "at_least", {true, true}: "both"}[[2]bool{low, high}]
	return want, ok
}

// complete are the ballots of some units that answered every item of a
// dimension with a value of the scale.
func (r *recount) complete(units []string, dimension string) []map[string]any {
	var out []map[string]any
	for _, u := range units {
		for _, answers := range r.ballots[u] {
			whole := true
			for _, item := range r.dimensions[dimension] {
				_, isNumber := answers[item].(float64)
				whole = whole && isNumber
			}
			if whole {
				out = append(out, answers)
			}
		}
	}
	return out
}

// clip is the sum of an item over the ballots of one group, moved away from
// the ends, where it would say what everybody answered; -1 and 1 say that it
// was moved up or down.
func (r *recount) clip(ballots []map[string]any, item string) (sum, clipped int) {
	for _, answers := range ballots {
		sum += int(answers[item].(float64))
	}
	n, spread := len(ballots), r.hi-r.lo
	if lowest := n*r.lo + spread + 1; sum <= lowest {
		return lowest, -1
	}
	if highest := n*r.hi - spread - 1; sum >= highest {
		return highest, 1
	}
	return sum, 0
}

// near reports whether a published value is an exact one, rounded to two
// decimals.
func near(published *float64, exact float64) bool {
	return published != nil && math.Abs(*published-exact) <= 0.005+1e-9
}
