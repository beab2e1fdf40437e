package server

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"teamtrust/survey"
)

// metrics are numbers about the installation for whoever looks after it.
//
// No number in them moves with a request of the employees' side: neither a
// count nor a duration, nor what libraries offer about memory, processor and open
// files, which show every single request of a quiet server. Read every few
// seconds and kept for months, each of them would be the list of the moments at
// which ballots came.
type metrics struct {
	started time.Time
	office  *prometheus.HistogramVec
	failing atomic.Bool // the employees' side, at the last report
}

func newMetrics(started time.Time) *metrics {
	return &metrics{started: started, office: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "teamtrust_office_request_seconds", Help: "Requests of the office's side by class of status.",
		Buckets: []float64{.01, .05, .25, 1, 5, 30},
	}, []string{"status"})}
}

// timed measures requests of the office's side.
func (m *metrics) timed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, seen := time.Now(), &statusWriter{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			m.office.WithLabelValues(fmt.Sprintf("%dxx", seen.status/100)).Observe(time.Since(start).Seconds())
		}()
		next.ServeHTTP(seen, r)
	})
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach what the connection can do.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Metrics serves GET /metrics in the text format of Prometheus and nothing
// else, for a listener of its own: it asks nobody who they are.
func (s *Server) Metrics(version string) http.Handler {
	registry := prometheus.NewRegistry()
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "teamtrust_build_info", Help: "Always 1; the label is the version."}, []string{"version"})
	build.WithLabelValues(version).Set(1)
	started := prometheus.NewGauge(prometheus.GaugeOpts{Name: "teamtrust_start_time_seconds", Help: "When the process began to serve, Unix time."})
	started.Set(float64(s.metrics.started.Unix()))
	registry.MustRegister(build, started, s.metrics.office, newStateCollector(s.Store),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "teamtrust_employees_failing", Help: "1 where requests of the employees' side failed before the last report, which comes every ten minutes."},
			func() float64 { return flag(s.metrics.failing.Load()) }))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{DisableCompression: true}))
	return mux
}

func flag(set bool) float64 {
	if set {
		return 1
	}
	return 0
}

// stateCollector asks the database when it is itself asked.
type stateCollector struct {
	store       Store
	up, surveys *prometheus.Desc
}

func newStateCollector(store Store) *stateCollector {
	return &stateCollector{store: store,
		up:      prometheus.NewDesc("teamtrust_database_up", "1 where the database answers.", nil, nil),
		surveys: prometheus.NewDesc("teamtrust_surveys", "Surveys by state.", []string{"state"}, nil)}
}

// Describe implements prometheus.Collector.
func (c *stateCollector) Describe(to chan<- *prometheus.Desc) {
	to <- c.up
	to <- c.surveys
}

// Collect implements prometheus.Collector. What cannot be asked is left out.
func (c *stateCollector) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	to <- prometheus.MustNewConstMetric(c.up, prometheus.GaugeValue, flag(c.store.Ping(ctx) == nil))
	all, err := c.store.Surveys(ctx)
	if err != nil {
		return
	}
	count := map[survey.State]int{survey.Draft: 0, survey.Open: 0, survey.Closed: 0}
	for _, sv := range all {
		count[sv.State]++
	}
	for state, n := range count {
		to <- prometheus.MustNewConstMetric(c.surveys, prometheus.GaugeValue, float64(n), string(state))
	}
}
