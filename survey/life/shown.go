package life

import (
	"context"
	"strings"
	"time"

	"teamtrust/survey"
)

// maxHeld is how far ahead the showing of results may be put.
const maxHeld = 2 * maxOpen

// Audience is a team, with those below it, and kinds of readers in it.
type Audience struct {
	Team    survey.Path // survey.Organisation for all teams
	Readers []survey.Reader
}

// Everybody are all managers and employees.
func Everybody() Audience { return Audience{Readers: survey.Readers()} }

// Show sets from when an audience may read a survey's results: HR does as soon
// as it is closed. The zero time lets them read at once. A time that has passed
// or is too far off is CodeBadRequest, and CodeRefused says that they can read
// already.
func (l *Life) Show(ctx context.Context, id string, to Audience, at time.Time, by Actor) error {
	at, now, detail := at.UTC().Truncate(time.Second), l.clock(), "at once"
	if !at.IsZero() {
		if !at.After(now) || at.Sub(now) > maxHeld {
			return field("show_date", "The results would be shown at %s; choose a time after now and within two years.", at.Format(time.RFC3339))
		}
		detail = at.Format(time.RFC3339)
	}
	set := make([]survey.Showing, len(to.Readers))
	for i, r := range to.Readers {
		set[i] = survey.Showing{Team: to.Team, Reader: r, From: at}
	}
	if err := l.store.Show(ctx, id, now, set...); err != nil {
		return err
	}
	return l.record(ctx, by, "set when results are shown", id, to.before(detail))
}

// Unshow lets an audience read from the time of the nearest team above, or at
// once where there is none. CodeRefused says that they can read already.
func (l *Life) Unshow(ctx context.Context, id string, to Audience, by Actor) error {
	if err := l.store.Unshow(ctx, id, l.clock(), to.Team, to.Readers...); err != nil {
		return err
	}
	return l.record(ctx, by, "set when results are shown", id, to.before("as the team above"))
}

// before puts an audience before what was set for it; for everybody it adds
// nothing.
func (a Audience) before(detail string) string {
	if len(a.Readers) < len(survey.Readers()) {
		kinds := make([]string, len(a.Readers))
		for i, r := range a.Readers {
			kinds[i] = string(r)
		}
		detail = strings.Join(kinds, ", ") + ": " + detail
	}
	if a.Team != survey.Organisation {
		detail = string(a.Team) + ": " + detail
	}
	return detail
}
