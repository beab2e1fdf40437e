package reports_test

import (
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// Whoever is left over at the organisation takes the nearest unit along, so
// the team above need not hold a hidden one although it has a figure.
func TestAHiddenTeamIsNotSaidToBeCountedWhereItIsNot(t *testing.T) {
	w := small(t)
	w.people = map[survey.Path]int{"P": 2, "P / A": 10, "P / B": 12}
	w.rate = 1
	b := w.book(t)
	if f, _ := b.Release.Figure("P"); f == nil || len(b.Release.Blocks) != 2 {
		t.Fatalf("P has no figure: %+v", b.Release.Blocks)
	}
	f := write(t, b)
	if got, want := f.cell(t, "Dimensions", "Note", "P / A"), "Hidden so that another team cannot be worked out. Counted in: Whole organisation."; got != want {
		t.Errorf("P / A says %q, want %q", got, want)
	}
	b.Units = nil
	if got, want := write(t, b).cell(t, "Dimensions", "Note", "P / A"), "Hidden so that another team cannot be worked out."; got != want {
		t.Errorf("without units P / A says %q, want %q", got, want)
	}
}

func TestASheetDoesNotSayThatEverybodyAnsweredWhereALinkWasReplaced(t *testing.T) {
	const everybody = "Everybody answered, so there is no interval."
	const twice = "An invitation was replaced, and both links may have been used: some answers may be second ones."
	for _, c := range []struct {
		n, invited, replaced int
		want                 string
	}{{12, 12, 0, everybody}, {12, 12, 1, twice}, {13, 12, 1, everybody}, {13, 12, 2, twice}, {11, 12, 1, ""}} {
		w := small(t)
		w.people = map[survey.Path]int{"A": c.n, "B": 20}
		b := w.book(t)
		b.Release.Blocks = []analytics.Block{{ID: "b1", N: c.n, Invited: c.invited, Replaced: c.replaced}}
		b.Release.Waves[0].Teams[0].Figure = &analytics.Figure{N: &c.n, Invited: &c.invited, Blocks: []string{"b1"}}
		b.Release.Waves[0].Teams[0].Hidden = false
		if got := write(t, b).cell(t, "Dimensions", "Note", "A"); got != c.want {
			t.Errorf("%d of %d with %d replaced: %q, want %q", c.n, c.invited, c.replaced, got, c.want)
		}
	}
}
