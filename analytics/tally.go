package analytics

import (
	"encoding/json"
	"fmt"
)

// Tally is the additive statistics of one block in one survey. Tallies are a
// commutative monoid: Merge is associative and commutative, Scoring.Tally is
// neutral, and merging the tallies of two sets of ballots gives exactly the
// tally of their union. Everything in a release comes from tallies.
//
// All numbers are counts or sums of non-negative integers. Values are counted
// from the lower end of the scale, so that no sum exceeds 120² for each ballot
// and 64 bits hold more than 10¹⁴ ballots.
type Tally struct {
	Ballots    int64            `json:"ballots"`
	Items      []ItemTally      `json:"items"`      // in questionnaire order
	Dimensions []DimensionTally `json:"dimensions"` // declared dimensions, then stand-alone items
	Total      TotalTally       `json:"total"`

	scoring *Scoring
}

// ItemTally counts all answers of one item, as answered. Ballots that are in
// neither list did not answer it.
type ItemTally struct {
	ID        string  `json:"id"`
	Histogram []int64 `json:"histogram"` // lo first
	Extra     []int64 `json:"extra"`     // by code, as declared
}

// DimensionTally counts the ballots that answered all items of one dimension.
// Scores and Products are keyed.
type DimensionTally struct {
	ID         string    `json:"id"`
	Histograms [][]int64 `json:"histograms"` // by item of the dimension, as answered
	Scores     []int64   `json:"scores"`     // ballots by the sum of their keyed values above lo
	Products   []int64   `json:"products"`   // Σxxᵀ of these values, upper triangle by rows
}

// TotalTally counts the ballots that answered all items of all declared
// dimensions: the sums of each dimension's score and of all products of two.
type TotalTally struct {
	N        int64   `json:"n"`
	Sums     []int64 `json:"sums"`
	Products []int64 `json:"products"` // upper triangle by rows
}

// Tally returns the empty tally.
func (s *Scoring) Tally() *Tally {
	t := &Tally{scoring: s}
	for _, it := range s.items {
		t.Items = append(t.Items, ItemTally{ID: it.id, Histogram: make([]int64, s.points), Extra: make([]int64, len(it.codes))})
	}
	for _, d := range s.dimensions {
		t.Dimensions = append(t.Dimensions, s.dimensionTally(d))
	}
	t.Total.Sums = make([]int64, s.declared)
	t.Total.Products = make([]int64, triangle(s.declared))
	return t
}

func (s *Scoring) dimensionTally(d scoredDimension) DimensionTally {
	m := len(d.items)
	t := DimensionTally{
		ID: d.id, Histograms: make([][]int64, m),
		Scores: make([]int64, m*s.span()+1), Products: make([]int64, triangle(m)),
	}
	for i := range t.Histograms {
		t.Histograms[i] = make([]int64, s.points)
	}
	return t
}

func triangle(n int) int { return n * (n + 1) / 2 }

// Merge adds the ballots of another tally of the same questionnaire. A tally
// of another one is an error and changes nothing.
func (t *Tally) Merge(o *Tally) error {
	if err := o.fits(t.scoring); err != nil {
		return fmt.Errorf("merge tallies: %w", err)
	}
	t.Ballots += o.Ballots
	for i := range t.Items {
		plus(t.Items[i].Histogram, o.Items[i].Histogram)
		plus(t.Items[i].Extra, o.Items[i].Extra)
	}
	for d := range t.Dimensions {
		t.Dimensions[d].merge(&o.Dimensions[d])
	}
	t.Total.merge(&o.Total)
	return nil
}

func (d *DimensionTally) merge(o *DimensionTally) {
	for i := range d.Histograms {
		plus(d.Histograms[i], o.Histograms[i])
	}
	plus(d.Scores, o.Scores)
	plus(d.Products, o.Products)
}

func plus(to, from []int64) {
	for i, v := range from {
		to[i] += v
	}
}

// ReadTally reads a tally that json.Marshal wrote. A tally of another
// questionnaire is an error.
func (s *Scoring) ReadTally(data []byte) (*Tally, error) {
	t := &Tally{}
	if err := json.Unmarshal(data, t); err != nil {
		return nil, fmt.Errorf("read tally: %w", err)
	}
	if err := t.fits(s); err != nil {
		return nil, fmt.Errorf("read tally: %w", err)
	}
	t.scoring = s
	return t, nil
}
