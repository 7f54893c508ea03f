package main

import (
	"testing"

	"majlis/flows/talk"
)

// TestBlockBroughtAgain: an update that says the person shut the channel comes a
// second time after they have written again. Their answer must not be lost to it.
func TestBlockBroughtAgain(t *testing.T) {
	w := newTown(t)
	c := w.citizen("aisha", "en")
	block := c.inbound(talk.Inbound{ID: "block", Kind: talk.KindBlocked})
	w.ok(w.reception.Accept(t.Context(), block))
	w.ok(w.handled(t.Context()))
	w.ok(w.reception.Accept(t.Context(), c.inbound(talk.Inbound{Text: "1"})))
	w.ok(w.handled(t.Context()))
	w.ok(w.reception.Accept(t.Context(), block))
	w.settle()
	c.told(c.read(), "inquiry.text")
	w.balanced()
}
