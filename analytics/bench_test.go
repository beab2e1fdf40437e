package analytics_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
	"time"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// tenItems is a questionnaire of the size of a pulse: four dimensions of two
// items and two items that stand alone.
func tenItems() *survey.Questionnaire {
	q := &survey.Questionnaire{ID: "ten", Version: "1", Scale: survey.Scale{Lo: 1, Hi: 5}}
	for i := range 10 {
		it := survey.Item{ID: fmt.Sprintf("I%d", i), Extra: []survey.Extra{{Code: survey.OptOut}}}
		if d := i / 2; d < 4 {
			it.Dimension = fmt.Sprintf("D%d", d)
			if i%2 == 0 {
				q.Dimensions = append(q.Dimensions, survey.Dimension{ID: it.Dimension})
			}
			q.Dimensions[d].Items = append(q.Dimensions[d].Items, it.ID)
		}
		q.Items = append(q.Items, it)
	}
	return q
}

// company has a number of teams in three levels, and ballots from everybody.
func company(b *testing.B, teams, people int) analytics.Input {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	tree, count := companyTree(r, teams, people)
	in := analytics.Input{
		Survey:        survey.Survey{ID: "s1", Name: "Autumn", Questionnaire: "ten", MinimumGroup: 5},
		Questionnaire: tenItems(), Tree: tree, People: count, Invited: map[string]int{},
	}
	var err error
	if in.Units, err = analytics.Units(tree, count, 5); err != nil {
		b.Fatal(err)
	}
	for _, u := range in.Units {
		in.Invited[u.ID] = u.Eligible + 1
		for range u.Eligible {
			answers := make(survey.Answers, len(in.Questionnaire.Items))
			for _, it := range in.Questionnaire.Items {
				if r.IntN(50) > 0 {
					answers[it.ID] = survey.Answer{Value: 1 + r.IntN(5)}
				}
			}
			in.Ballots = append(in.Ballots, analytics.UnitBallot{Unit: u.ID, Answers: answers})
		}
	}
	return in
}

func companyTree(r *rand.Rand, teams, people int) (survey.Tree, map[survey.Path]int) {
	var paths []survey.Path
	divisions := max(1, min(10, teams/10))
	for i := range teams {
		switch {
		case i < divisions:
			paths = append(paths, survey.Path(fmt.Sprintf("Division %d", i)))
		case i < teams/10:
			paths = append(paths, paths[r.IntN(divisions)]+survey.Path(fmt.Sprintf(" / Department %d", i)))
		default:
			paths = append(paths, paths[r.IntN(max(divisions, teams/10))]+survey.Path(fmt.Sprintf(" / Team %d", i)))
		}
	}
	count := map[survey.Path]int{}
	for range people {
		count[paths[r.IntN(len(paths))]]++
	}
	return survey.NewTree(paths...), count
}

// BenchmarkLimitsWalk prints how many milliseconds of processor time the walks
// over 10,000 teams with 70,000 ballots take: that which forms units, that which
// forms blocks, and those of four dimensions and two items in none, with their
// clipping.
func BenchmarkLimitsWalk(b *testing.B) {
	tree, people := companyTree(rand.New(rand.NewPCG(1, 2)), 10_000, 70_000)
	in := company(b, 10_000, 70_000)
	w, err := analytics.NewWalk(&in)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.ReportMetric(milliseconds(func() {
			if _, err := analytics.Units(tree, people, 5); err != nil {
				b.Fatal(err)
			}
		}), "ms-units")
		b.ReportMetric(milliseconds(w.Blocks), "ms-blocks")
		b.ReportMetric(milliseconds(w.Clip), "ms-clipping")
	}
}

// milliseconds is the processor time of something, the median of turns.
func milliseconds(do func()) float64 {
	const turns = 9
	var all []float64
	for range turns {
		before := spent()
		do()
		all = append(all, float64((spent()-before).Microseconds())/1000)
	}
	slices.Sort(all)
	return all[turns/2]
}

func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func benchmarkCount(b *testing.B, teams, people int) {
	in := company(b, teams, people)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := analytics.Count(in); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(people), "ns/ballot")
}

func BenchmarkCount100000Ballots1000Teams(b *testing.B) { benchmarkCount(b, 1_000, 100_000) }

func BenchmarkCount70000Ballots10000Teams(b *testing.B) { benchmarkCount(b, 10_000, 70_000) }

func BenchmarkTallyJSON(b *testing.B) {
	in := company(b, 20, 1000)
	t := scoring(b, in.Questionnaire).Tally()
	for _, x := range in.Ballots {
		if err := t.Add(x.Answers); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := json.Marshal(t); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkChanges10000Teams compares two surveys of 10,000 teams, and prints
// what their releases cost to prepare.
func BenchmarkChanges10000Teams(b *testing.B) {
	in := company(b, 10_000, 70_000)
	c, err := analytics.Count(in)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("prepare", func(b *testing.B) {
		for b.Loop() {
			analytics.NewReleased(c.Release, in.Questionnaire, in.Units)
		}
	})
	r := analytics.NewReleased(c.Release, in.Questionnaire, in.Units)
	b.Run("compare", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			analytics.Changes(r, r)
		}
	})
	b.Run("trend", func(b *testing.B) {
		for b.Loop() {
			analytics.Trend([]*analytics.Released{r, r, r, r, r, r, r, r, r, r, r, r}, survey.Organisation, "total")
		}
	})
}
