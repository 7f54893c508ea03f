package main

import (
	"fmt"
	"testing"
	"time"

	"majlis/flows/talk"
)

// flood sends messages within a second and reads what comes back.
func (c *townsman) flood(n int) []letter {
	c.t.Helper()
	for range n {
		c.ok(c.reception.Accept(c.t.Context(), c.inbound(talk.Inbound{Text: "0"})))
	}
	c.settle()
	return c.read()
}

// TestFlood lets one person send far too much: it is taken, put aside with its
// reason and answered once a minute; others notice nothing.
func TestFlood(t *testing.T) {
	inBoth(t, func(t *testing.T, c *townsman) {
		told := 0
		for _, l := range c.flood(200) {
			if l.Text == c.text("talk.flood") {
				told++
			}
		}
		if told != 1 {
			t.Errorf("told %d times", told)
		}
		if n := c.ends()[talk.EndDiscard]; n != 142 { // 58 of the 60 a minute: two went before
			t.Errorf("%d discarded", n)
		}
		other := c.citizen("omar", c.lang)
		other.told(other.write("1"), "inquiry.text")

		c.clock.pass(30 * time.Second)
		if again := c.flood(5); len(again) > 0 {
			t.Errorf("told within the same minute:\n%s", show(again))
		}
		c.clock.pass(time.Minute)
		c.told(c.write("0"), "menu.pick")
		c.balanced()
	})
}

// TestFloodKeepsItsReason: staff can tell afterwards why a message has no answer.
func TestFloodKeepsItsReason(t *testing.T) {
	w := newTown(t)
	c := w.citizen("aisha", "en")
	c.flood(58)
	c.ok(c.reception.Accept(t.Context(), c.inbound(talk.Inbound{ID: "late", Text: "0"})))
	c.ok(c.reception.Accept(t.Context(), c.inbound(talk.Inbound{ID: "late", Text: "0"}))) // brought again
	w.settle()
	report, err := w.db.Audit(t.Context())
	w.ok(err)
	if got := fmt.Sprint(report.Inbound, report.Ends); got != fmt.Sprint(61, map[string]int{talk.EndTalk: 60, talk.EndDiscard: 1}) {
		t.Error(got)
	}
	w.balanced()
}
