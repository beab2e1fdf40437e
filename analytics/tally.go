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
	counts  []int64 // what Items, Dimensions and Total show, one after the other
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

	counts []int64 // what the three show, one after the other
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
	t := &Tally{scoring: s, counts: make([]int64, s.size)}
	f := flat{t.counts}
	t.Items = make([]ItemTally, len(s.items))
	for i := range s.items {
		it := &s.items[i]
		t.Items[i] = ItemTally{ID: it.id, Histogram: f.cut(s.points), Extra: f.cut(len(it.codes))}
	}
	t.Dimensions = make([]DimensionTally, len(s.dimensions))
	for d := range s.dimensions {
		sd := &s.dimensions[d]
		t.Dimensions[d] = shown(sd.id, len(sd.items), s.points, f.cut(sd.size))
	}
	t.Total.Sums, t.Total.Products = f.cut(s.declared), f.cut(triangle(s.declared))
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
	t.Total.N += o.Total.N
	plus(t.counts, o.counts)
	return nil
}

// ReadTally reads a tally that json.Marshal wrote. A tally of another
// questionnaire is an error.
func (s *Scoring) ReadTally(data []byte) (*Tally, error) {
	var written Tally
	if err := json.Unmarshal(data, &written); err != nil {
		return nil, fmt.Errorf("read tally: %w", err)
	}
	if err := written.shaped(s); err != nil {
		return nil, fmt.Errorf("read tally: %w", err)
	}
	t := s.Tally()
	t.Ballots, t.Total.N = written.Ballots, written.Total.N
	to := t.parts()
	for i, part := range written.parts() {
		copy(to[i], part)
	}
	return t, nil
}
