package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"teamtrust/survey"
)

// The places at which a server is killed: requests of people, and what it does
// by itself.
const (
	inCollect  = "collect"
	inCast     = "cast"
	inReplace  = "replace"
	inWithdraw = "withdraw"
	inMix      = "mix"
	inClose    = "close"
	inDestroy  = "destroy keys"
)

func requests() []string { return []string{inCollect, inCast, inReplace, inWithdraw} }

func places() []string { return append(requests(), inMix, inClose, inDestroy) }

// hits counts kills by what they hit.
type hits map[string]int

func (h hits) String() string {
	var out []string
	for _, place := range places() {
		out = append(out, fmt.Sprintf("%s %d", place, h[place]))
	}
	return strings.Join(out, ", ")
}

// leastFirst sorts places by how often they were hit.
func (h hits) leastFirst(of []string) []string {
	slices.SortStableFunc(of, func(a, b string) int { return h[a] - h[b] })
	return of
}

// underway are the requests that are under way, so that it is known, and not
// guessed, what a kill cut off.
type underway struct {
	mu    sync.Mutex
	life  int            // of the server: how often it was killed
	under map[string]int // way, by place
	cut   map[string]int // by the last kill
	dying int            // requests of the life that ended that have not come back
}

// during does a request. One that began before a kill and did not succeed was
// cut off by it.
func (f *underway) during(place string, do func() error) error {
	f.mu.Lock()
	began := f.life
	f.under[place]++
	f.mu.Unlock()
	err := do()
	f.mu.Lock()
	defer f.mu.Unlock()
	if began == f.life {
		f.under[place]--
		return err
	}
	f.dying--
	if err != nil && !refused(err) {
		f.cut[place]++
	}
	return err
}

// busy reports whether a request for this is under way.
func (f *underway) busy(place string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.under[place] > 0
}

// dies is called before a kill: whatever begins from now on was not cut off.
func (f *underway) dies() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, n := range f.under {
		f.dying += n
	}
	f.life++
	f.under, f.cut = map[string]int{}, map[string]int{}
}

// over reports whether all requests of the life that ended have come back.
func (f *underway) over() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.dying == 0
}

// refused reports whether a server answered, and not with success.
func refused(err error) bool {
	var e *survey.Error
	return errors.As(err, &e)
}

func TestItIsKnownWhatAKillCutOff(t *testing.T) {
	f := &underway{under: map[string]int{}}
	broken, killed := make(chan struct{}), fmt.Errorf("EOF")
	ended := make(chan error, 2)
	go func() { ended <- f.during(inCast, func() error { <-broken; return killed }) }()
	go func() { ended <- f.during(inCollect, func() error { <-broken; return nil }) }()
	for !f.busy(inCast) || !f.busy(inCollect) {
		continue
	}
	_ = f.during(inReplace, func() error { return killed }) // before the kill, and over
	f.dies()
	_ = f.during(inWithdraw, func() error { return killed }) // nobody answers any more
	if f.over() {
		t.Error("two requests have not come back")
	}
	close(broken)
	<-ended
	<-ended
	if !f.over() || len(f.cut) != 1 || f.cut[inCast] != 1 {
		t.Errorf("cut off: %v, want the cast that was under way and failed", f.cut)
	}
}
