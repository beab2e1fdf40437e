package web

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestABarOfFiveStepsKeepsItsSides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		left := 1.0
		shares := make([]float64, rapid.IntRange(5, 11).Draw(t, "points"))
		for i := range shares {
			shares[i] = rapid.Float64Range(0, left).Draw(t, "share")
			left -= shares[i]
		}
		shares[0] += left
		row := ItemRow{Spread: shares, Reverse: rapid.Bool().Draw(t, "reverse")}
		var total float64
		at := map[int]Segment{}
		for _, p := range row.Pieces() {
			total += p.Width
			at[p.Tone] = p.Segment
		}
		const slack = 1e-9
		if math.Abs(total-100) > slack {
			t.Fatalf("the pieces make %v of 100", total)
		}
		for _, pair := range [][2]int{{1, 2}, {2, 4}, {4, 5}, {5, 3}} {
			if a, b := at[pair[0]], at[pair[1]]; a.X+a.Width > b.X+slack {
				t.Fatalf("piece %d runs into piece %d: %v, %v", pair[0], pair[1], a, b)
			}
		}
		if end := at[2]; math.Abs(end.X+end.Width-barZero) > slack || math.Abs(at[4].X-barZero) > slack {
			t.Fatalf("the sides do not meet at zero: %v, %v", at[2], at[4])
		}
	})
	if (ItemRow{Spread: []float64{0.5, 0.5}}).Pieces() != nil {
		t.Error("a scale of two points has five steps")
	}
}

func TestAReversedQuestionIsDrawnTheOtherWayRound(t *testing.T) {
	row := ItemRow{Spread: []float64{0.1, 0.2, 0.3, 0.25, 0.15}}
	if got := row.Steps(); got[0] != 0.1 || got[4] != 0.15 {
		t.Errorf("steps are %v", got)
	}
	row.Reverse = true
	if got := row.Steps(); got[0] != 0.15 || got[1] != 0.25 || got[4] != 0.1 {
		t.Errorf("reversed steps are %v", got)
	}
}

func TestABoundIsNotDrawnLikeAnExactScore(t *testing.T) {
	w := newWeb(t)
	for clipped, ends := range map[string]int{"": 0, "at_least": 1, "at_most": 1, "both": 2} {
		r := exact(single("X", "One", 60, 0, 0, nil), IntervalSame)
		r.Clipped = clipped
		p := sampleTeam()
		p.Figure = &Figure{N: 7, Invited: 9, MinimumGroup: 5, Items: []Reading{r}}
		p.Below, p.Charts, p.Comments = nil, nil, nil
		out := page(t, w, "team", "en", p)
		if got := strings.Count(out, `<line class="open"`); got != ends {
			t.Errorf("%q has %d open ends, want %d", clipped, got, ends)
		}
		if got := strings.Contains(out, `class="bound"`); got != (clipped != "") {
			t.Errorf("%q is hollow: %v", clipped, got)
		}
	}
}

func TestTheMeanOfABoundIsABound(t *testing.T) {
	w := newWeb(t)
	for clipped, sign := range map[string]string{"": "", "at_least": "≥ ", "at_most": "≤ ", "both": "≈ "} {
		r := exact(single("X", "One", 60, 0, 0, nil), IntervalSame)
		r.Clipped = clipped
		p := sampleTeam()
		p.Figure = &Figure{N: 7, Invited: 9, MinimumGroup: 5, Items: []Reading{r}}
		if out := page(t, w, "team", "en", p); !strings.Contains(out, `<bdi dir="ltr">`+sign+"3.40</bdi>") {
			t.Errorf("%q: the mean has not the sign %q", clipped, sign)
		}
	}
}
