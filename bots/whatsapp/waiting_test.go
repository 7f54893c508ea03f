package whatsapp

import (
	"testing"
	"time"
)

// What waits for its turn: nothing of a person is accepted before what could not
// be, others go on, and what WhatsApp has no more is not waited for.
func TestWaiting(t *testing.T) {
	var w waiting
	w.reconnect()
	w.refused("a", "1")
	w.refused("a", "2") // the first counts
	if !w.blocks("a", "2") || w.blocks("b", "9") {
		t.Fatal("the wrong ones wait")
	}
	w.reconnect()
	if w.blocks("a", "1") {
		t.Fatal("the first waits for itself")
	}
	w.caughtUp()
	if !w.blocks("a", "2") {
		t.Fatal("let in before the first was accepted")
	}
	w.accepted("a", "1")
	if w.blocks("a", "2") {
		t.Fatal("kept out for nothing")
	}
	w.refused("a", "2")
	w.reconnect()
	w.caughtUp() // 2 was not brought again
	if w.blocks("a", "3") {
		t.Fatal("waits for what never comes")
	}
	for i, want := range []time.Duration{1, 2, 4, 8, 16, 30, 30} {
		if got := w.pause(); got != want*time.Second {
			t.Errorf("pause %d is %v", i, got)
		}
		w.reconnect()
	}
	w.reconnect() // a connection without trouble
	if got := w.pause(); got != time.Second {
		t.Errorf("pause is %v", got)
	}
}
