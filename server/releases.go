package server

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// releaseBytes bounds the releases that are kept decoded, by the size of their
// JSON: dozens of surveys of a usual organisation, or a few of one with ten
// thousand teams.
const releaseBytes = 64 << 20

// published is what a survey's release and its frozen units say, with the
// indexes that pages look teams up in. It is never changed.
type published struct {
	release    *analytics.Release
	units      []survey.Unit
	teams      map[survey.Path]*analytics.Team
	places     *analytics.Places
	comparable *analytics.Released
}

func newPublished(r *analytics.Release, form *survey.Questionnaire, units []survey.Unit) *published {
	p := &published{release: r, units: units, places: r.Places(units), comparable: analytics.NewReleased(r, form, units)}
	teams := r.Waves[0].Teams
	p.teams = make(map[survey.Path]*analytics.Team, len(teams))
	for i := range teams {
		p.teams[survey.Path(teams[i].Team)] = &teams[i]
	}
	return p
}

// releases keeps decoded releases. A release never changes, so nothing that is
// kept goes stale. It is safe for concurrent use.
type releases struct {
	mu    sync.Mutex
	kept  map[string]*keptRelease
	bytes int
	turn  int
}

type keptRelease struct {
	*published
	bytes int
	used  int // turn of the last use
}

func newReleases() *releases { return &releases{kept: map[string]*keptRelease{}} }

func (r *releases) find(id string) *published {
	r.mu.Lock()
	defer r.mu.Unlock()
	k := r.kept[id]
	if k == nil {
		return nil
	}
	r.turn++
	k.used = r.turn
	return k.published
}

// keep makes room by dropping what was not used for the longest time. The
// newest stays whatever its size.
func (r *releases) keep(id string, p *published, bytes int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept[id] != nil {
		return
	}
	for r.bytes+bytes > releaseBytes && len(r.kept) > 0 {
		r.drop()
	}
	r.turn++
	r.kept[id] = &keptRelease{published: p, bytes: bytes, used: r.turn}
	r.bytes += bytes
}

func (r *releases) drop() {
	oldest := ""
	for id, k := range r.kept {
		if oldest == "" || k.used < r.kept[oldest].used {
			oldest = id
		}
	}
	r.bytes -= r.kept[oldest].bytes
	delete(r.kept, oldest)
}

// release is what was published of a closed survey. Nobody may change it.
func (s *Server) release(ctx context.Context, sv survey.Survey) (*published, error) {
	if p := s.releases.find(sv.ID); p != nil {
		return p, nil
	}
	raw, err := s.Store.Release(ctx, sv.ID)
	if err != nil {
		return nil, err
	}
	r := new(analytics.Release)
	if err := json.Unmarshal(raw, r); err != nil {
		return nil, fmt.Errorf("read the release of survey %s: %w", sv.ID, err)
	}
	_, units, err := s.Store.Frozen(ctx, sv.ID)
	if err != nil {
		return nil, err
	}
	form, err := s.Store.Questionnaire(ctx, sv.Questionnaire, sv.Version)
	if err != nil {
		return nil, err
	}
	p := newPublished(r, form, units)
	s.releases.keep(sv.ID, p, len(raw))
	return p, nil
}
