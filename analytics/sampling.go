package analytics

import (
	"slices"

	"teamtrust/survey"
)

// Sampling is how the rows of an answers file are counted: with the half rule
// for dimensions and the three-quarter rule for the total, unlike ballots of a
// release, which count for a dimension only when they are complete.
type Sampling struct {
	scoring    *Scoring
	dimensions []sampledDimension // declared ones only
	size       int                // of a Sample's counts
	enough     int                // dimension scores that make a total
	unit       int64              // denominator of a total
}

// sampledDimension says where a dimension's counts stand in a Sample and what
// its scores are worth. A score is known by how many items were answered and
// the sum of their values: there is a count for each such pair.
type sampledDimension struct {
	items    []int
	least    int     // answered items that make a score
	unit     int64   // denominator of a score: divides by every possible number of items
	first    []int   // by answered items: where their pairs begin
	pairs    int     // number of pairs
	rank     []int   // by pair: the place of its value in values
	values   []int64 // distinct values in 1/unit, ascending
	scale    []int64 // by answered items: what a sum of one adds to the total
	scores   int     // offsets into a Sample's counts
	complete int
	sums     int
	products int
}

// NewSampling prepares the count of an answers file. A questionnaire beyond
// the limits of package survey is refused.
func NewSampling(q *survey.Questionnaire) (*Sampling, error) {
	if err := withinLimits(q, survey.MaxDimensions*survey.MaxDimensionItems+survey.MaxItems); err != nil {
		return nil, err
	}
	sc, err := newScoring(q)
	if err != nil {
		return nil, err
	}
	s := &Sampling{scoring: sc, size: len(sc.items) * sc.points}
	for _, d := range sc.dimensions[:sc.declared] {
		s.dimensions = append(s.dimensions, s.dimension(d.items))
	}
	s.total()
	return s, nil
}

func (s *Sampling) dimension(items []int) sampledDimension {
	m := len(items)
	d := sampledDimension{items: items, least: (m + 1) / 2, unit: 1, first: make([]int, m+1), scale: make([]int64, m+1)}
	for a := d.least; a <= m; a++ {
		d.unit = lcm(d.unit, int64(a))
		d.first[a] = d.pairs
		d.pairs += a*s.scoring.span() + 1
	}
	d.order(s.scoring.span())
	d.scores = s.size
	d.complete = d.scores + d.pairs
	d.sums = d.complete + 1
	d.products = d.sums + m
	s.size = d.products + triangle(m)
	return d
}

// order sorts the pairs by value: 1 of 2 and 2 of 4 are the same score.
func (d *sampledDimension) order(span int) {
	worth := make([]int64, d.pairs)
	for a := d.least; a < len(d.first); a++ {
		for sum := range a*span + 1 {
			worth[d.first[a]+sum] = int64(sum) * (d.unit / int64(a))
		}
	}
	d.values = slices.Clone(worth)
	slices.Sort(d.values)
	d.values = slices.Compact(d.values)
	d.rank = make([]int, d.pairs)
	for p, w := range worth {
		d.rank[p], _ = slices.BinarySearch(d.values, w)
	}
}

// total finds the denominator of a row's total, the mean of its scores: one
// for all dimensions and all numbers of them that make a total.
func (s *Sampling) total() {
	count := len(s.dimensions)
	s.enough = (3*count + 3) / 4
	common, numbers := int64(1), int64(1)
	for i := range s.dimensions {
		common = lcm(common, s.dimensions[i].unit)
	}
	for c := max(s.enough, 1); c <= count; c++ {
		numbers = lcm(numbers, int64(c))
	}
	s.unit = common * numbers
	for i := range s.dimensions {
		d := &s.dimensions[i]
		for a := d.least; a < len(d.scale); a++ {
			d.scale[a] = common / int64(a) * numbers
		}
	}
}

func lcm(a, b int64) int64 { return a / gcd(a, b) * b }

// Items is the number of items, whose answers a row holds in the order of the
// questionnaire.
func (s *Sampling) Items() int { return len(s.scoring.items) }
