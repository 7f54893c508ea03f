package main

import (
	"testing"
	"time"

	"majlis/flows/faq"
)

// TestMissedJobsAreCaughtUp starts the clock of a house that was down for days:
// one digest waits for an approver, however much was missed, and none is sent.
func TestMissedJobsAreCaughtUp(t *testing.T) {
	w := newTown(t)
	reader := w.optIn("aisha", "ar")
	s := w.schedule()
	var names []string
	for _, j := range s.jobs {
		names = append(names, j.name)
		w.ok(w.db.SetLastRun(t.Context(), j.name, w.now()))
	}
	w.clock.pass(40 * 24 * time.Hour)
	s.catchUp(t.Context()) // nothing is published: no digest, and no error
	w.publish(green)
	w.clock.pass(40 * 24 * time.Hour)
	s.catchUp(t.Context())
	s.catchUp(t.Context())

	drafts, err := w.db.Digests(t.Context(), faq.DigestDraft)
	w.ok(err)
	if len(drafts) != 1 || drafts[0].Author != faq.Schedule {
		t.Errorf("drafts: %+v", drafts)
	}
	for _, name := range names {
		if at, err := w.db.LastRun(t.Context(), name); err != nil || !at.Equal(w.now().Truncate(time.Millisecond)) {
			t.Errorf("%s last ran at %v, %v", name, at, err)
		}
	}
	w.deliver()
	if told := reader.read(); len(told) > 0 {
		t.Errorf("sent without an approver:\n%s", show(told))
	}
	if log := w.log.String(); len(names) != 3 || log != "" {
		t.Errorf("jobs %v, log:\n%s", names, log)
	}
}
