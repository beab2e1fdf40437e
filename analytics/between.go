package analytics

import "teamtrust/survey"

// Between puts an interval of a mean on 0–100 for the words of a page: where
// trust stands is between low and high of 100. Values beyond the ends of the
// scale, which the interval itself may have, are cut off; one decimal. It is
// false where there is no interval.
func (r *Released) Between(ci *[2]float64) (low, high float64, ok bool) {
	if ci == nil {
		return 0, 0, false
	}
	return r.onHundred(ci[0]), r.onHundred(ci[1]), true
}

func (r *Released) onHundred(mean float64) float64 {
	return round1(max(0, min(r.points(mean-float64(r.Form.Scale.Lo)), 100)))
}

// Smallest is the smallest change, in points, that a figure could show next
// time: found four times in five if as many ballots are cast again. It is
// false where the team is hidden, its value withheld or the survey has no
// pooled spread.
func (r *Released) Smallest(team survey.Path, variable string) (points float64, ok bool) {
	f, w := r.figures[team], r.within(variable)
	if f == nil || w == nil || f.reading(variable).mean == nil {
		return 0, false
	}
	s, why := SmallestChange(int64(*f.N), int64(*f.N), w.SD)
	return round1(r.points(s)), why == Defined
}
