package analytics

import "slices"

// flat is counts that are handed out part by part: all numbers of a tally stand
// in one piece, so that two tallies are merged in one go.
type flat struct{ rest []int64 }

func (f *flat) cut(n int) []int64 {
	part := f.rest[:n:n]
	f.rest = f.rest[n:]
	return part
}

// dimensionTally is the empty tally of one dimension alone.
func (s *Scoring) dimensionTally(d int) DimensionTally {
	sd := &s.dimensions[d]
	return shown(sd.id, len(sd.items), s.points, make([]int64, sd.size))
}

// shown is counts as the tally of a dimension.
func shown(id string, items, points int, counts []int64) DimensionTally {
	t := DimensionTally{ID: id, Histograms: make([][]int64, items), counts: counts}
	f := flat{counts}
	for i := range t.Histograms {
		t.Histograms[i] = f.cut(points)
	}
	t.Scores = f.cut(items*(points-1) + 1)
	t.Products = f.cut(triangle(items))
	return t
}

// numbers is how many counts the tally of a dimension has.
func numbers(items, points int) int { return items*points + items*(points-1) + 1 + triangle(items) }

func (d *DimensionTally) clone() DimensionTally {
	return shown(d.ID, len(d.Histograms), len(d.Histograms[0]), slices.Clone(d.counts))
}

func (d *DimensionTally) merge(o *DimensionTally) { plus(d.counts, o.counts) }

// plus adds numbers in place; both are equally many.
func plus(to, from []int64) {
	to = to[:len(from)] // looked at once, not for every number
	for i, v := range from {
		to[i] += v
	}
}

// parts lists all counts in the order in which they stand in a tally.
func (t *Tally) parts() [][]int64 {
	var all [][]int64
	for _, it := range t.Items {
		all = append(all, it.Histogram, it.Extra)
	}
	for _, d := range t.Dimensions {
		all = append(append(all, d.Histograms...), d.Scores, d.Products)
	}
	return append(all, t.Total.Sums, t.Total.Products)
}
