package main

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// sighting is a ballot, by its place in the order of arrival, and something
// that can be put into an order.
type sighting[K cmp.Ordered] struct {
	arrival int
	key     K
}

// enough ballots to judge an order by.
const enough = 50

// ordered says whether the order of the keys tells the order of arrival:
// Spearman's rank correlation beyond four standard errors. Chance does that
// once in sixteen thousand times.
func ordered[K cmp.Ordered](seen []sighting[K]) (found string) {
	if len(seen) < enough {
		return fmt.Sprintf("only %d ballots were seen; too few to judge", len(seen))
	}
	keys, arrivals := make([]K, len(seen)), make([]int, len(seen))
	for i, s := range seen {
		keys[i], arrivals[i] = s.key, s.arrival
	}
	rho, n := correlation(ranks(keys), ranks(arrivals)), float64(len(seen))
	if limit := 4 / math.Sqrt(n-1); math.Abs(rho) > limit {
		return fmt.Sprintf("correlates with arrival by %.2f; up to %.2f is chance", rho, limit)
	}
	return ""
}

// ranks gives equal values the middle of their places.
func ranks[K cmp.Ordered](values []K) []float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(values[i], values[j]) })
	out := make([]float64, len(values))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && values[order[to]] == values[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			out[i] = float64(from+to-1) / 2
		}
		from = to
	}
	return out
}

// correlation is 0 where one side has only one value.
func correlation(a, b []float64) float64 {
	middle := float64(len(a)-1) / 2
	var ab, aa, bb float64
	for i := range a {
		ab += (a[i] - middle) * (b[i] - middle)
		aa += (a[i] - middle) * (a[i] - middle)
		bb += (b[i] - middle) * (b[i] - middle)
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

func TestAnOrderIsFoundWhereThereIsOne(t *testing.T) {
	var kept, turned, partly, few, none, same []sighting[int]
	for i := range 300 {
		kept = append(kept, sighting[int]{i, i * 10})
		turned = append(turned, sighting[int]{i, -i})
		few = append(few, sighting[int]{i, i / 100}) // three transactions
		partly = append(partly, sighting[int]{i, i + rand.IntN(300)})
		none = append(none, sighting[int]{i, i * 7919 % 307})
		same = append(same, sighting[int]{i, 1})
	}
	for name, seen := range map[string][]sighting[int]{"kept": kept, "turned round": turned, "in three parts": few, "kept with noise": partly} {
		if ordered(seen) == "" {
			t.Errorf("an order that is %s is not found", name)
		}
	}
	for name, seen := range map[string][]sighting[int]{"unrelated": none, "one value": same} {
		if found := ordered(seen); found != "" {
			t.Errorf("%s: %s", name, found)
		}
	}
	if ordered(kept[:10]) == "" {
		t.Error("ten ballots are enough to judge")
	}
}
