package survey_test

import (
	"slices"
	"testing"

	"teamtrust/survey"
)

func TestATeamHasTheValueOfTheNearestTeamThatHasOne(t *testing.T) {
	c := survey.Cut{Name: "site", Teams: map[survey.Path]string{"A": "North", "A / B / C": "South", "D": "North"}}
	for team, want := range map[survey.Path]string{
		"A": "North", "A / B": "North", "A / B / C": "South", "A / B / C / E": "South", "D / F": "North", "AB": "", survey.Organisation: "",
	} {
		if got := c.Of(team); got != want {
			t.Errorf("%q has %q, want %q", team, got, want)
		}
	}
	if got := c.Values(); !slices.Equal(got, []string{"North", "South"}) {
		t.Errorf("the values are %v", got)
	}
	c.Teams[survey.Organisation] = "Everywhere"
	if got := c.Of("AB"); got != "Everywhere" {
		t.Errorf("a team without its own has %q", got)
	}
}
