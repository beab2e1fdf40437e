package survey_test

import (
	"testing"
	"time"

	"teamtrust/survey"
)

func TestAReleaseIsHeldUntilItsTime(t *testing.T) {
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	all := func(from time.Time) []survey.Showing {
		return []survey.Showing{{Reader: survey.Managers, From: from}}
	}
	for name, c := range map[string]struct {
		sv   survey.Survey
		held bool
	}{
		"no time was set":            {survey.Survey{State: survey.Closed}, false},
		"the time has not come":      {survey.Survey{State: survey.Closed, Showings: all(noon.Add(time.Second))}, true},
		"the time has come":          {survey.Survey{State: survey.Closed, Showings: all(noon)}, false},
		"an open survey has nothing": {survey.Survey{State: survey.Open, Showings: all(noon.Add(time.Hour))}, false},
	} {
		if got := c.sv.Held(survey.Managers, "Sales", noon); got != c.held {
			t.Errorf("%s: held %v", name, got)
		}
		if c.sv.Held(survey.Employees, "Sales", noon) {
			t.Errorf("%s: what is said of managers holds for employees", name)
		}
	}
}

func TestTheNearestTimeAboveATeamHolds(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }
	sv := survey.Survey{State: survey.Closed, Showings: []survey.Showing{
		{Team: survey.Organisation, Reader: survey.Managers, From: day(9)},
		{Team: "Sales", Reader: survey.Managers, From: day(3)},
		{Team: "Sales / North", Reader: survey.Employees, From: day(5)},
		{Team: "Sales / North / Inn", Reader: survey.Managers},
	}}
	for _, c := range []struct {
		reader survey.Reader
		team   survey.Path
		want   time.Time
	}{
		{survey.Managers, survey.Organisation, day(9)},
		{survey.Managers, "Works", day(9)},
		{survey.Managers, "Sales", day(3)},
		{survey.Managers, "Sales / North", day(3)},
		{survey.Managers, "Sales / North / Inn", time.Time{}},
		{survey.Managers, "Salesmen", day(9)},
		{survey.Employees, "Sales", time.Time{}},
		{survey.Employees, "Sales / North / Inn", day(5)},
	} {
		if got := sv.ShownFrom(c.reader, c.team); !got.Equal(c.want) {
			t.Errorf("%s of %q read from %v, want %v", c.reader, c.team, got, c.want)
		}
	}
}
