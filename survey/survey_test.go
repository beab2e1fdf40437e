package survey_test

import (
	"testing"
	"time"

	"teamtrust/survey"
)

func TestAReleaseIsHeldUntilItsTime(t *testing.T) {
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		sv   survey.Survey
		held bool
	}{
		"no time was set":            {survey.Survey{State: survey.Closed}, false},
		"the time has not come":      {survey.Survey{State: survey.Closed, Shown: noon.Add(time.Second)}, true},
		"the time has come":          {survey.Survey{State: survey.Closed, Shown: noon}, false},
		"an open survey has nothing": {survey.Survey{State: survey.Open, Shown: noon.Add(time.Hour)}, false},
	} {
		if got := c.sv.Held(noon); got != c.held {
			t.Errorf("%s: held %v", name, got)
		}
	}
}
