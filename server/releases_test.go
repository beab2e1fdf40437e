package server

import (
	"testing"

	"teamtrust/analytics"
)

func releaseCalled(id string) *published { return &published{release: &analytics.Release{Survey: id}} }

func TestReleasesAreKeptUpToABound(t *testing.T) {
	r := newReleases()
	for _, id := range []string{"a", "b", "c"} {
		r.keep(id, releaseCalled(id), releaseBytes/3)
	}
	if r.find("a") == nil {
		t.Fatal("three thirds do not fit")
	}
	r.keep("d", releaseCalled("d"), releaseBytes/3)
	if r.find("b") != nil {
		t.Error("the one that was not used for the longest time was kept")
	}
	for _, id := range []string{"a", "c", "d"} {
		if got := r.find(id); got == nil || got.release.Survey != id {
			t.Errorf("%s is gone", id)
		}
	}
	r.keep("large", releaseCalled("large"), 2*releaseBytes)
	if r.find("large") == nil || len(r.kept) != 1 {
		t.Errorf("a release larger than the bound is not kept alone: %d kept", len(r.kept))
	}
}
