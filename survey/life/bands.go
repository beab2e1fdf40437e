package life

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"teamtrust/survey"
)

// Participation before the close is shown in four bands, for the organisation
// and for teams with at least bandMinimum people, refreshed once a day, the
// last time 24 hours before the close (docs/anonymity.md, rule 8).
const (
	bandMinimum = 20
	bandEvery   = 24 * time.Hour
)

// Bands are the participation bands in percent ("<25", "25-50", "50-75", ">75") of one open survey as last refreshed.
type Bands struct {
	At    time.Time              `json:"at"` // zero: not refreshed yet
	Teams map[survey.Path]string `json:"teams"`
}

// Of returns the band of a team, or of the organisation.
func (b Bands) Of(team survey.Path) (string, bool) {
	band, ok := b.Teams[team]
	return band, ok
}

// Bands returns the last refresh; an empty value before the first.
func (l *Life) Bands(ctx context.Context, id string) (Bands, error) {
	var b Bands
	raw, err := l.store.Setting(ctx, bandsKey(id))
	if survey.CodeOf(err) == survey.CodeNotFound {
		return b, nil
	}
	if err != nil {
		return b, err
	}
	if err := json.Unmarshal([]byte(raw), &b); err != nil {
		return b, fmt.Errorf("read the bands of survey %s: %w", id, err)
	}
	return b, nil
}

func bandsKey(id string) string { return "bands:" + id }

// RefreshBands renews the bands of every open survey whose last refresh (or
// opening) is a day ago and that does not close within a day.
func (l *Life) RefreshBands(ctx context.Context) error {
	surveys, err := l.store.Surveys(ctx)
	if err != nil {
		return err
	}
	for _, sv := range surveys {
		if sv.State != survey.Open || sv.Closes.Sub(l.clock()) < bandEvery {
			continue
		}
		if err := l.refreshBands(ctx, sv); err != nil {
			return fmt.Errorf("refresh the bands of survey %s: %w", sv.ID, err)
		}
	}
	return nil
}

func (l *Life) refreshBands(ctx context.Context, sv survey.Survey) error {
	last, err := l.Bands(ctx, sv.ID)
	if err != nil {
		return err
	}
	if last.At.IsZero() {
		last.At = sv.Opens
	}
	if l.clock().Sub(last.At) < bandEvery {
		return nil
	}
	tree, units, err := l.store.Frozen(ctx, sv.ID)
	if err != nil {
		return err
	}
	counts, err := l.store.Participation(ctx, sv.ID)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(Bands{At: l.clock(), Teams: bands(tree, units, counts)})
	if err != nil {
		return err
	}
	return l.store.SetSetting(ctx, bandsKey(sv.ID), string(raw))
}

// bands adds up the units at and below each team.
func bands(tree survey.Tree, units []survey.Unit, counts map[string]Count) map[survey.Path]string {
	sums := map[survey.Path]Count{}
	for _, u := range units {
		c := counts[u.ID]
		for p := u.Team; ; p = p.Parent() {
			s := sums[p]
			sums[p] = Count{s.Eligible + c.Eligible, s.Collected + c.Collected}
			if p == survey.Organisation {
				break
			}
		}
	}
	out := map[survey.Path]string{}
	for _, p := range append(survey.Tree{survey.Organisation}, tree...) {
		if s := sums[p]; s.Eligible >= bandMinimum || p == survey.Organisation && s.Eligible > 0 {
			out[p] = band(s)
		}
	}
	return out
}

func band(c Count) string {
	switch share := 4 * c.Collected; {
	case share < c.Eligible:
		return "<25"
	case share < 2*c.Eligible:
		return "25-50"
	case share <= 3*c.Eligible:
		return "50-75"
	}
	return ">75"
}
