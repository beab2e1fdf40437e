package survey

import (
	"slices"
	"testing"
	"time"
)

func TestEarlierSurveysAreClosedAndOfTheSameSort(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 1, n, 12, 0, 0, 0, time.UTC) }
	all := []Survey{
		{ID: "first", State: Closed, ClosedAt: day(1)},
		{ID: "trial", State: Closed, ClosedAt: day(2), Rehearsal: true},
		{ID: "second", State: Closed, ClosedAt: day(3)},
		{ID: "later", State: Closed, ClosedAt: day(9)},
		{ID: "open", State: Open},
		{ID: "now", State: Closed, ClosedAt: day(5)},
	}
	ids := func(list []Survey) (out []string) {
		for _, sv := range list {
			out = append(out, sv.ID)
		}
		return out
	}
	if got := ids(Earlier(all, all[5])); !slices.Equal(got, []string{"second", "first"}) {
		t.Errorf("earlier than a real survey: %v", got)
	}
	if got := ids(Earlier(all, Survey{Rehearsal: true, ClosedAt: day(5)})); !slices.Equal(got, []string{"trial"}) {
		t.Errorf("earlier than a rehearsal: %v", got)
	}
	if got := Earlier(all, Survey{}); got != nil {
		t.Errorf("earlier than none: %v", ids(got))
	}
}
