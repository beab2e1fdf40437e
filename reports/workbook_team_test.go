package reports_test

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"teamtrust/reports"
	"teamtrust/survey"
)

func TestWorkbookOfATeam(t *testing.T) {
	world := company(t)
	whole := write(t, world.book(t))

	t.Run("it holds the team and everything below it and nobody else", func(t *testing.T) {
		b := world.book(t)
		b.Team = "Operations / Plant Bremen"
		w := write(t, b)
		var want [][]string
		for _, row := range whole.table(t, "Data")[1:] {
			if b.Team.Contains(survey.Path(row[1])) && row[1] != "" {
				want = append(want, row)
			}
		}
		got := w.table(t, "Data")[1:]
		if len(got) != 6*5 || len(got) != len(want) {
			t.Fatalf("%d rows, want %d", len(got), len(want))
		}
		for i := range got {
			if !slices.Equal(got[i], want[i]) {
				t.Errorf("row %d is %q, want %q", i, got[i], want[i])
			}
		}
		for _, team := range b.Release.Waves[0].Teams {
			if survey.Path(team.Team).Contains(b.Team) || b.Team.Contains(survey.Path(team.Team)) {
				continue
			}
			for name, content := range w.parts {
				if strings.Contains(content, ">"+escaped(team.Team)+"<") {
					t.Errorf("%s holds %s", name, team.Team)
				}
			}
		}
		if got := w.rows(t, "Summary")[0][0]; got != "Summary: Operations / Plant Bremen" {
			t.Errorf("the summary is of %q", got)
		}
		if f, _ := b.Release.Figure(b.Team); w.fact(t, "Answered") != fmt.Sprint(*f.N) {
			t.Errorf("the file counts %s ballots", w.fact(t, "Answered"))
		}
	})

	t.Run("a hidden team is one row with its reason, and no number", func(t *testing.T) {
		number := regexp.MustCompile(`^[≥≤≈ ]*[0-9.]+%?$`)
		b := world.book(t)
		b.Team = "Board Office"
		w := write(t, b)
		if got := w.cell(t, "Dimensions", "Note", "Board Office"); got != "Hidden: fewer than 5 answers. Counted in: Whole organisation." {
			t.Errorf("the note is %q", got)
		}
		if got := w.fact(t, "No result"); got != "Hidden: fewer than 5 answers. Counted in: Whole organisation." {
			t.Errorf("the first sheet says %q", got)
		}
		for _, sheet := range []string{"Summary", "Items", "Data"} {
			table := w.table(t, sheet)
			for _, row := range table[1:] {
				if i := slices.IndexFunc(row, number.MatchString); i >= 0 {
					t.Fatalf("%s: column %s is %q", sheet, table[0][i], row[i])
				}
			}
		}
		for name := range w.parts {
			if strings.HasPrefix(name, "xl/charts/") {
				t.Errorf("there is a chart of nothing: %s", name)
			}
		}
	})

	t.Run("a team that the survey did not have is refused in words", func(t *testing.T) {
		b := world.book(t)
		b.Team = "Operations / Plant"
		err := reports.WriteWorkbook(io.Discard, b)
		var refused *survey.Error
		if !errors.As(err, &refused) || refused.Code != survey.CodeNotFound || !strings.Contains(err.Error(), "Operations / Plant") {
			t.Errorf("the error is %v", err)
		}
	})
}

func TestWorkbookWithoutAnyResult(t *testing.T) {
	world := small(t)
	world.rate = 0
	w := write(t, world.book(t))
	if got := w.fact(t, "No result"); got != "Hidden: fewer than 5 answers." {
		t.Errorf("the first sheet says %q", got)
	}
	if got := w.fact(t, "Answered"); got != "[c]" {
		t.Errorf("it counts %q ballots", got)
	}
	if got := w.cell(t, "Summary", "Score", "Trust"); got != "[c]" {
		t.Errorf("trust is %q", got)
	}
}
