package analytics

import (
	"fmt"
	"slices"

	"teamtrust/survey"
)

// NotAnswered is a row's value for an item without an answer.
const NotAnswered = absent

// Sample is the additive statistics of some rows of an answers file. Samples
// are a commutative monoid like Tally: Merge is associative and commutative, an
// empty one is neutral, and the merge of two sets of rows is exactly the sample of
// their union. All numbers are counts, or sums of products of non-negative
// integers below 11, in which 64 bits hold more than 10¹⁵ rows.
type Sample struct {
	of     *Sampling
	rows   int64
	counts []int64
	totals map[int64]int64 // rows by total in 1/unit
}

// Sample returns the empty one.
func (s *Sampling) Sample() *Sample {
	return &Sample{of: s, counts: make([]int64, s.size)}
}

// Add counts one row: for each item in the order of the questionnaire the
// answer above the scale's lower end as given, or NotAnswered. A row that does not
// fit is an error and changes nothing.
func (x *Sample) Add(row []int8) error {
	if err := x.of.scoring.check(row); err != nil {
		return err
	}
	x.add(row)
	return nil
}

func (x *Sample) add(row []int8) {
	x.rows++
	points := x.of.scoring.points
	for i, v := range row {
		if v >= 0 {
			x.counts[i*points+int(v)]++
		}
	}
	scored, total := 0, int64(0)
	for i := range x.of.dimensions {
		if worth, ok := x.addScore(&x.of.dimensions[i], row); ok {
			scored++
			total += worth
		}
	}
	if scored >= x.of.enough && scored > 0 {
		if x.totals == nil {
			x.totals = map[int64]int64{}
		}
		x.totals[total/int64(scored)]++
	}
}

// addScore counts the score of one dimension and says what it is worth in a
// sum of totals.
func (x *Sample) addScore(d *sampledDimension, row []int8) (worth int64, ok bool) {
	var keyed [survey.MaxDimensionItems]int64
	answered, sum := 0, int64(0)
	items := x.of.scoring.items
	span := int64(x.of.scoring.span())
	for j, i := range d.items {
		if row[i] < 0 {
			continue
		}
		v := int64(row[i])
		if items[i].reverse {
			v = span - v
		}
		keyed[j] = v
		sum += v
		answered++
	}
	if answered < d.least {
		return 0, false
	}
	x.counts[d.scores+d.first[answered]+int(sum)]++
	if answered == len(d.items) {
		x.addComplete(d, keyed[:answered])
	}
	return sum * d.scale[answered], true
}

func (x *Sample) addComplete(d *sampledDimension, keyed []int64) {
	x.counts[d.complete]++
	products := x.counts[d.products:]
	p := 0
	for j, v := range keyed {
		x.counts[d.sums+j] += v
		for _, w := range keyed[j:] {
			products[p] += v * w
			p++
		}
	}
}

// Merge adds the rows of another sample of the same Sampling; one of another
// is an error and changes nothing.
func (x *Sample) Merge(o *Sample) error {
	if x.of != o.of {
		return fmt.Errorf("merge samples: they are of different questionnaires")
	}
	x.merge(o)
	return nil
}

func (x *Sample) merge(o *Sample) {
	x.rows += o.rows
	plus(x.counts, o.counts)
	if x.totals == nil && len(o.totals) > 0 {
		x.totals = make(map[int64]int64, len(o.totals))
	}
	for v, n := range o.totals {
		x.totals[v] += n
	}
}

// Rows is the number of rows, answered or not.
func (x *Sample) Rows() int64 { return x.rows }

// histogram is an item's, as answered.
func (x *Sample) histogram(item int) []int64 {
	points := x.of.scoring.points
	return x.counts[item*points : (item+1)*points]
}

// Item is the keyed values of an item.
func (x *Sample) Item(item int) Values {
	v := Histogram(x.of.scoring.lo, x.histogram(item)...)
	if x.of.scoring.items[item].reverse {
		slices.Reverse(v.n)
	}
	return v
}

// Scores is the scores of a declared dimension by the half rule.
func (x *Sample) Scores(dimension int) Values {
	d := &x.of.dimensions[dimension]
	v := Values{lo: float64(x.of.scoring.lo), unit: d.unit, at: d.values, n: make([]int64, len(d.values))}
	for p, r := range d.rank {
		v.n[r] += x.counts[d.scores+p]
	}
	return v
}

// Complete is the rows that answered all items of a declared dimension.
func (x *Sample) Complete(dimension int) *Complete {
	d := &x.of.dimensions[dimension]
	return &Complete{
		n: x.counts[d.complete], points: x.of.scoring.points, lo: x.of.scoring.lo,
		sums: x.counts[d.sums:d.products], products: x.counts[d.products : d.products+triangle(len(d.items))],
	}
}

// Totals is the totals of the rows by the three-quarter rule.
func (x *Sample) Totals() Values {
	v := Values{lo: float64(x.of.scoring.lo), unit: x.of.unit, at: make([]int64, 0, len(x.totals)), n: make([]int64, 0, len(x.totals))}
	for t := range x.totals {
		v.at = append(v.at, t)
	}
	slices.Sort(v.at)
	for _, t := range v.at {
		v.n = append(v.n, x.totals[t])
	}
	return v
}

// shares are a dimension's answers in thirds, of all rows.
func (x *Sample) thirds(dimension int) thirds {
	var t thirds
	for _, i := range x.of.dimensions[dimension].items {
		t.add(x.histogram(i), x.of.scoring.items[i].reverse)
	}
	return t
}
