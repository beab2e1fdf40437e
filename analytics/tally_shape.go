package analytics

import "fmt"

// fits reports whether the tally is one of a scoring, or of another Scoring of
// the same questionnaire.
func (t *Tally) fits(s *Scoring) error {
	if t.scoring == s {
		return nil
	}
	if t.scoring == nil {
		return fmt.Errorf("the tally was not made by a Scoring")
	}
	return t.shaped(s)
}

// shaped reports whether the tally has the shape that a scoring gives it.
func (t *Tally) shaped(s *Scoring) error {
	if len(t.Items) != len(s.items) || len(t.Dimensions) != len(s.dimensions) ||
		len(t.Total.Sums) != s.declared || len(t.Total.Products) != triangle(s.declared) {
		return fmt.Errorf("the tally is of another questionnaire")
	}
	for i, it := range s.items {
		x := t.Items[i]
		if x.ID != it.id || len(x.Histogram) != s.points || len(x.Extra) != len(it.codes) {
			return fmt.Errorf("item %s: the tally is of another questionnaire", it.id)
		}
	}
	for i, d := range s.dimensions {
		if !t.Dimensions[i].fits(s, d) {
			return fmt.Errorf("dimension %s: the tally is of another questionnaire", d.id)
		}
	}
	return nil
}

func (d *DimensionTally) fits(s *Scoring, sd scoredDimension) bool {
	m := len(sd.items)
	if d.ID != sd.id || len(d.Histograms) != m || len(d.Scores) != m*s.span()+1 || len(d.Products) != triangle(m) {
		return false
	}
	for _, h := range d.Histograms {
		if len(h) != s.points {
			return false
		}
	}
	return true
}
