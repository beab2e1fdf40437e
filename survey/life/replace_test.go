package life_test

import (
	"encoding/json"
	"strings"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

func TestTheBallotsOfBothLinksOfAReplacedInvitationCount(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 8, "Beta": 9})
		sv := w.open("7d")
		links := w.links(sv.ID)
		var lost life.Link
		for _, l := range links {
			w.check(w.answer(l.URL, 3))
			if strings.HasPrefix(l.Team, "Alpha") {
				lost = l
			}
		}
		link, err := w.life.Replace(t.Context(), sv.ID, lost.Person, "sent to somebody else", life.CommandLine)
		w.check(err)
		w.check(w.answer(link, 5))
		closed, err := w.life.Close(t.Context(), sv.ID, "all links were used", life.CommandLine)
		w.check(err)

		raw, err := w.store.Release(t.Context(), sv.ID)
		w.check(err)
		var r analytics.Release
		w.check(json.Unmarshal(raw, &r))
		f, _ := r.Figure("Alpha")
		if f == nil || *f.N != 9 || *f.Invited != 8 || r.Replaced(f) != 1 || *r.Cast != 18 || r.Invited != 17 {
			t.Errorf("Alpha is %+v in %d ballots of %d people", f, *r.Cast, r.Invited)
		}
		w.checkRecord(closed.ID, r)
	})
}

// checkRecord compares the closing record with the release, block by block,
// and with the ballots that are kept.
func (w *world) checkRecord(id string, r analytics.Release) {
	w.t.Helper()
	raw, err := w.store.ClosingRecord(w.t.Context(), id)
	w.check(err)
	record, err := ballot.ParseClosingRecord(raw)
	w.check(err)
	if record.Size != *r.Cast || record.ReleaseHash != r.ReleaseHash || len(record.Blocks) != len(r.Blocks) {
		w.t.Fatalf("the record is of %d ballots in %d blocks, the release of %d in %d", record.Size, len(record.Blocks), *r.Cast, len(r.Blocks))
	}
	for i, b := range record.Blocks {
		x := r.Blocks[i]
		if b.Block != x.ID || b.Cast != x.N || b.Invited != x.Invited || b.Replaced != x.Replaced || b.Collected > b.Invited {
			w.t.Errorf("the record says %+v, the release %+v", b, x)
		}
	}
}
