package analytics

import "teamtrust/survey"

// Add counts one ballot. A ballot that does not fit the questionnaire is an
// error and changes nothing.
func (t *Tally) Add(answers survey.Answers) error {
	var r row
	if err := t.scoring.read(answers, &r); err != nil {
		return err
	}
	t.add(&r)
	return nil
}

func (t *Tally) add(r *row) {
	t.Ballots++
	for i := range t.Items {
		switch v := r[i]; {
		case v >= 0:
			t.Items[i].Histogram[v]++
		case v != absent:
			t.Items[i].Extra[firstCode-v]++
		}
	}
	var scores [survey.MaxDimensions]int
	complete := true
	for d := range t.Dimensions {
		score, ok := t.Dimensions[d].add(t.scoring, t.scoring.dimensions[d].items, r)
		if d < t.scoring.declared {
			scores[d] = score
			complete = complete && ok
		}
	}
	if complete && t.scoring.declared > 0 {
		t.Total.add(scores[:t.scoring.declared])
	}
}

// add counts the ballot where it answered all the items.
func (d *DimensionTally) add(s *Scoring, items []int, r *row) (score int, complete bool) {
	var x [survey.MaxDimensionItems]int
	for j, i := range items {
		if r[i] < 0 {
			return 0, false
		}
		x[j] = s.keyed(i, r[i])
		score += x[j]
	}
	p := 0
	for j, i := range items {
		d.Histograms[j][r[i]]++
		for _, y := range x[j:len(items)] {
			d.Products[p] += int64(x[j] * y)
			p++
		}
	}
	d.Scores[score]++
	return score, true
}

func (t *TotalTally) add(scores []int) {
	t.N++
	p := 0
	for j, x := range scores {
		t.Sums[j] += int64(x)
		for _, y := range scores[j:] {
			t.Products[p] += int64(x * y)
			p++
		}
	}
}
