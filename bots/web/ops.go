package web

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// checkWithin bounds one round of readiness checks.
const checkWithin = 3 * time.Second

// Check is one part the house needs, e.g. the database.
type Check struct {
	Name  string
	Check func(ctx context.Context) error
}

// Ops answers on the operators' own port: /healthz says that the process lives,
// /readyz whether every part it needs answers (503 with the names of those that
// don't; the causes are in the log), /metrics what it counted.
func Ops(gather prometheus.Gatherer, checks []Check, failed func(name string, err error)) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		writeState(w, http.StatusOK, map[string]string{"state": "alive"})
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), checkWithin)
		defer cancel()
		status, states := http.StatusOK, map[string]string{}
		for _, c := range checks {
			states[c.Name] = "ready"
			if err := c.Check(ctx); err != nil {
				status, states[c.Name] = http.StatusServiceUnavailable, "failed"
				failed(c.Name, err)
			}
		}
		writeState(w, status, states)
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(gather, promhttp.HandlerOpts{}))
	return mux
}

func writeState(w http.ResponseWriter, status int, states map[string]string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(states) // whoever asked may have left
}
