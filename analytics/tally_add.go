package analytics

import "teamtrust/survey"

// Add counts one ballot. A ballot that does not fit the questionnaire is an
// error and changes nothing.
func (t *Tally) Add(answers survey.Answers) error {
	var r row
	if err := t.scoring.read(answers, &r); err != nil {
		return err
	}
	t.add(r[:len(t.scoring.items)])
	return nil
}

// AddRow counts one ballot given by item, as Sample.Add takes it: a ballot
// without extra answers.
func (t *Tally) AddRow(answers []int8) error {
	if err := t.scoring.check(answers); err != nil {
		return err
	}
	t.add(answers)
	return nil
}

func (t *Tally) add(r []int8) {
	s := t.scoring
	t.Ballots++
	var scores [survey.MaxDimensions]int64
	complete := s.declared > 0
	for d := range s.dimensions {
		score, ok := s.dimensions[d].add(t.counts, r, s.points)
		if d < s.declared {
			scores[d] = score
			complete = complete && ok
		}
	}
	if complete {
		t.Total.add(scores[:s.declared])
	}
}

// add counts the answers, and the score where none of them is missing.
func (d *scoredDimension) add(counts []int64, r []int8, points int) (score int64, complete bool) {
	var keyed [survey.MaxDimensionItems]int64
	complete = true
	for j := range d.keys {
		k := &d.keys[j]
		v := r[k.item]
		if v != absent {
			counts[k.answers+int(v)]++
		}
		if uint(v) >= uint(points) {
			complete = false
			continue
		}
		keyed[j] = k.base + k.sign*int64(v)
		score += keyed[j]
	}
	if complete {
		d.addComplete(counts[d.at:d.at+d.size], r, keyed[:len(d.keys)], score, points)
	}
	return score, complete
}

func (d *scoredDimension) addComplete(counts []int64, r []int8, keyed []int64, score int64, points int) {
	for j := range d.keys {
		counts[r[d.keys[j].item]]++
		counts = counts[points:]
	}
	counts[score]++
	addProducts(counts[len(keyed)*(points-1)+1:], keyed)
}

// addProducts adds the products of all pairs, an upper triangle by rows.
func addProducts(to, x []int64) {
	p := 0
	for j, v := range x {
		for _, w := range x[j:] {
			to[p] += v * w
			p++
		}
	}
}

func (t *TotalTally) add(scores []int64) {
	t.N++
	plus(t.Sums, scores)
	addProducts(t.Products, scores)
}
