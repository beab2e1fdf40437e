package server

import (
	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/web"
)

// rests are, by dimension, the organisation without a team: what the page of
// its questions says of each of them, together. docs/decisions/0066.
func (r result) rests(team survey.Path, f *analytics.Figure) map[string]web.Beside {
	out := map[string]web.Beside{}
	for _, d := range r.form.Dimensions {
		own := f.Dimensions[d.ID]
		if own.Score == nil {
			continue
		}
		b := web.Beside{Rest: true}
		if b.Score, b.Reason = r.rest(team, d.Items); b.Score != nil {
			b.Differs = differs(own.Rest)
		}
		out[d.ID] = b
	}
	return out
}

// rest is the mean score of some questions in the organisation without a team.
// Those of one dimension are answered by the same people, so it is the score of
// the dimension there. score is nil where reason is not empty.
func (r result) rest(team survey.Path, items []string) (score *float64, reason string) {
	sum := 0.0
	for _, id := range items {
		one, reason := r.comparable.ItemRest(team, id)
		if one == nil {
			return nil, reason
		}
		sum += *one
	}
	sum /= float64(len(items))
	return &sum, ""
}

// oneInTwenty is how often chance alone may be told from a difference, over all
// teams of a survey.
const oneInTwenty = 0.05

// differs says to which side a team differs from the rest by the released test.
func differs(rest *analytics.Rest) string {
	switch {
	case rest == nil || rest.T == nil || rest.PAdjusted == nil || *rest.PAdjusted >= oneInTwenty:
		return ""
	case *rest.T < 0:
		return web.DiffersLower
	}
	return web.DiffersHigher
}
