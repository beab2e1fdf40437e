package people_test

import (
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

func TestAnAccountReadsFromTheTimeOfItsOwnTeams(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }
	sv := survey.Survey{State: survey.Closed, Showings: []survey.Showing{
		{Team: survey.Organisation, Reader: survey.Managers, From: day(9)},
		{Team: "Sales", Reader: survey.Managers, From: day(5)},
		{Team: "Sales / North", Reader: survey.Managers, From: day(7)},
		{Team: "Works", Reader: survey.Managers},
		{Team: survey.Organisation, Reader: survey.Employees, From: day(2)},
	}}
	for name, c := range map[string]struct {
		roles []people.Role
		teams []survey.Path
		of    survey.Path
		want  time.Time
	}{
		"HR at once":                             {[]people.Role{people.HR}, nil, "Sales", time.Time{}},
		"HR who manages, at once as well":        {[]people.Role{people.Manager, people.HR}, []survey.Path{"Sales"}, "Sales", time.Time{}},
		"a manager by the team":                  {[]people.Role{people.Manager}, []survey.Path{"Sales"}, "Sales", day(5)},
		"what lies below by the manager's team":  {[]people.Role{people.Manager}, []survey.Path{"Sales"}, "Sales / North", day(5)},
		"a manager below by the time below":      {[]people.Role{people.Manager}, []survey.Path{"Sales / North"}, "Sales / North", day(7)},
		"the earliest of the teams that hold it": {[]people.Role{people.Manager}, []survey.Path{"Sales / North", "Sales"}, "Sales / North", day(5)},
		"another's early time helps nobody":      {[]people.Role{people.Manager}, []survey.Path{"Sales / North", "Works"}, "Sales / North", day(7)},
		"a team without a time of its own":       {[]people.Role{people.Manager}, []survey.Path{"Office"}, "Office", day(9)},
	} {
		acc := people.Account{Roles: c.roles, Teams: c.teams}
		if got := acc.ReadsFrom(sv, c.of); !got.Equal(c.want) {
			t.Errorf("%s: from %v, want %v", name, got, c.want)
		}
		if now := day(6); acc.Waits(sv, c.of, now) != now.Before(c.want) {
			t.Errorf("%s: waits %v on day 6", name, acc.Waits(sv, c.of, now))
		}
	}
}
