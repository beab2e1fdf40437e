package analytics

import "teamtrust/survey"

// TrendPoint is one survey in the course of a figure, on 0–100. Score is nil
// where there is a gap, and Reason says why: one of the reasons why there is
// no change, measured against the latest point that is shown.
type TrendPoint struct {
	Survey  string
	Score   *float64
	CI      *[2]float64 // within 0–100, one decimal; nil where there is no interval
	Clipped string      // the score is only a bound
	Reason  string
}

// Trend is the course of one dimension, or the total, of a team or of the
// organisation. There is a point for every release, in the order given, oldest
// first. Scores are comparable with the latest one that is shown; the others
// are gaps.
func Trend(releases []*Released, team survey.Path, variable string) []TrendPoint {
	points := make([]TrendPoint, len(releases))
	last := latest(releases, team, variable)
	for i, r := range releases {
		points[i] = TrendPoint{Survey: r.Release.Survey}
		switch f, known := r.figures[team]; {
		case !known:
			points[i].Reason = ChangeAbsent
		case f == nil:
			points[i].Reason = ChangeHidden
		case last == nil:
			points[i].Reason = ChangeWithheld
		default:
			if points[i].Reason = incomparable(r, last, team, variable); points[i].Reason == "" {
				points[i].show(r, f.reading(variable))
			}
		}
	}
	return points
}

// latest is the last release that shows a value; nil where none does.
func latest(releases []*Released, team survey.Path, variable string) *Released {
	for i := len(releases) - 1; i >= 0; i-- {
		if f := releases[i].figures[team]; f != nil && f.reading(variable).mean != nil {
			return releases[i]
		}
	}
	return nil
}

func (p *TrendPoint) show(r *Released, x reading) {
	p.Score, p.Clipped = x.score, x.clipped
	if low, high, ok := r.Between(x.ci); ok {
		p.CI = &[2]float64{low, high}
	}
}
