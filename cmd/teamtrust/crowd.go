package main

import (
	"hash/fnv"
	"math"
	"math/rand/v2"

	"teamtrust/survey"
)

// crowd invents answers for rehearsals: people of one team answer alike, some
// skip an item or opt out, few write a comment. The same seed gives the same
// answers whatever the order in which they are asked for.
type crowd struct {
	seed  uint64
	q     *survey.Questionnaire
	mood  func(team, dimension string) float64 // shift on the answer scale; nil for none
	words []string                             // comments to draw from; nil for none
}

// How often things happen, and how far answers spread on a scale of five.
const (
	teamSpread   = 0.3
	personSpread = 0.75
	itemSpread   = 0.7
	skipShare    = 0.003
	optOutShare  = 0.005
	wordsShare   = 0.25
)

func (c crowd) source(parts ...string) *rand.Rand {
	h := fnv.New64a()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(c.seed, h.Sum64()))
}

// ballot is what one holder of a link answers.
func (c crowd) ballot(holder, team string) (survey.Answers, map[string]string) {
	r := c.source("person", holder)
	tendency := 0.2 + c.source("team", team).NormFloat64()*teamSpread + r.NormFloat64()*personSpread
	answers := survey.Answers{}
	for i := range c.q.Items {
		it := &c.q.Items[i]
		if a, ok := c.answer(r, it, team, tendency); ok {
			answers[it.ID] = a
		}
	}
	return answers, c.comments(r)
}

func (c crowd) answer(r *rand.Rand, it *survey.Item, team string, tendency float64) (survey.Answer, bool) {
	spread := r.NormFloat64() * itemSpread
	switch luck := r.Float64(); {
	case luck < skipShare:
		return survey.Answer{}, false
	case luck < skipShare+optOutShare:
		return survey.Answer{Code: survey.OptOut}, true
	}
	s := c.q.Scale
	if c.mood != nil {
		tendency += c.mood(team, it.Dimension)
	}
	middle, step := float64(s.Lo+s.Hi)/2, float64(s.Hi-s.Lo)/4
	v := int(math.Round(middle + step*(tendency+spread)))
	v = min(max(v, s.Lo), s.Hi)
	return survey.Answer{Value: c.q.Keyed(it, v)}, true
}

func (c crowd) comments(r *rand.Rand) map[string]string {
	out := map[string]string{}
	for _, p := range c.q.Comments {
		if len(c.words) > 0 && r.Float64() < wordsShare {
			out[p.ID] = c.words[r.IntN(len(c.words))]
		}
	}
	return out
}
