package page

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// counters of all pages. Labels: method; route, the pattern that matched, never
// a path; status.
type counters struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newCounters(reg prometheus.Registerer) *counters {
	c := &counters{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "majlis_http_requests_total", Help: "Requests answered.",
		}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "majlis_http_seconds", Help: "Time to answer a request; event streams are left out.",
			Buckets: []float64{.001, .005, .025, .1, .5, 2, 10},
		}, []string{"route"}),
	}
	if reg != nil {
		reg.MustRegister(c.requests, c.seconds)
	}
	return c
}

func (c *counters) request(r *http.Request, status int, took time.Duration) {
	route := r.Pattern
	if route == "" {
		route = "none"
	}
	if status == 0 {
		status = http.StatusOK
	}
	c.requests.WithLabelValues(method(r.Method), route, strconv.Itoa(status)).Inc()
	if r.Header.Get("Accept") != "text/event-stream" {
		c.seconds.WithLabelValues(route).Observe(took.Seconds())
	}
}

// method keeps strangers from inventing label values.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}
