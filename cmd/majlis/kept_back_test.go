package main

import (
	"testing"

	"majlis/flows/talk"
)

// TestKeptBack checks that what a platform's window keeps back is counted, by the
// books and by the metrics, and put before nobody.
func TestKeptBack(t *testing.T) {
	w := newTown(t)
	c := w.citizen("hana", "en")
	w.ok(w.reception.Accept(t.Context(), c.inbound(talk.Inbound{Text: "0"})))
	w.ok(w.handled(t.Context()))
	parcels, err := w.db.Take(t.Context(), townChannel, w.now(), 10)
	w.ok(err)
	for _, p := range parcels {
		w.ok(w.db.Fail(t.Context(), p.ID, "window", false))
	}
	letters, err := w.db.DeadLetters(t.Context(), 10)
	w.ok(err)
	report, err := w.db.Audit(t.Context())
	w.ok(err)
	if len(parcels) != 1 || len(letters) != 0 || report.Failed["window"] != 1 {
		t.Errorf("%d parcels, letters %+v, books %+v", len(parcels), letters, report)
	}
	families, err := w.metrics.Gather()
	w.ok(err)
	counted := 0.0
	for _, f := range families {
		if f.GetName() == "majlis_parcels_failed_total" {
			counted = f.GetMetric()[0].GetCounter().GetValue()
		}
	}
	if counted != 1 {
		t.Errorf("counted %v", counted)
	}
}
