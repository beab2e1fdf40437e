package analytics_test

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// nordwind is the number of people directly in each team of an invented
// company: three levels, teams of one to nineteen, heads in parent teams.
func nordwind(t *testing.T) map[survey.Path]int {
	t.Helper()
	f, err := os.Open("testdata/nordwind_teams.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	people := map[survey.Path]int{}
	for _, row := range rows[1:] {
		if people[survey.Path(row[0])], err = strconv.Atoi(row[1]); err != nil {
			t.Fatal(err)
		}
	}
	return people
}

// The rules hide little: on this company about 36, 42 and 47 of 59 figures are
// shown at a response of 60, 80 and 95 %.
func TestHowManyFiguresOfACompanyAreShown(t *testing.T) {
	people := nordwind(t)
	if nodes := len(staff(t, people).Tree) + 1; nodes != 59 {
		t.Fatalf("%d nodes", nodes)
	}
	for rate, want := range map[float64]float64{0.60: 36, 0.80: 42, 0.95: 47} {
		const tries = 200
		shown := 0
		for seed := range uint64(tries) {
			shown += len(figures(respond(t, people, rate, source(seed))))
		}
		if mean := float64(shown) / tries; math.Abs(mean-want) > 1.5 {
			t.Errorf("at %.0f %% response %.1f of 59 figures are shown, want about %.0f", 100*rate, mean, want)
		}
	}
}

// respond counts a survey in which everybody answers with one probability.
func respond(t *testing.T, people map[survey.Path]int, rate float64, r *rand.Rand) *analytics.Release {
	t.Helper()
	in := staff(t, people)
	for _, u := range in.Units {
		for range u.Eligible {
			if r.Float64() < rate {
				answer(&in, u.Team, 1, 1+r.IntN(5), 1+r.IntN(5), 1+r.IntN(5), 1+r.IntN(5), 1+r.IntN(5))
			}
		}
	}
	return release(t, in)
}
