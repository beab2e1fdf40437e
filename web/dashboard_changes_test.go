package web

import (
	"regexp"
	"strings"
	"testing"
)

var changesBox = regexp.MustCompile(`(?s)<section class="box changed">(.*?)</section>`)

func TestWhatChangedIsSaidAtMostInThreeSentencesTheSurestFirst(t *testing.T) {
	w := newWeb(t)
	p := sampleTeam()
	p.Changes = sampleChanges()
	got := words(page(t, w, "team", "en", p), changesBox)
	summary, _, _ := strings.Cut(got, "Every comparison")
	want := "What changed Since Summer pulse 2026, 3 July 2026 " +
		"Transparency fell by ≥ 12 points (5 to 20). A clear change. " +
		"Reliability rose by 10 points (−1 to 22). A possible change. " +
		"Trust fell by 5 points (0 to 9). A possible change. " +
		"With so many answers, a change of about 7 points would be noticed four times in five. "
	if strings.ReplaceAll(summary, "-", "−") != want {
		t.Errorf("\n got %s\nwant %s", summary, want)
	}
	if !strings.Contains(got, "Respect is the same. No clear change: it can be chance.") {
		t.Errorf("an unchanged dimension: %s", got)
	}
}

func TestTheSummaryLeavesOutWhatComesFourth(t *testing.T) {
	var c Changes
	for _, x := range []struct {
		words  string
		points float64
	}{{ChangePossible, 11}, {ChangeClear, 10}, {ChangeNone, 9}, {ChangeClear, -30}, {ChangePossible, -12}} {
		c.Rows = append(c.Rows, moved("COM", "Communication", x.words, x.points, 1, 2, 3))
	}
	var got []float64
	for _, x := range c.Beyond() {
		got = append(got, *x.Points)
	}
	if len(got) != 3 || got[0] != -30 || got[1] != 10 || got[2] != -12 {
		t.Errorf("in the summary: %v", got)
	}
}

func TestWhatCannotBeComparedSaysWhy(t *testing.T) {
	w := newWeb(t)
	for reason, want := range map[string]string{
		"absent": "did not have this team", "hidden": "was hidden in the earlier survey", "questions": "other questions were asked",
		"withheld": "hidden in one of the two surveys", "coverage": "counted together with other teams than now",
	} {
		p := sampleTeam()
		p.Changes = sampleIncomparable()
		for i := range p.Changes.Rows {
			p.Changes.Rows[i].Reason = reason
		}
		if reason != "coverage" {
			p.Changes.Rows[0].Joined, p.Changes.Rows[0].Left = nil, nil
		}
		got := words(page(t, w, "team", "en", p), changesBox)
		if !strings.Contains(got, "There is nothing to compare:") || !strings.Contains(got, want) {
			t.Errorf("%s: %s", reason, got)
		}
		if strings.Contains(got, "four times in five") || strings.Contains(got, "No clear change") {
			t.Errorf("%s: the page speaks of a change: %s", reason, got)
		}
		if strings.Contains(got, "Counted only then: Operations / Plant Bremen / Office.") != (reason == "coverage") {
			t.Errorf("%s: which teams were counted: %s", reason, got)
		}
	}
}

func TestTheSmallestChangeIsThatOfTheTotalElseTheLeast(t *testing.T) {
	c := sampleChanges()
	if got := *c.Smallest(); got != 6.6 {
		t.Errorf("with a total: %v", got)
	}
	c.Rows = c.Rows[1:]
	if got := *c.Smallest(); got != 9.1 {
		t.Errorf("without one: %v", got)
	}
	if (Changes{}).Smallest() != nil {
		t.Error("nothing was noticed, but a size is said")
	}
}

func TestABoundOfAChangeIsOneOfItsSize(t *testing.T) {
	for _, c := range []struct {
		points  float64
		clipped string
		want    string
	}{
		{12, "", ""}, {12, "at_least", "≥ "}, {12, "at_most", "≤ "}, {-12, "at_most", "≥ "}, {-12, "at_least", "≤ "}, {-12, "both", "≈ "},
	} {
		if got := (ScoreChange{Points: &c.points, Clipped: c.clipped}).Sign(); got != c.want {
			t.Errorf("%v %s: %q, want %q", c.points, c.clipped, got, c.want)
		}
	}
}

func TestAChangeThatPrintsAsNothingIsNotSaidToRiseOrFall(t *testing.T) {
	for points, want := range map[float64]bool{0.2: true, -0.5: true, 0.6: false, -3: false} {
		if got := (ScoreChange{Points: &points}).Level(); got != want {
			t.Errorf("%v points: level is %v", points, got)
		}
	}
	points := 0.3
	if (ScoreChange{Points: &points, Clipped: "at_least"}).Level() {
		t.Error("a bound may be far more than it says")
	}
}
