package server

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
)

// faults gathers what fails on the employees' side until Report tells it. A
// line of a log has a time; written at once, it would say when somebody opened a
// page or sent a ballot. It keeps neither times nor numbers.
type faults struct {
	mu   sync.Mutex
	seen map[fault]bool
}

// fault is one kind of failure: the pattern of a route and a reason without
// values.
type fault struct{ route, reason string }

func (f *faults) add(route, reason string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seen == nil {
		f.seen = map[fault]bool{}
	}
	f.seen[fault{route, reason}] = true
}

// take empties it. The order is that of routes, not of time.
func (f *faults) take() []fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []fault
	for one := range f.seen {
		out = append(out, one)
	}
	f.seen = nil
	slices.SortFunc(out, func(a, b fault) int {
		return cmp.Or(strings.Compare(a.route, b.route), strings.Compare(a.reason, b.reason))
	})
	return out
}

// ReportEvery is how far apart calls of Report are.
const ReportEvery = 10 * time.Minute

// Report tells what happened on the employees' side since the last call: it logs
// what failed, and writes down whether a proxy passes on addresses. It is called
// at times that have nothing to do with requests, ReportEvery apart and when the
// server stops.
func (s *Server) Report(ctx context.Context) {
	failed := s.faults.take()
	s.metrics.failing.Store(len(failed) > 0)
	for _, f := range failed {
		s.Log.Error("requests of the employees' side failed since the last report", "route", f.route, "reason", f.reason)
	}
	if err := s.keepForwarded(ctx); err != nil {
		s.forwarded.seen.Store(true) // the next report tries again
		s.Log.Error("that a proxy passes on addresses could not be written down", "error", err)
	}
}

// logFailure writes what went wrong inside. On the employees' side it says the
// route and a reason, later: an error's text could carry what a person sent,
// and the line would carry the time.
func (s *Server) logFailure(c *gin.Context, err error) {
	switch {
	case c.Request.Context().Err() != nil:
	case employees(c):
		s.faults.add(c.FullPath(), survey.Reason(err))
	default:
		s.Log.Error("request failed", "route", c.FullPath(), "error", err)
	}
}
