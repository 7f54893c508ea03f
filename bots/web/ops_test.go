package web_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"majlis/bots/web"
)

func TestOps(t *testing.T) {
	var broken error
	var told []string
	reg := prometheus.NewRegistry()
	reg.MustRegister(prometheus.NewCounter(prometheus.CounterOpts{Name: "majlis_test_total", Help: "Of this test."}))
	ops := web.Ops(reg, []web.Check{{Name: "database", Check: func(context.Context) error { return broken }}},
		func(name string, err error) { told = append(told, name+": "+err.Error()) })
	get := func(path string) (int, string) {
		w := httptest.NewRecorder()
		ops.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		return w.Code, w.Body.String()
	}
	if status, body := get("/readyz"); status != 200 || !strings.Contains(body, `"database":"ready"`) {
		t.Errorf("%d %s", status, body)
	}
	broken = errors.New("locked")
	if status, body := get("/readyz"); status != 503 || strings.Contains(body, "locked") || len(told) != 1 {
		t.Errorf("%d %s %v", status, body, told)
	}
	if status, _ := get("/healthz"); status != 200 {
		t.Errorf("healthz %d", status)
	}
	if status, body := get("/metrics"); status != 200 || !strings.Contains(body, "majlis_test_total 0") {
		t.Errorf("%d %s", status, body)
	}
}
