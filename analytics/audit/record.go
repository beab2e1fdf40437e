package audit

import (
	"maps"
	"slices"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// record compares the verify page with the release: both are about the same
// blocks, and the hash that was published is that of the release.
func (x *work) record() {
	x.hashes()
	if k := x.w.Survey.MinimumGroup; x.r.MinimumGroup != k {
		x.contradiction("minimum group", "it was opened with %d and released with %d.", k, x.r.MinimumGroup)
	}
	printed := map[string]*analytics.Block{}
	for i := range x.r.Blocks {
		printed[x.r.Blocks[i].ID] = &x.r.Blocks[i]
	}
	for _, c := range x.w.Counts {
		x.report.Compared.Blocks++
		b, ok := printed[c.Block]
		if !ok {
			x.contradiction("verify page", "it has block %s, which the release does not have.", c.Block)
			continue
		}
		delete(printed, c.Block)
		x.sameBlock(c, b)
	}
	for _, id := range slices.Sorted(maps.Keys(printed)) {
		if len(x.w.Counts) > 0 {
			x.contradiction("verify page", "it lacks block %s of the release.", id)
		}
	}
}

func (x *work) hashes() {
	if x.w.Hash != "" && x.w.Hash != x.r.ReleaseHash {
		x.contradiction("release", "its numbers are not those that its hash was made of, so it was changed.")
	}
	if x.w.ReleaseHash != "" && x.w.ReleaseHash != x.r.ReleaseHash {
		x.contradiction("release", "it is not the one whose hash the verify page has, so it was changed.")
	}
}

func (x *work) contradiction(what, format string, args ...any) {
	x.tell(Record, nil, what, "a release is published once", format, args...)
}

// sameBlock compares one block. Its used credentials are counted one by one on
// the verify page.
func (x *work) sameBlock(c Count, b *analytics.Block) {
	if c.Cast != b.N || c.Invited != b.Invited || c.Replaced != b.Replaced || !slices.Equal(slices.Sorted(slices.Values(c.Units)), slices.Sorted(slices.Values(b.Units))) {
		x.contradiction("verify page", "block %s has other units or counts there than in the release, so their difference is published too.", b.ID)
	}
	if x.w.Spent == nil {
		return
	}
	spent := x.w.Spent[c.Block]
	x.report.Compared.Spent += spent
	if spent != c.Cast {
		x.contradiction("verify page", "block %s counts %d ballots and lists %d used credentials.", c.Block, c.Cast, spent)
	}
}

// recomputed tells of a release that was published again: what changed is
// about the ballots that came late or were taken out.
func (x *work) recomputed(before *analytics.Release) {
	if before.ReleaseHash == x.r.ReleaseHash {
		return
	}
	type key struct {
		team survey.Path
		cut  bool
	}
	old := map[key]*analytics.Figure{}
	for _, f := range figuresOf(before) {
		old[key{f.team, f.cut}] = f.Figure
	}
	told := false
	for _, f := range x.figures {
		o := old[key{f.team, f.cut}]
		if o == nil || o.N == nil || f.N == nil || *o.N == *f.N {
			continue // one that is shown only once is told of below
		}
		told = true
		x.tell(Time, []survey.Path{f.team}, "n", "the release less the one before it",
			"%s had %d ballots and has %d now: every number less the one before it is about %s.", place(f.team), *o.N, *f.N, survey.Amount(abs(*f.N-*o.N), "ballot", "ballots"))
	}
	if !told {
		x.tell(Time, nil, "release", "the release less the one before it", "it was published twice with different numbers.")
	}
}
