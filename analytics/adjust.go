package analytics

import "sort"

// Adjust corrects p-values of one family for their number by Y. Benjamini and
// Y. Hochberg, 1995, in place. A nil is no test: it is not counted and stays nil.
func Adjust(p []*float64) {
	var order []int
	for i, x := range p {
		if x != nil {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(i, j int) bool { return *p[order[i]] > *p[order[j]] })
	least, m := 1.0, float64(len(order))
	for k, i := range order {
		least = min(least, *p[i]*m/(m-float64(k)))
		p[i] = ref(least)
	}
}
