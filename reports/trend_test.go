package reports_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
)

// wave is the same company at another time, with other answers.
func (w world) wave(t testing.TB, id string, closed time.Time, seed uint64) (world, reports.Earlier) {
	t.Helper()
	w.survey.ID, w.survey.Name, w.survey.ClosedAt = id, "Survey "+id, closed
	w.seed = seed
	return w, reports.Earlier{Released: analytics.NewReleased(w.release(t), w.form, w.units(t)), Closed: closed}
}

func TestTheTrendHoldsEveryChangeBetweenSurveysThatFollowEachOther(t *testing.T) {
	month := func(m time.Month) time.Time { return time.Date(2026, m, 1, 12, 0, 0, 0, time.UTC) }
	w := company(t)
	_, first := w.wave(t, "one", month(time.March), 11)
	_, second := w.wave(t, "two", month(time.June), 12)
	latest, now := w.wave(t, "three", month(time.September), 13)
	book := latest.book(t)
	book.Earlier = []reports.Earlier{second, first}
	table := write(t, book).table(t, "Trend")

	want := append(analytics.Changes(second.Released, now.Released), analytics.Changes(first.Released, second.Released)...)
	if len(table)-1 != len(want) || len(want) == 0 {
		t.Fatalf("%d rows of %d changes", len(table)-1, len(want))
	}
	rows := map[string][]string{}
	for _, r := range table[1:] {
		rows[r[0]+"|"+r[1]+"|"+r[2]+"|"+r[4]] = r
	}
	names := map[string]string{"COM": "Communication", "REL": "Reliability", "TRA": "Transparency", "RES": "Respect", reports.Total: "Trust"}
	texts := map[string]string{analytics.ClearChange: "Clear change", analytics.PossibleChange: "Possible change", analytics.NoClearChange: "No clear change"}
	seen := map[string]int{}
	for _, c := range want {
		team := "Whole organisation"
		if c.Team != nil {
			team = *c.Team
		}
		key := fmt.Sprintf("%s|%s|Survey %s|Survey %s", team, names[c.Dimension], c.From, c.To)
		r := rows[key]
		if r == nil {
			t.Fatalf("no row %s", key)
		}
		if c.Words == nil {
			seen[c.Reason]++
			if r[8] != reports.Withheld || r[9] != reports.Withheld || r[12] == "" || slices.Contains([]string{texts[analytics.ClearChange], texts[analytics.NoClearChange]}, r[12]) {
				t.Errorf("%s is not comparable (%s) and reads %q", key, c.Reason, r)
			}
			continue
		}
		seen[*c.Words]++
		if r[12] != texts[*c.Words] || number(t, r[8]) != *c.Points || (c.Smallest != nil && number(t, r[11]) != *c.Smallest) {
			t.Errorf("%s: %q, want %v points, %s", key, r, *c.Points, *c.Words)
		}
		if c.PointsCI != nil && (number(t, r[9]) != c.PointsCI[0] || number(t, r[10]) != c.PointsCI[1]) {
			t.Errorf("%s: interval %s to %s, want %v", key, r[9], r[10], *c.PointsCI)
		}
	}
	if len(seen) < 4 {
		t.Errorf("the example is too plain, it has only %v", seen)
	}
	if r := table[1]; r[0] != "Whole organisation" || r[1] != "Trust" || r[2] != "Survey two" || r[4] != "Survey three" {
		t.Errorf("the first row is %q", r)
	}
}

// number reads what a cell shows: with its sign, and without that of a bound.
func number(t *testing.T, shown string) float64 {
	t.Helper()
	sign := 1.0
	digits := ""
	for _, r := range shown {
		switch {
		case r == '\u2212' || r == '-':
			sign = -1
		case r >= '0' && r <= '9' || r == '.':
			digits += string(r)
		}
	}
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		t.Fatalf("%q shows no number", shown)
	}
	return sign * v
}

func TestTheTrendOfATeamSpeaksOfItsPartAlone(t *testing.T) {
	w := company(t)
	_, first := w.wave(t, "one", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), 11)
	latest, _ := w.wave(t, "two", time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), 13)
	book := latest.book(t)
	book.Earlier = []reports.Earlier{first}
	for i := range book.Release.Waves[0].Teams {
		if team := survey.Path(book.Release.Waves[0].Teams[i].Team); team.Depth() == 1 {
			book.Team = team
			break
		}
	}
	for _, r := range write(t, book).table(t, "Trend")[1:] {
		if !book.Team.Contains(survey.Path(r[0])) {
			t.Errorf("a row is of %s, the book of %s", r[0], book.Team)
		}
	}
}
