package audit_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"teamtrust/analytics/audit"
	"teamtrust/survey"
)

// Size of the largest history that an audit is to manage.
const (
	manyTeams = 10_000
	manyWaves = 12
)

// BenchmarkLimitsAudit prints how long the audit of twelve waves of a company
// of 10,000 teams takes. The aim is 10 seconds; reading the releases is not in
// it.
func BenchmarkLimitsAudit(b *testing.B) {
	p := enterprise(manyTeams, 7*manyTeams)
	w := p.published(0)
	for b.Loop() {
		var a audit.Auditor
		for n := range manyWaves {
			again := *w
			again.Survey.ID = fmt.Sprintf("s%d", n)
			for _, at := range []*time.Time{&again.Survey.Opens, &again.Survey.Closes, &again.Survey.ClosedAt} {
				*at = at.AddDate(0, n, 0)
			}
			if err := a.Add(&again); err != nil {
				b.Fatal(err)
			}
		}
		r := a.Report()
		if !r.OK() || r.Compared.Teams != manyWaves*manyTeams {
			b.Fatalf("%+v", r)
		}
		b.ReportMetric(float64(r.Compared.Numbers), "numbers")
		b.ReportMetric(float64(r.Compared.Programs), "programs")
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/12-waves")
}

// enterprise is one wave of a company with teams in three levels and a
// questionnaire of four dimensions of two items and two that stand alone.
func enterprise(teams, people int) *poll {
	r := rand.New(rand.NewPCG(1, 2))
	paths := make([]survey.Path, 0, teams)
	for i := range teams {
		switch {
		case i < 10:
			paths = append(paths, survey.Path(fmt.Sprintf("Division %d", i)))
		case i < teams/10:
			paths = append(paths, paths[r.IntN(10)]+survey.Path(fmt.Sprintf(" / Department %d", i)))
		default:
			paths = append(paths, paths[r.IntN(teams/10)]+survey.Path(fmt.Sprintf(" / Team %d", i)))
		}
	}
	c := &company{r: r, q: tenItems(), k: survey.MinimumGroup, teams: paths, mood: map[survey.Path]float64{}, rate: 0.85, skip: 0.01}
	for range people {
		c.join(paths[r.IntN(teams)])
	}
	return c.vote()
}

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
