package reports_test

import (
	"encoding/csv"
	"flag"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
)

var update = flag.Bool("update", false, "write the golden files anew")

// world is a survey that was counted.
type world struct {
	people map[survey.Path]int
	form   *survey.Questionnaire
	survey survey.Survey
	rate   float64 // of people who answer
	noise  float64 // how far answers of one team lie apart
	seed   uint64
}

// small is a company of seven teams: shown, merged and hidden ones, exact
// scores and bounds.
func small(t testing.TB) world {
	return world{
		people: map[survey.Path]int{
			"Commercial": 2, "Commercial / Sales": 14, "Commercial / Marketing": 3,
			"Operations": 1, "Operations / Shift A": 16, "Operations / Shift B": 12, "Board Office": 3,
		},
		form: builtIn(t, "P10"), survey: closed("P10"), rate: 0.85, noise: 0.9, seed: 4,
	}
}

// company is the invented company of the analytics tests: 58 teams.
func company(t testing.TB) world {
	t.Helper()
	w := world{people: map[survey.Path]int{}, form: builtIn(t, "P10"), survey: closed("P10"), rate: 0.8, noise: 0.8, seed: 1}
	f, err := os.Open("../analytics/testdata/nordwind_teams.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if w.people[survey.Path(row[0])], err = strconv.Atoi(row[1]); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func closed(questionnaire string) survey.Survey {
	return survey.Survey{ID: "autumn-2026", Name: "Autumn pulse", Questionnaire: questionnaire, Version: "1", State: survey.Closed,
		MinimumGroup: 5, ClosedAt: time.Date(2026, time.October, 2, 18, 0, 0, 0, time.UTC)}
}

func builtIn(t testing.TB, id string) *survey.Questionnaire {
	t.Helper()
	q, _, err := survey.BuiltIn(id)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// release counts the answers of the world.
func (w world) release(t testing.TB) *analytics.Release {
	t.Helper()
	in := analytics.Input{Survey: w.survey, Questionnaire: w.form, Tree: w.tree(), People: w.people, Units: w.units(t), Invited: map[string]int{}}
	r := rand.New(rand.NewPCG(w.seed, 20261122))
	for _, u := range in.Units {
		in.Invited[u.ID] = u.Eligible
		mood := 3 + r.NormFloat64()*0.6
		for range u.Eligible {
			if r.Float64() < w.rate {
				in.Ballots = append(in.Ballots, analytics.UnitBallot{Unit: u.ID, Answers: w.answers(r, mood+r.NormFloat64()*w.noise)})
			}
		}
	}
	counted, err := analytics.Count(in)
	if err != nil {
		t.Fatal(err)
	}
	return counted.Release
}

func (w world) tree() survey.Tree {
	return survey.NewTree(slices.Collect(maps.Keys(w.people))...)
}

func (w world) units(t testing.TB) []survey.Unit {
	t.Helper()
	units, err := analytics.Units(w.tree(), w.people, w.survey.MinimumGroup)
	if err != nil {
		t.Fatal(err)
	}
	return units
}

func (w world) answers(r *rand.Rand, mood float64) survey.Answers {
	a := survey.Answers{}
	for i, it := range w.form.Items {
		if r.IntN(30) == 0 {
			a[it.ID] = survey.Answer{Code: survey.OptOut}
			continue
		}
		v := int(mood + 0.5 + float64(i%4)*0.15 + r.NormFloat64()*w.noise)
		a[it.ID] = survey.Answer{Value: min(w.form.Scale.Hi, max(w.form.Scale.Lo, v))}
	}
	return a
}

func (w world) book(t testing.TB) reports.Book {
	t.Helper()
	return reports.Book{Release: w.release(t), Units: w.units(t), Survey: w.survey, Form: w.form, Language: "en",
		Made: time.Date(2026, time.October, 5, 9, 30, 0, 0, time.UTC)}
}

// golden compares with a file in testdata, or writes it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got) {
		t.Errorf("%s differs; if that is wanted, run with -update and read the difference\n%s", file, firstDifference(string(want), string(got)))
	}
}

func firstDifference(want, got string) string {
	n := 0
	for n < min(len(want), len(got)) && want[n] == got[n] {
		n++
	}
	cut := func(s string) string { return s[max(0, min(n, len(s))-80):min(len(s), n+80)] }
	return "want …" + cut(want) + "…\ngot  …" + cut(got) + "…"
}
