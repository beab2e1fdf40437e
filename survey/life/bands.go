package life

import (
	"context"
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

// Bands are the participation bands in percent ("<25", "25-50", "50-75", ">75") of one open survey as they were published once.
type Bands struct {
	At    time.Time // zero: not refreshed yet
	Teams map[survey.Path]string
}

// Of returns the band of a team, or of the organisation.
func (b Bands) Of(team survey.Path) (string, bool) {
	band, ok := b.Teams[team]
	return band, ok
}

// Bands returns the last refresh; an empty value before the first.
func (l *Life) Bands(ctx context.Context, id string) (Bands, error) {
	return l.store.LastBands(ctx, id)
}

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
	err = l.store.PublishBands(ctx, sv.ID, Bands{At: l.clock(), Teams: bands(tree, units, counts)}, bandEvery)
	if survey.CodeOf(err) == survey.CodeClosed { // meanwhile: then there is nothing to publish
		return nil
	}
	return err
}

// Eligible is the organisation or a team that participation is shown of.
type Eligible struct {
	Team   survey.Path
	People int
}

// Shown lists the organisation and every team that participation may be shown
// of before the close, in tree order.
func Shown(tree survey.Tree, units []survey.Unit) []Eligible {
	counts := make(map[string]Count, len(units))
	for _, u := range units {
		counts[u.ID] = Count{Eligible: u.Eligible}
	}
	sums := addUp(units, counts)
	var out []Eligible
	for _, p := range append(survey.Tree{survey.Organisation}, tree...) {
		if n := sums[p].Eligible; shows(p, n) {
			out = append(out, Eligible{p, n})
		}
	}
	return out
}

func shows(p survey.Path, eligible int) bool {
	return eligible >= bandMinimum || p == survey.Organisation && eligible > 0
}

// addUp adds up the units at and below each team.
func addUp(units []survey.Unit, counts map[string]Count) map[survey.Path]Count {
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
	return sums
}

func bands(tree survey.Tree, units []survey.Unit, counts map[string]Count) map[survey.Path]string {
	sums := addUp(units, counts)
	out := map[survey.Path]string{}
	for _, e := range Shown(tree, units) {
		out[e.Team] = band(sums[e.Team])
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
