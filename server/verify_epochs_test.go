package server

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"teamtrust/survey/life"
)

// When a mix was says something about participation, so it is told after the
// close alone.
func TestWhenKeysOfEarlierEpochsWereDestroyedIsPublishedAfterTheClose(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		sv, err := b.life.Create(t.Context(), life.Draft{Name: "Pulse", BuiltIn: "P6"}, life.CommandLine)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.life.Open(t.Context(), sv.ID, life.CommandLine); err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		for _, epoch := range []string{"10-0123456789abcdef", "9-0123456789abcdef", "0"} {
			insert := fmt.Sprintf("INSERT INTO epochs (survey, epoch, destroyed) VALUES ('%s', '%s', %d)", sv.ID, epoch, at.Unix())
			if _, err := b.store.SQL().Exec(insert); err != nil {
				t.Fatal(err)
			}
		}
		published := func() (record struct{ Epochs []wireEpoch }) {
			_, body := b.get(client(t), "/verify/"+sv.ID+"?format=json")
			if err := json.Unmarshal([]byte(body), &record); err != nil {
				t.Fatal(err)
			}
			return record
		}
		if early := published().Epochs; len(early) > 0 {
			t.Errorf("while people vote it says %v", early)
		}
		if _, err := b.life.Close(t.Context(), sv.ID, "a test", life.CommandLine); err != nil {
			t.Fatal(err)
		}
		want := []wireEpoch{{0, at}, {9, at}, {10, at}}
		if got := published().Epochs; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("published %v, want %v", got, want)
		}
	})
}
