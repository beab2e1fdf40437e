package reports_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
)

func TestWorkbookIsRefused(t *testing.T) {
	t.Run("when a sheet would have more rows than a spreadsheet holds", func(t *testing.T) {
		b := reports.Book{Release: synthetic(6000, 4), Form: syntheticForm(4, 200)}
		err := reports.WriteWorkbook(io.Discard, b)
		var refused *survey.Error
		if !errors.As(err, &refused) || refused.Code != survey.CodeRefused || !strings.Contains(err.Error(), "1048576") {
			t.Errorf("the error is %v", err)
		}
	})
	t.Run("when there is no release or no questionnaire", func(t *testing.T) {
		for _, b := range []reports.Book{{}, {Form: builtIn(t, "P6")}, {Release: &analytics.Release{}, Form: builtIn(t, "P6")}, {Release: handmade()}} {
			if err := reports.WriteWorkbook(io.Discard, b); err == nil {
				t.Error("it was written")
			}
		}
	})
	t.Run("when it cannot be written", func(t *testing.T) {
		for room := 0; room < 40_000; room += 3000 {
			if err := reports.WriteWorkbook(&limited{room: room}, small(t).book(t)); !errors.Is(err, errFull) {
				t.Errorf("with room for %d bytes the error is %v", room, err)
			}
		}
	})
}

// limited is a disk with some room.
type limited struct{ room int }

func (l *limited) Write(p []byte) (int, error) {
	if l.room -= len(p); l.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}
