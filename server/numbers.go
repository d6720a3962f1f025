package main

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// numbers are what the portal counts about itself, never about people.
type numbers struct {
	registry *prometheus.Registry
	took     *prometheus.HistogramVec
}

func newNumbers() *numbers {
	n := &numbers{
		registry: prometheus.NewRegistry(),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "yishiting_request_seconds",
			Help:    "Time to answer a request, by the line of the route table, method and status.",
			Buckets: []float64{.002, .005, .01, .02, .05, .1, .25, 1, 5},
		}, []string{"route", "method", "status"}),
	}
	n.registry.MustRegister(n.took, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return n
}

func (p *Portal) count(seen *watched, r *http.Request, took time.Duration) {
	method := r.Method
	switch method {
	case http.MethodGet, http.MethodPost, http.MethodHead:
	default:
		method = "other" // a client may send any word as a method
	}
	p.numbers.took.WithLabelValues(seen.route, method, strconv.Itoa(seen.status)).Observe(took.Seconds())
}

// Metrics answers /metrics. It is served on an address of its own, never in public.
func (p *Portal) Metrics() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(p.numbers.registry, promhttp.HandlerOpts{}))
	return mux
}
