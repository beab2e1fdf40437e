package life

import (
	"testing"
	"time"
)

// FuzzCloses never panics, and what it accepts is a time ahead or a length, never
// both and never longer than a survey may be open.
func FuzzCloses(f *testing.F) {
	for _, s := range []string{"", "7d", "1d12h", "90m", "99999999999999999999d", "-1h", "1d-1h", "2026-12-24T17:00:00Z", "2026-12-24T17:00:00+14:00", "0d"} {
		f.Add(s)
	}
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		d, at, err := ParseCloses(s, now)
		if err != nil {
			return
		}
		if (d == 0) == at.IsZero() || d < 0 || d > maxOpen || !at.IsZero() && (!at.After(now) || at.Sub(now) > maxOpen) {
			t.Fatalf("%q is read as %s, %s", s, d, at)
		}
	})
}
