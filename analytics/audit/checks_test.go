package audit_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"teamtrust/analytics"
	"teamtrust/analytics/audit"
	"teamtrust/survey"
)

// house is an organisation where everything that a release can say is said:
// floors of 24, 12, 6 and 4 people, of whom some skip questions or give codes.
func house() *poll {
	r := rand.New(rand.NewPCG(3, 4))
	c := &company{k: survey.MinimumGroup, q: twoItems()}
	c.q.Items = append(c.q.Items, survey.Item{ID: "TASK", Extra: []survey.Extra{{Code: survey.OptOut}, {Code: "none"}}})
	for _, t := range []team{{"House", 3}, {"House / A", 24}, {"House / B", 12}, {"House / C", 6}, {"House / D", 4}} {
		c.teams = append(c.teams, t.path)
		for range t.people {
			c.people = append(c.people, &person{number: len(c.people), team: t.path})
		}
	}
	p := c.poll(func(x *person) survey.Answers {
		a := survey.Answers{"A": {Value: 1 + r.IntN(5)}, "B": {Value: 1 + r.IntN(5)}, "TASK": {Value: 1 + r.IntN(5)}}
		switch {
		case x.number%6 == 0:
			a["TASK"] = survey.Answer{Code: "none"}
		case x.number%7 == 0:
			a["TASK"] = survey.Answer{Code: survey.OptOut}
		}
		return a
	})
	for i, b := range p.in.Ballots {
		p.in.Comments = append(p.in.Comments, analytics.UnitComment{Unit: b.Unit, Prompt: "helps", Text: "text", Writer: i})
	}
	return p
}

// day is a refresh so many days after the opening.
func day(w *audit.Wave, n float64, teams ...survey.Path) audit.Bands {
	b := audit.Bands{At: w.Survey.Opens.Add(time.Duration(n * 24 * float64(time.Hour))), Teams: map[survey.Path]string{survey.Organisation: "50-75"}}
	for _, t := range teams {
		b.Teams[t] = ">75"
	}
	return b
}

// addCut adds a cut of one value, with nothing but counts.
func addCut(r *analytics.Release, blocks ...string) {
	n := 0
	for _, b := range r.Blocks {
		if slices.Contains(blocks, b.ID) {
			n += b.N
		}
	}
	r.Cuts = []analytics.CutFigures{{Cut: "site", Values: []analytics.CutValue{{Value: "north", Figure: &analytics.Figure{N: &n, Blocks: blocks}}}}}
}

// teamOf finds a team's figure to alter it.
func teamOf(r *analytics.Release, path string) *analytics.Figure {
	for i := range r.Waves[0].Teams {
		if r.Waves[0].Teams[i].Team == path {
			return r.Waves[0].Teams[i].Figure
		}
	}
	return nil
}

func alterDimension(f *analytics.Figure, id string, alter func(*analytics.Dimension)) {
	d := f.Dimensions[id]
	alter(&d)
	f.Dimensions[id] = d
}

func alterItem(f *analytics.Figure, id string, alter func(*analytics.Item)) {
	it := f.Items[id]
	alter(&it)
	f.Items[id] = it
}

func TestEveryCheckFindsWhatItIsFor(t *testing.T) {
	tests := []struct {
		name  string
		kind  audit.Kind // empty: nothing is found
		alter func(w *audit.Wave, r *analytics.Release)
	}{
		{"nothing was altered", "", func(*audit.Wave, *analytics.Release) {}},
		{"bands as they should be", "", func(w *audit.Wave, _ *analytics.Release) {
			w.Bands = []audit.Bands{day(w, 1, "House / A"), day(w, 2, "House / A", "House")}
		}},
		{"a band of twelve people", audit.Participation, func(w *audit.Wave, _ *analytics.Release) { w.Bands = []audit.Bands{day(w, 1, "House / B")} }},
		{"a refresh after an hour", audit.Time, func(w *audit.Wave, _ *analytics.Release) { w.Bands = []audit.Bands{day(w, 1), day(w, 1.04)} }},
		{"a refresh on the last day", audit.Time, func(w *audit.Wave, _ *analytics.Release) { w.Bands = []audit.Bands{day(w, 6.5)} }},
		{"a figure's n is not that of its blocks", audit.Ballots, func(_ *audit.Wave, r *analytics.Release) { *teamOf(r, "House / A").N-- }},
		{"a figure has a block of another team", audit.Ballots, func(_ *audit.Wave, r *analytics.Release) {
			teamOf(r, "House / A").Blocks = teamOf(r, "House / B").Blocks
		}},
		{"a figure has a block that there is not", audit.Record, func(_ *audit.Wave, r *analytics.Release) { teamOf(r, "House / A").Blocks = []string{"b99"} }},
		{"a team without a unit has numbers", audit.Hidden, func(_ *audit.Wave, r *analytics.Release) {
			for i := range r.Waves[0].Teams {
				if t := &r.Waves[0].Teams[i]; t.Hidden {
					t.Hidden, t.Figure = false, &analytics.Figure{N: ref(4), Blocks: []string{}}
				}
			}
		}},
		{"another n of the same blocks", audit.Ballots, func(w *audit.Wave, r *analytics.Release) {
			r.Blocks[1].N++
			w.Counts[1].Cast++
			w.Spent[r.Blocks[1].ID]++
		}},
		{"a cut", "", func(_ *audit.Wave, r *analytics.Release) { addCut(r, "b2", "b3") }},
		{"a cut of seven ballots", audit.Group, func(_ *audit.Wave, r *analytics.Release) { addCut(r, r.Blocks[0].ID) }},
		{"a cut that leaves seven ballots", audit.Group, func(_ *audit.Wave, r *analytics.Release) {
			var rest []string
			for _, b := range r.Blocks[1:] {
				rest = append(rest, b.ID)
			}
			addCut(r, rest...)
		}},
		{"a hidden value of a cut with numbers", audit.Hidden, func(_ *audit.Wave, r *analytics.Release) {
			addCut(r, "b2", "b3")
			r.Cuts[0].Values[0].Hidden = true
		}},
		{"a cut with a mean of nine complete ballots", audit.Group, func(_ *audit.Wave, r *analytics.Release) {
			addCut(r, "b2", "b3")
			f := r.Cuts[0].Values[0].Figure
			it := r.Waves[0].Items["TASK"]
			it.N, it.SD, it.CI, it.Favourable, it.Neutral, it.Unfavourable, it.Histogram, it.Missing, it.Extra = ref(9), nil, nil, nil, nil, nil, nil, nil, nil
			it.Mean, it.Score, it.Blocks = ref(3.0), ref(50.0), f.Blocks
			f.Items = map[string]analytics.Item{"TASK": it}
		}},
		{"a total that is not the mean of its dimensions", audit.Ballots, func(_ *audit.Wave, r *analytics.Release) { *r.Waves[0].Total.Mean += 0.02 }},
		{"a total although a dimension is withheld", audit.Hidden, func(_ *audit.Wave, r *analytics.Release) { r.Waves[0].Dimensions = map[string]analytics.Dimension{} }},
		{"a score of the mean before rounding", audit.Ballots, func(_ *audit.Wave, r *analytics.Release) {
			alterDimension(&r.Waves[0].Figure, "COM", func(d *analytics.Dimension) { *d.Score += 0.1 })
		}},
		{"a dimension that is not its items", audit.Ballots, func(_ *audit.Wave, r *analytics.Release) {
			alterItem(teamOf(r, "House / A"), "A", func(it *analytics.Item) { *it.Mean += 0.05; *it.Score += 1.3 })
		}},
		{"an item without its dimension", audit.Ballots, func(_ *audit.Wave, r *analytics.Release) {
			alterDimension(teamOf(r, "House / A"), "COM", func(d *analytics.Dimension) { d.Level = analytics.Level{Blocks: []string{}} })
		}},
		{"shares of a dimension that are not those of its items", audit.Ballots, func(_ *audit.Wave, r *analytics.Release) {
			alterDimension(&r.Waves[0].Figure, "COM", func(d *analytics.Dimension) { *d.Favourable += 0.05 })
		}},
		{"a distribution that is not the mean's", audit.Ballots, func(_ *audit.Wave, r *analytics.Release) {
			alterItem(teamOf(r, "House / A"), "A", func(it *analytics.Item) { it.Histogram["1"] += 0.2; it.Histogram["5"] -= 0.2 })
		}},
		{"an SD that no ballots have", audit.Ballots, func(_ *audit.Wave, r *analytics.Release) {
			alterItem(teamOf(r, "House / B"), "A", func(it *analytics.Item) { *it.SD = 2.6 })
		}},
		{"an SD of a small team", audit.Group, func(_ *audit.Wave, r *analytics.Release) {
			alterItem(teamOf(r, "House / C"), "A", func(it *analytics.Item) { sd := *it.Mean; it.SD = &sd; *it.SD = 0.9 })
		}},
		{"agreement of a small team", audit.Group, func(_ *audit.Wave, r *analytics.Release) {
			alterDimension(teamOf(r, "House / C"), "COM", func(d *analytics.Dimension) { d.RWG = ref(0.7) })
		}},
		{"a small team against the rest", audit.Group, func(_ *audit.Wave, r *analytics.Release) {
			alterDimension(teamOf(r, "House / C"), "COM", func(d *analytics.Dimension) { d.Rest = &analytics.Rest{G: ref(0.2)} })
		}},
		{"a distribution of twelve", audit.Group, func(_ *audit.Wave, r *analytics.Release) {
			alterItem(teamOf(r, "House / B"), "A", func(it *analytics.Item) { it.Histogram = map[string]float64{"1": 1} })
		}},
		{"the share of a code that two gave", audit.Missing, func(_ *audit.Wave, r *analytics.Release) {
			alterItem(teamOf(r, "House / B"), "TASK", func(it *analytics.Item) { it.Extra["none"] = ref(0.17) })
		}},
		{"the share of a code that nobody gave", audit.Missing, func(_ *audit.Wave, r *analytics.Release) {
			alterItem(teamOf(r, "House / B"), "TASK", func(it *analytics.Item) { it.Extra["none"] = ref(0.0) })
		}},
		{"how many left an item out, of a few", audit.Missing, func(_ *audit.Wave, r *analytics.Release) {
			alterItem(&r.Waves[0].Figure, "A", func(it *analytics.Item) { it.Missing = ref(2) })
		}},
		{"another n at one item", audit.Missing, func(_ *audit.Wave, r *analytics.Release) {
			alterItem(teamOf(r, "House / A"), "A", func(it *analytics.Item) { it.N = ref(*it.N - 1) })
		}},
		{"comments of four writers", audit.Writers, func(w *audit.Wave, _ *analytics.Release) { w.Comments[0].Number = 4 }},
		{"comments of a team of six", audit.Writers, func(w *audit.Wave, _ *analytics.Release) {
			w.Comments = append(w.Comments, audit.Comments{Team: "House / C", Prompt: "helps", Number: 5})
		}},
		{"comments on no prompt", audit.Record, func(w *audit.Wave, _ *analytics.Release) { w.Comments[0].Prompt = "nosuch" }},
		{"a verify page with other counts", audit.Record, func(w *audit.Wave, _ *analytics.Release) { w.Counts[0].Cast++ }},
		{"a verify page without a block", audit.Record, func(w *audit.Wave, _ *analytics.Release) { w.Counts = w.Counts[1:] }},
		{"a verify page with a block too many", audit.Record, func(w *audit.Wave, _ *analytics.Release) {
			w.Counts = append(w.Counts, audit.Count{Block: "b99"})
		}},
		{"fewer credentials than ballots", audit.Record, func(w *audit.Wave, _ *analytics.Release) { w.Spent["b1"]-- }},
		{"another hash on the verify page", audit.Record, func(w *audit.Wave, _ *analytics.Release) { w.ReleaseHash = "00" }},
		{"numbers that the hash is not of", audit.Record, func(w *audit.Wave, _ *analytics.Release) { w.Hash = "00" }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := house().published(0)
			test.alter(w, w.Releases[0])
			got := kinds(t, w)
			if test.kind == "" && got != nil || test.kind != "" && !slices.Contains(got, test.kind) {
				t.Errorf("found %v, want %q", got, test.kind)
			}
		})
	}
}

// Two rehearsals may end at once, and so may a rehearsal and a survey.
func TestRehearsalsAreNotComparedWithOthers(t *testing.T) {
	a, b := house().published(0), house().published(0)
	b.Survey.Rehearsal = true
	r := audited(t, a, b)
	if !r.OK() || r.Compared.Pairs != 0 || r.Compared.Rehearsals != 1 {
		t.Errorf("%+v", r)
	}
}

func TestNobodyHasTwoOpenSurveys(t *testing.T) {
	long, other := house().published(0), house().published(1)
	long.Survey.Opens = long.Survey.Opens.AddDate(0, 0, -40)
	other.Survey.Opens = long.Survey.ClosedAt.Add(-time.Hour)
	if got := kinds(t, long, other); !slices.Equal(got, []audit.Kind{audit.Time}) {
		t.Errorf("found %v", got)
	}
	other.Survey.Opens = long.Survey.ClosedAt
	if got := kinds(t, long, other); got != nil {
		t.Errorf("one after the other: found %v", got)
	}
}

// Who is left when bands are subtracted may all have taken part: that is told
// as a number, because participation is no secret.
func TestBandsThatPinSomebodyDownAreCounted(t *testing.T) {
	w := house().opened(0)
	w.Units = []survey.Unit{
		{ID: "a", Team: "House / A", Teams: []survey.Path{"House / A"}, Eligible: 21},
		{ID: "b", Team: "House / B", Teams: []survey.Path{"House / B"}, Eligible: 5},
	}
	b := day(w, 1)
	b.Teams = map[survey.Path]string{survey.Organisation: ">75", "House / A": "50-75"}
	w.Bands = []audit.Bands{b}
	r := audited(t, w)
	if !r.OK() || r.Measured.Pinned != 1 {
		t.Errorf("%+v", r)
	}
}

func TestFindingsBeyondTheMostAreCounted(t *testing.T) {
	p := enterprise(400, 2000)
	r := audited(t, p.with(0, naive{least: 1}.release(p.byTeam())))
	if len(r.Findings) != audit.MostFindings || r.Left == 0 || r.OK() {
		t.Errorf("%d findings, %d left out", len(r.Findings), r.Left)
	}
}
