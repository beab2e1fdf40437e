package analytics_test

import (
	"fmt"
	"slices"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

func TestCommentsAreWhereTheirWalkPutsThem(t *testing.T) {
	placed, dropped := 0, 0
	for seed := range uint64(worlds) {
		w := newWorld(source(seed), 25)
		var want []string
		for _, p := range w.in.Questionnaire.Comments {
			want = append(want, w.refComments(p.ID)...)
		}
		var got []string
		for _, c := range w.count().Comments {
			got = append(got, fmt.Sprintf("%s|%s|%s", c.Team, c.Prompt, c.Text))
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: got %v, want %v", seed, got, want)
		}
		placed += len(got)
		dropped += len(w.in.Comments) - len(got)
	}
	if placed < 1000 || dropped < 1000 {
		t.Fatalf("%d placed, %d dropped: the worlds are too poor", placed, dropped)
	}
}

// refComments is the plain walk of one prompt.
func (w world) refComments(prompt string) []string {
	blocks := w.refBlocks()
	at := make([]survey.Path, len(blocks))
	of := make([][]string, len(blocks)) // texts, of which each writer has one
	for i, b := range blocks {
		at[i] = b.at
		for _, c := range w.in.Comments {
			if c.Prompt == prompt && slices.Contains(b.units, c.Unit) {
				of[i] = append(of[i], c.Text)
			}
		}
	}
	count := func(bs []int) (ballots, writers, replaced int) {
		for _, b := range bs {
			ballots += len(blocks[b].ballots)
			writers += len(of[b])
			replaced += blocks[b].replaced
		}
		return ballots, writers, replaced
	}
	size := func(bs []int) int { n, _, _ := count(bs); return n }
	enough := func(bs []int) bool {
		n, writers, r := count(bs)
		return n >= max(10, w.k)+r && writers >= 5+r
	}
	lots, left := slowClimb(w.in.Tree, at, enough)
	if _, writers, _ := count(left); writers > 0 {
		lots = slowJoin(lots, left, size, enough)
	}
	var out []string
	for _, l := range lots {
		for _, b := range l.things {
			for _, text := range of[b] {
				out = append(out, fmt.Sprintf("%s|%s|%s", l.at, prompt, text))
			}
		}
	}
	return out
}

func TestCommentsNeedTenBallotsAndFiveWriters(t *testing.T) {
	cases := []struct {
		name              string
		ballots, writers  int
		replaced, repeats int
		shown             bool
	}{
		{"ten ballots and five writers", 10, 5, 0, 1, true},
		{"nine ballots", 9, 5, 0, 1, false},
		{"four writers", 10, 4, 0, 1, false},
		{"four writers who write twice are four", 10, 4, 0, 2, false},
		{"ten ballots with a replaced invitation", 10, 6, 1, 1, false},
		{"five writers, of whom one may be two", 11, 5, 1, 1, false},
		{"eleven ballots and six writers with a replaced invitation", 11, 6, 1, 1, true},
	}
	for _, c := range cases {
		in := staff(t, map[survey.Path]int{"A": 12})
		in.Replaced[survey.Path("A").ID()] = c.replaced
		answer(&in, "A", c.ballots, 3, 3, 3, 3, 3)
		for range c.repeats {
			say(&in, "A", "helps", 0, c.writers)
		}
		counted, err := analytics.Count(in)
		if err != nil {
			t.Fatal(err)
		}
		if shown := len(counted.Comments) > 0; shown != c.shown {
			t.Errorf("%s: shown is %v", c.name, shown)
		}
		for _, x := range counted.Comments {
			if x.Team != "A" || x.Prompt != "helps" {
				t.Errorf("%s: %+v", c.name, x)
			}
		}
	}
}

// say adds a comment of each of some writers.
func say(in *analytics.Input, team survey.Path, prompt string, from, writers int) {
	for i := range writers {
		in.Comments = append(in.Comments, analytics.UnitComment{Unit: team.ID(), Prompt: prompt, Text: fmt.Sprintf("%s %d", team, i), Writer: from + i})
	}
}

func TestCommentsOfASmallTeamGoUpWithThoseOfTheNearest(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 12, "B": 6, "C": 30})
	answer(&in, "A", 12, 3, 3, 3, 3, 3)
	answer(&in, "B", 6, 3, 3, 3, 3, 3)
	answer(&in, "C", 30, 3, 3, 3, 3, 3)
	say(&in, "A", "helps", 0, 6)
	say(&in, "C", "helps", 20, 9)
	if places := placesOf(t, in); places["A"] != 6 || places["C"] != 9 || len(places) != 2 {
		t.Errorf("nobody in B wrote, so nothing has to move: %v", places)
	}
	say(&in, "B", "helps", 12, 1)
	if places := placesOf(t, in); places[""] != 7 || places["C"] != 9 || len(places) != 2 {
		t.Errorf("the one comment of B is shown with those of A: %v", places)
	}
}

func placesOf(t *testing.T, in analytics.Input) map[survey.Path]int {
	t.Helper()
	c, err := analytics.Count(in)
	if err != nil {
		t.Fatal(err)
	}
	places := map[survey.Path]int{}
	for _, x := range c.Comments {
		places[x.Team]++
	}
	return places
}

func TestBlankCommentsAreNone(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 12})
	answer(&in, "A", 12, 3, 3, 3, 3, 3)
	say(&in, "A", "helps", 0, 4)
	in.Comments = append(in.Comments, analytics.UnitComment{Unit: survey.Path("A").ID(), Prompt: "helps", Text: " \n", Writer: 9})
	if places := placesOf(t, in); len(places) != 0 {
		t.Errorf("shown: %v", places)
	}
}

func TestTheOrderOfCommentsIsThatOfTheRandomSourceAlone(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 40})
	answer(&in, "A", 40, 3, 3, 3, 3, 3)
	say(&in, "A", "helps", 0, 30)
	order := func(b constant) string {
		in.Random = b
		c, err := analytics.Count(in)
		if err != nil {
			t.Fatal(err)
		}
		return encoded(t, c.Comments)
	}
	first := order(1)
	if first == order(2) {
		t.Error("another source gives the same order")
	}
	slices.Reverse(in.Comments)
	if first != order(1) {
		t.Error("the order in which comments were counted shows")
	}
}
