package store_test

import (
	"reflect"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/survey/store"
)

func TestReadingsKeepTheFirstAndTheLatestDay(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		draft(t, s, "one")
		noon := time.Date(2026, 3, 2, 12, 30, 0, 0, time.UTC)
		reading := func(account, kind string, team survey.Path, days ...int) {
			for _, d := range days {
				must(t, s.Read(ctx, "one", people.NewReading(team, account, people.HR, kind, noon.AddDate(0, 0, d))))
			}
		}
		reading("b@example.org", people.Opened, "A", 1, 0, 4, 2, 4)
		reading("a@example.org", people.Exported, "A", 1)
		reading("a@example.org", people.Opened, survey.Organisation, 3)
		reading("a@example.org", people.Opened, "A / B", 3)
		day := func(d int) time.Time { return time.Date(2026, 3, 2+d, 0, 0, 0, 0, time.UTC) }
		want := map[survey.Path][]people.Reading{
			"A": {
				{Team: "A", Account: "a@example.org", Role: people.HR, Kind: people.Exported, First: day(1), Last: day(1)},
				{Team: "A", Account: "b@example.org", Role: people.HR, Kind: people.Opened, First: day(1), Last: day(4)},
			},
			survey.Organisation: {{Account: "a@example.org", Role: people.HR, Kind: people.Opened, First: day(3), Last: day(3)}},
		}
		if got := value(s.Readings(ctx, "one", "A", survey.Organisation))(t); !reflect.DeepEqual(got, want) {
			t.Errorf("readings\n got %v\nwant %v", got, want)
		}
		if got := value(s.Readings(ctx, "two", "A"))(t); len(got) != 0 {
			t.Errorf("another survey has %v", got)
		}
	})
}
