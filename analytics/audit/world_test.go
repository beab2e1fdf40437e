package audit_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"teamtrust/analytics"
	"teamtrust/analytics/audit"
	"teamtrust/survey"
)

// everything reports whether long campaigns are wanted.
func everything() bool { return os.Getenv("TEAMTRUST_TEST_ALL") != "" }

// organisations is how many random organisations a campaign tries.
func organisations() uint64 {
	if everything() {
		return 1000
	}
	return 40
}

// source is the randomness of organisation number seed.
func source(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 41)) }

// A company is an invented organisation with people that come and go.
type company struct {
	r      *rand.Rand
	q      *survey.Questionnaire
	k      int
	teams  []survey.Path
	mood   map[survey.Path]float64
	people []*person
	next   int
	cuts   []survey.Cut
	rate   float64 // who answers
	skip   float64 // who leaves an item out
	wave   int
}

// person answers with a leaning of their own; their number is their name.
type person struct {
	number  int
	team    survey.Path
	leaning float64
}

// newCompany draws a tree whose teams have 1 to 40 people each.
func newCompany(r *rand.Rand, teams int) *company {
	c := &company{r: r, q: newQuestionnaire(r), k: survey.MinimumGroup + r.IntN(3)*r.IntN(2), mood: map[survey.Path]float64{},
		rate: 0.4 + 0.6*r.Float64(), skip: 0.05 * float64(r.IntN(3))}
	c.teams = newTeams(r, teams)
	for _, t := range c.teams {
		c.mood[t] = r.NormFloat64() * 0.8
		for range 1 + r.IntN(1+r.IntN(40)) {
			c.join(t)
		}
	}
	for len(c.people) < 2*c.k {
		c.join(c.teams[0])
	}
	c.cut()
	return c
}

// cut divides the teams by two sites or three, of which some teams have none.
func (c *company) cut() {
	for i := range c.r.IntN(3) {
		cut := survey.Cut{Name: fmt.Sprint("cut ", i), Teams: map[survey.Path]string{}}
		for _, t := range c.teams {
			if v := c.r.IntN(7); v < 6 && (t.Depth() == 1 || v < 3) {
				cut.Teams[t] = fmt.Sprint("value ", v%(2+i))
			}
		}
		c.cuts = append(c.cuts, cut)
	}
}

func newTeams(r *rand.Rand, teams int) []survey.Path {
	paths := []survey.Path{"T0"}
	for i := 1; i < 1+r.IntN(teams); i++ {
		p := survey.Path(fmt.Sprintf("T%d", i))
		if up := paths[r.IntN(len(paths))]; r.IntN(4) > 0 && up.Depth() < 4 {
			p = up + survey.Separator + p
		}
		paths = append(paths, p)
	}
	return paths
}

// newQuestionnaire has one to three dimensions of one to four items and up to
// two items that stand alone.
func newQuestionnaire(r *rand.Rand) *survey.Questionnaire {
	scales := []survey.Scale{{Lo: 1, Hi: 5}, {Lo: 1, Hi: 5}, {Lo: 0, Hi: 10}, {Lo: 1, Hi: 7}, {Lo: 1, Hi: 4}, {Lo: 0, Hi: 1}}
	q := &survey.Questionnaire{ID: "Q", Version: "1", Scale: scales[r.IntN(len(scales))], Comments: []survey.Prompt{{ID: "helps"}, {ID: "raise"}}}
	add := func(dimension string) string {
		it := survey.Item{ID: fmt.Sprintf("I%d", len(q.Items)), Dimension: dimension, Reverse: r.IntN(3) == 0, Extra: []survey.Extra{{Code: survey.OptOut}}}
		if dimension == "" && r.IntN(2) == 0 {
			it.Extra = append(it.Extra, survey.Extra{Code: "none"})
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

func (c *company) join(team survey.Path) {
	c.people = append(c.people, &person{c.next, team, c.r.NormFloat64() * 0.7})
	c.next++
}

// pass lets some people leave and others join, and moods change.
func (c *company) pass() {
	c.people = slices.DeleteFunc(c.people, func(*person) bool { return c.r.IntN(12) == 0 })
	for range len(c.people) / 12 {
		c.join(c.teams[c.r.IntN(len(c.teams))])
	}
	for len(c.people) < 2*c.k {
		c.join(c.teams[0])
	}
	for _, t := range c.teams {
		c.mood[t] += c.r.NormFloat64() * 0.3
	}
}

// A poll is one wave: what is counted, and who cast each ballot.
type poll struct {
	in    analytics.Input
	voter []*person // by ballot
}

// vote lets everybody who is there answer, or not.
func (c *company) vote() *poll {
	return c.poll(func(x *person) survey.Answers {
		if c.r.Float64() > c.rate {
			return nil
		}
		return c.answers(x)
	})
}

// poll is a wave with the answers of those who have any.
func (c *company) poll(answers func(*person) survey.Answers) *poll {
	c.wave++
	p := &poll{in: analytics.Input{
		Survey:        survey.Survey{ID: fmt.Sprintf("s%d", c.wave), Name: fmt.Sprintf("Wave %d", c.wave), Questionnaire: c.q.ID, MinimumGroup: c.k},
		Questionnaire: c.q, Tree: survey.NewTree(c.teams...), People: map[survey.Path]int{}, Cuts: c.cuts, Random: constant(7),
	}}
	for _, x := range c.people {
		p.in.People[x.team]++
	}
	units, err := analytics.Units(p.in.Tree, p.in.People, c.k)
	if err != nil {
		panic(err)
	}
	unit := p.invite(units)
	for _, x := range c.people {
		if a := answers(x); a != nil {
			c.cast(p, x, unit[x.team], a)
		}
	}
	return p
}

// invite invites everybody into units, and says which a team's people are in.
func (p *poll) invite(units []survey.Unit) map[survey.Path]string {
	p.in.Units, p.in.Invited, p.in.Replaced = units, map[string]int{}, map[string]int{}
	unit := map[survey.Path]string{}
	for _, u := range units {
		p.in.Invited[u.ID] = u.Eligible
		for _, t := range u.Teams {
			unit[t] = u.ID
		}
	}
	return unit
}

func (c *company) cast(p *poll, x *person, unit string, answers survey.Answers) {
	n := len(p.in.Ballots)
	p.in.Ballots = append(p.in.Ballots, analytics.UnitBallot{Unit: unit, Answers: answers})
	p.voter = append(p.voter, x)
	if c.r == nil {
		return
	}
	if c.r.IntN(60) == 0 {
		p.in.Replaced[unit]++
	}
	for _, prompt := range c.q.Comments {
		if c.r.IntN(3) == 0 {
			p.in.Comments = append(p.in.Comments, analytics.UnitComment{Unit: unit, Prompt: prompt.ID, Text: "text", Writer: n})
		}
	}
}

// byTeam is the poll of a product without units: every team's ballots bear its
// own label.
func (p *poll) byTeam() *poll {
	o := &poll{in: p.in, voter: p.voter}
	var units []survey.Unit
	for _, t := range p.in.Tree {
		if n := p.in.People[t]; n > 0 {
			units = append(units, survey.Unit{ID: t.ID(), Name: string(t), Team: t, Teams: []survey.Path{t}, Eligible: n})
		}
	}
	unit := o.invite(units)
	o.in.Ballots, o.in.Comments = nil, nil
	for i, b := range p.in.Ballots {
		o.in.Ballots = append(o.in.Ballots, analytics.UnitBallot{Unit: unit[p.voter[i].team], Answers: b.Answers})
	}
	return o
}

// without is the poll without one ballot, first is that of the first ballots,
// and in onlyFirst so many people of a team have answered.
func (p *poll) without(ballot int) *poll {
	return p.keep(func(i int) bool { return i != ballot })
}

func (p *poll) first(n int) *poll { return p.keep(func(i int) bool { return i < n }) }

func (p *poll) onlyFirst(team survey.Path, n int) *poll {
	seen := 0
	return p.keep(func(i int) bool {
		if p.voter[i].team == team {
			seen++
			return seen <= n
		}
		return true
	})
}

func (p *poll) keep(keep func(ballot int) bool) *poll {
	o := &poll{in: p.in}
	o.in.Ballots, o.in.Comments = nil, nil
	for i, b := range p.in.Ballots {
		if keep(i) {
			o.in.Ballots, o.voter = append(o.in.Ballots, b), append(o.voter, p.voter[i])
		}
	}
	return o
}

func (c *company) answers(x *person) survey.Answers {
	a := survey.Answers{}
	s := c.q.Scale
	for _, it := range c.q.Items {
		switch at := 0.6 + 0.2*(c.mood[x.team]+x.leaning+0.7*c.r.NormFloat64()); {
		case len(it.Extra) > 1 && c.r.IntN(3) == 0:
			a[it.ID] = survey.Answer{Code: "none"}
		case c.r.Float64() < c.skip:
		case c.r.Float64() < c.skip:
			a[it.ID] = survey.Answer{Code: it.Extra[c.r.IntN(len(it.Extra))].Code}
		default:
			v := min(s.Hi, max(s.Lo, s.Lo+int(at*float64(s.Points()))))
			if it.Reverse {
				v = s.Lo + s.Hi - v
			}
			a[it.ID] = survey.Answer{Value: v}
		}
	}
	return a
}

var firstClose = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// published is what our release of a poll makes public.
func (p *poll) published(number int) *audit.Wave {
	c, err := analytics.Count(p.in)
	if err != nil {
		panic(err)
	}
	w := p.opened(number)
	w.Releases, w.ReleaseHash, w.Spent = []*analytics.Release{c.Release}, c.Release.ReleaseHash, map[string]int{}
	for _, b := range c.Release.Blocks {
		w.Counts = append(w.Counts, audit.Count{Block: b.ID, Units: b.Units, Invited: b.Invited, Collected: b.N, Cast: b.N, Replaced: b.Replaced})
		w.Spent[b.ID] = b.N
	}
	w.Comments = labels(c.Comments)
	return w
}

// opened is what is public from the opening on.
func (p *poll) opened(number int) *audit.Wave {
	sv := p.in.Survey
	sv.Opens = firstClose.AddDate(0, 0, 28*number-7)
	sv.Closes = firstClose.AddDate(0, 0, 28*number)
	sv.ClosedAt = sv.Closes
	return &audit.Wave{Survey: sv, Form: p.in.Questionnaire, Units: p.in.Units}
}

func labels(comments []analytics.PlacedComment) []audit.Comments {
	var out []audit.Comments
	for _, c := range comments {
		i := slices.IndexFunc(out, func(x audit.Comments) bool { return x.Team == c.Team && x.Prompt == c.Prompt })
		if i < 0 {
			out = append(out, audit.Comments{Team: c.Team, Prompt: c.Prompt})
			i = len(out) - 1
		}
		out[i].Number++
	}
	return out
}

// audited is the report about some waves.
func audited(t testing.TB, waves ...*audit.Wave) *audit.Report {
	t.Helper()
	var a audit.Auditor
	for _, w := range waves {
		if err := a.Add(w); err != nil {
			t.Fatal(err)
		}
	}
	return a.Report()
}

// constant is a source of randomness that always reads the same.
type constant byte

func (c constant) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c)
	}
	return len(p), nil
}
