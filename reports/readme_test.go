package reports_test

import (
	"fmt"
	"strings"
	"testing"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
)

func TestReadMe(t *testing.T) {
	t.Run("it says what is hidden and why, with counts that add up", func(t *testing.T) {
		world := company(t)
		w, r := write(t, world.book(t)), world.release(t)
		want := map[string]int{analytics.ReasonFew: 0, analytics.ReasonMerged: 0, "": 1}
		for _, team := range r.Waves[0].Teams {
			want[team.Reason]++
		}
		got := map[string]string{
			analytics.ReasonFew:    w.fact(t, "Hidden: fewer than 5 answers"),
			analytics.ReasonMerged: w.fact(t, "Hidden so that another team cannot be worked out"),
			"":                     w.fact(t, "Figures shown"),
		}
		for reason, n := range want {
			if got[reason] != fmt.Sprint(n) {
				t.Errorf("%q: %s, want %d", reason, got[reason], n)
			}
		}
		if w.fact(t, "Minimum group") != "5" || w.fact(t, "Checksum of the release (SHA-256)") != r.ReleaseHash || w.fact(t, "Release rules, version") != reports.Rules {
			t.Error("the privacy section lacks minimum group, checksum or rules")
		}
		if w.fact(t, "Invited") != "355" || w.fact(t, "Answered") != fmt.Sprint(*r.Cast) {
			t.Errorf("%s invited, %s answered", w.fact(t, "Invited"), w.fact(t, "Answered"))
		}
	})

	t.Run("it tells teams that are too small from those that are counted elsewhere", func(t *testing.T) {
		b := small(t).book(t)
		b.Release = handmade()
		b.Release.Waves[0].Teams = append(b.Release.Waves[0].Teams,
			analytics.Team{Team: `Sales, "DACH" / Nord`, Hidden: true, Reason: analytics.ReasonMerged})
		dach := `Sales, "DACH"`
		b.Release.Blocks = []analytics.Block{{ID: "b1", Units: []string{"rest"}}, {ID: "b2", Team: &dach, Units: []string{"dach"}}}
		b.Units = []survey.Unit{{ID: "rest", Teams: []survey.Path{"Support"}}, {ID: "dach", Team: survey.Path(dach), Teams: []survey.Path{survey.Path(dach), `Sales, "DACH" / Nord`}}}
		w := write(t, b)
		for what, want := range map[string]string{"Figures shown": "2", "Hidden: fewer than 5 answers": "1", "Hidden so that another team cannot be worked out": "2"} {
			if got := w.fact(t, what); got != want {
				t.Errorf("%s: %s, want %s", what, got, want)
			}
		}
		for team, in := range map[string]string{"Support": "Whole organisation", `Sales, "DACH" / Nord`: `Sales, "DACH"`} {
			want := "Hidden so that another team cannot be worked out. Counted in: " + in + "."
			if got := w.cell(t, "Dimensions", "Note", team); got != want {
				t.Errorf("%s says %q", team, got)
			}
		}
	})

	t.Run("it explains every sign that stands for a value", func(t *testing.T) {
		w := write(t, small(t).book(t))
		for _, sign := range []string{"[c]", "[x]", "[z]", "[low]", "≥", "≤", "≈"} {
			if w.fact(t, sign) == "" {
				t.Errorf("%s is not explained", sign)
			}
		}
	})

	t.Run("dates are dates", func(t *testing.T) {
		w := write(t, small(t).book(t))
		if got := w.fact(t, "Closed on (UTC)"); got != "2026-10-02" {
			t.Errorf("closed on %q", got)
		}
		if got := w.fact(t, "File made on (UTC)"); got != "2026-10-05" {
			t.Errorf("made on %q", got)
		}
	})

	t.Run("it makes no difference between a rehearsal and a survey in what is hidden, and says which it is on every sheet", func(t *testing.T) {
		world := small(t)
		real := write(t, world.book(t))
		world.survey.Rehearsal = true
		w := write(t, world.book(t))
		if !strings.HasPrefix(w.rows(t, "Read me")[1][0], "REHEARSAL") || !strings.HasPrefix(w.fact(t, "Kind of survey"), "REHEARSAL") {
			t.Error("the first sheet does not say that it is a rehearsal")
		}
		for i, name := range sheetNames {
			if !strings.Contains(w.sheet(i), "&amp;C&amp;BREHEARSAL") {
				t.Errorf("%s does not say that it is a rehearsal", name)
			}
			if strings.Contains(real.sheet(i), "REHEARSAL") {
				t.Errorf("%s calls a survey a rehearsal", name)
			}
		}
	})
}
