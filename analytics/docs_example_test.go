package analytics_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// TestTheWorkedExampleIsWhatIsComputed recomputes what docs/analytics.md shows
// step by step, and looks for it there word by word.
func TestTheWorkedExampleIsWhatIsComputed(t *testing.T) {
	a, b := analytics.Histogram(1, 1, 2, 4, 6, 3), analytics.Histogram(1, 3, 4, 5, 3, 1)
	w := must[analytics.Welch](t, "welch")(analytics.CompareMeans(a.Moments(), b.Moments()))
	u := must[analytics.Ranks](t, "ranks")(analytics.CompareRanks(a, b))
	g := must[analytics.Effect](t, "g")(analytics.HedgesG(a.Moments(), b.Moments()))
	documented(t, fmt.Sprintf("A against B: t = %.6f with %.5f df, p = %.4f; U = %.0f, p = %.4f; Cliff's delta %.4f; Hedges g %.4f.", w.T, w.DF, w.P, u.U, u.P, u.Delta, g.G))
	half := func(headcount int64) float64 {
		ci := must[[2]float64](t, "interval")(analytics.StateInterval(a.Moments(), headcount))
		return (ci[1] - ci[0]) / 2 * 25
	}
	documented(t, fmt.Sprintf("A's half-width of the interval is %.2f points, %.2f with 20 people.", half(analytics.Unknown), half(20)))

	autumn, spring := exampleSurvey(t, "s1", 1, 3, 4, 3, 1), exampleSurvey(t, "s2", 0, 1, 3, 6, 4)
	for _, r := range []*analytics.Released{autumn, spring} {
		d := r.Figure("Lab").Dimensions["REL"]
		documented(t, fmt.Sprintf("n %d of 20, mean %.2f, score %.1f, SD %.2f, interval %.2f to %.2f", *d.N, *d.Mean, *d.Score, *d.SD, d.CI[0], d.CI[1]))
	}
	for _, c := range analytics.Changes(autumn, spring) {
		if c.Team != nil && c.Dimension == "REL" {
			documented(t, fmt.Sprintf("%+.1f points, interval %.1f to %.1f (t = %.3f with %.3f df, p = %.3f; g = %.3f)", *c.Points, c.PointsCI[0], c.PointsCI[1], *c.T, *c.DF, *c.P, *c.G))
			documented(t, fmt.Sprintf("in words: *%s*. The smallest change that would be found four times in five is %.1f points.", *c.Words, *c.Smallest))
			return
		}
	}
	t.Error("there is no change")
}

// exampleSurvey is the release of a laboratory with 20 people, of whom so many
// gave each answer to the one question of reliability.
func exampleSurvey(t *testing.T, id string, answers ...int) *analytics.Released {
	in := staff(t, map[survey.Path]int{"Lab": 20})
	in.Survey.ID = id
	for i, times := range answers {
		answer(&in, "Lab", times, 3, 3, 1+i, 3, 3)
	}
	return analytics.NewReleased(release(t, in), in.Questionnaire, in.Units)
}

func documented(t *testing.T, want string) {
	t.Helper()
	page, err := os.ReadFile("../docs/analytics.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(strings.Fields(string(page)), " "), want) {
		t.Errorf("docs/analytics.md does not say: %s", want)
	}
}
