package life

import (
	"context"
	"time"
)

// maxHeld is how far ahead the showing of results may be put.
const maxHeld = 2 * maxOpen

// Show sets when managers and employees may read a survey's results: HR does
// as soon as it is closed. The zero time lets them read at once. A time that
// has passed or is too far off is CodeBadRequest, and CodeRefused says that
// they can read already.
func (l *Life) Show(ctx context.Context, id string, at time.Time, by Actor) error {
	at, now, detail := at.UTC().Truncate(time.Second), l.clock(), "at once"
	if !at.IsZero() {
		if !at.After(now) || at.Sub(now) > maxHeld {
			return field("show_date", "The results would be shown at %s; choose a time after now and within two years.", at.Format(time.RFC3339))
		}
		detail = at.Format(time.RFC3339)
	}
	if err := l.store.Show(ctx, id, at, now); err != nil {
		return err
	}
	return l.record(ctx, by, "set when results are shown", id, detail)
}
