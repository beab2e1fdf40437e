package analytics_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// A world is an invented organisation with a questionnaire and the ballots of
// one survey.
type world struct {
	in analytics.Input
	k  int
}

// source is the randomness of test number seed.
func source(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 20261122)) }

// newWorld draws a tree with up to the given number of teams, people, units
// and ballots. Some teams are unanimous, some people skip items, a few
// invitations were replaced.
func newWorld(r *rand.Rand, teams int) world {
	q := newQuestionnaire(r)
	w := world{k: survey.MinimumGroup + r.IntN(3)*r.IntN(2)}
	w.in = analytics.Input{
		Survey:        survey.Survey{ID: "s1", Name: "Autumn", Questionnaire: q.ID, MinimumGroup: w.k},
		Questionnaire: q, Tree: newTree(r, teams), People: map[survey.Path]int{},
		Invited: map[string]int{}, Replaced: map[string]int{}, Random: constant(7),
	}
	total := 0
	for _, t := range w.in.Tree {
		if r.IntN(10) > 0 {
			w.in.People[t] = 1 + r.IntN(12)
			total += w.in.People[t]
		}
	}
	if total < w.k {
		w.in.People[w.in.Tree[0]] += w.k
	}
	units, err := analytics.Units(w.in.Tree, w.in.People, w.k)
	if err != nil {
		panic(err)
	}
	w.in.Units = units
	w.cast(r)
	return w
}

func newTree(r *rand.Rand, teams int) survey.Tree {
	paths := []survey.Path{"T0"}
	for i := 1; i < 1+r.IntN(teams); i++ {
		p := survey.Path(fmt.Sprintf("T%d", i))
		if up := paths[r.IntN(len(paths))]; r.IntN(4) > 0 && up.Depth() < 4 {
			p = up + survey.Separator + p
		}
		paths = append(paths, p)
	}
	return survey.NewTree(paths...)
}

// newQuestionnaire has one to three dimensions of one to four items and up to
// two items that stand alone.
func newQuestionnaire(r *rand.Rand) *survey.Questionnaire {
	scales := []survey.Scale{{Lo: 1, Hi: 5}, {Lo: 0, Hi: 10}, {Lo: 0, Hi: 1}, {Lo: 1, Hi: 7}, {Lo: -2, Hi: 2}, {Lo: 1, Hi: 4}}
	q := &survey.Questionnaire{ID: "Q", Version: "1", Scale: scales[r.IntN(len(scales))],
		Comments: []survey.Prompt{{ID: "helps"}, {ID: "raise"}}}
	add := func(dimension string) string {
		it := survey.Item{ID: fmt.Sprintf("I%d", len(q.Items)), Dimension: dimension, Reverse: r.IntN(3) == 0,
			Extra: []survey.Extra{{Code: survey.OptOut}}}
		if dimension == "" && r.IntN(2) == 0 {
			it.Extra = append(it.Extra, survey.Extra{Code: "none"})
		}
		if r.IntN(12) == 0 {
			it.Level = "organisation"
		}
		q.Items = append(q.Items, it)
		return it.ID
	}
	for d := range 1 + r.IntN(3) {
		dim := survey.Dimension{ID: fmt.Sprintf("D%d", d)}
		for range 1 + r.IntN(4) {
			dim.Items = append(dim.Items, add(dim.ID))
		}
		q.Dimensions = append(q.Dimensions, dim)
	}
	for range r.IntN(3) {
		add("")
	}
	return q
}

// cast draws who answers, and what. In one world in four no team agrees, so
// that hardly anything is clipped, and some are in two camps.
func (w *world) cast(r *rand.Rand) {
	rate, skip, calm := 0.3+0.7*r.Float64(), 0.12*float64(r.IntN(3)), r.IntN(4) == 0
	for _, u := range w.in.Units {
		w.in.Invited[u.ID] = u.Eligible
		if r.IntN(8) == 0 {
			w.in.Replaced[u.ID] = 1 + r.IntN(2)
		}
		mood, unanimous := r.IntN(w.in.Questionnaire.Scale.Points()), r.IntN(6) == 0
		if calm {
			mood, unanimous = w.in.Questionnaire.Scale.Points()/2, false
		}
		camps := calm && r.IntN(4) == 0
		for range w.turnout(r, u, rate) {
			if camps {
				mood, unanimous = r.IntN(2)*(w.in.Questionnaire.Scale.Points()-1), r.IntN(10) > 0
			}
			w.in.Ballots = append(w.in.Ballots, analytics.UnitBallot{Unit: u.ID, Answers: w.answers(r, mood, unanimous, skip)})
			w.comment(r, u.ID)
		}
	}
}

// turnout draws how many ballots a unit casts: some of those whose invitation
// was replaced cast one by either link.
func (w *world) turnout(r *rand.Rand, u survey.Unit, rate float64) int {
	n := 0
	for range u.Eligible {
		if r.Float64() < rate {
			n++
		}
	}
	for range min(n, w.in.Replaced[u.ID]) {
		n += r.IntN(2)
	}
	return n
}

func (w *world) answers(r *rand.Rand, mood int, unanimous bool, skip float64) survey.Answers {
	a := survey.Answers{}
	s := w.in.Questionnaire.Scale
	for _, it := range w.in.Questionnaire.Items {
		switch v := s.Lo + (mood+r.IntN(s.Points()))/2; {
		case len(it.Extra) > 1 && r.IntN(3) == 0:
			a[it.ID] = survey.Answer{Code: "none"}
		case r.Float64() < skip:
		case r.Float64() < skip:
			a[it.ID] = survey.Answer{Code: it.Extra[r.IntN(len(it.Extra))].Code}
		case unanimous:
			a[it.ID] = survey.Answer{Value: s.Lo + mood}
		default:
			a[it.ID] = survey.Answer{Value: v}
		}
	}
	return a
}

// comment lets the writer of the newest ballot comment on some prompts. The
// text names unit and writer, so that a test can tell where it came from.
func (w *world) comment(r *rand.Rand, unit string) {
	writer := len(w.in.Ballots) - 1
	for _, p := range w.in.Questionnaire.Comments {
		if r.IntN(3) == 0 {
			w.in.Comments = append(w.in.Comments, analytics.UnitComment{
				Unit: unit, Prompt: p.ID, Text: fmt.Sprintf("%s %d", unit, writer), Writer: writer})
		}
	}
}

// count counts the world; a failure is one of the test.
func (w world) count() *analytics.Counted {
	c, err := analytics.Count(w.in)
	if err != nil {
		panic(err)
	}
	return c
}

// constant is a source of randomness that always reads the same.
type constant byte

func (c constant) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c)
	}
	return len(p), nil
}

// under reports whether path q is p or below it, by its spelling alone.
func under(p, q survey.Path) bool {
	return p == "" || p == q || strings.HasPrefix(string(q), string(p)+" / ")
}
