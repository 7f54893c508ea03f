package main

import (
	"strings"
	"testing"

	"majlis/flows/live"
	"majlis/flows/talk"
)

// deletes lets a citizen delete a message of theirs.
func (c *townsman) deletes(said talk.Inbound) []letter {
	c.t.Helper()
	return c.send(talk.Inbound{Kind: talk.KindDeleted, Edits: "m" + said.ID})
}

// said fails the test unless the log of the broadcast says words so many times.
func (a *airing) said(words string, want int) {
	a.t.Helper()
	got := 0
	a.ok(a.live.store.Events(a.t.Context(), a.ID, 0, func(e live.Event) bool {
		got += strings.Count(e.Data.Text, words)
		return true
	}))
	if got != want {
		a.t.Errorf("the log says it %d times, want %d", got, want)
	}
}

// TestLiveDeleted deletes messages that were questions, one, several at once, and
// one that was answered: they are withdrawn, but for the last, and their words go.
func TestLiveDeleted(t *testing.T) {
	w := newTown(t)
	a := w.air()
	a.to(live.Announced, live.Collecting)
	c, omar := w.citizen("aisha", "ar"), w.citizen("omar", "ar")
	c.write(a.Code)
	omar.write(a.Code)
	facts := talk.Args{"Title": "لقاء الإسكان"}

	one := c.inbound(talk.Inbound{Text: parking})
	c.send(one)
	a.work()
	c.toldPart(c.deletes(one), c.text("live.deleted", facts))
	c.told(c.deletes(one), "talk.deleted")
	several := c.inbound(talk.Inbound{Text: garden + "\nومتى يُعاد افتتاحها؟"})
	c.send(several)
	c.toldPart(c.write("1"), c.text("live.taken", talk.Args{"Title": "لقاء الإسكان", "Count": 2}))
	a.work()
	c.toldPart(c.deletes(several), c.text("live.deleted", facts))
	for _, words := range []string{parking, garden, "ومتى يُعاد افتتاحها؟"} {
		a.said(words, 0)
	}
	if got := a.groups(); len(got) == 0 || got[0].Supporters != 0 {
		t.Errorf("groups: %+v", got)
	}

	answered := omar.inbound(talk.Inbound{Text: parking})
	omar.send(answered)
	a.work()
	a.did(a.live.desk.Answer(t.Context(), a.host, a.groups()[0].ID, "في رجب."))
	omar.toldPart(omar.deletes(answered), omar.text("live.deleted_kept", facts))
	a.said(parking, 1) // as the wording of what was answered
	if got := a.groups()[0]; got.Text != parking || got.Supporters != 1 {
		t.Errorf("the group is %+v", got)
	}
	a.ok(a.live.boards.Read(t.Context(), a.ID, func(b *live.Board) error {
		if l := b.Ledger(); l[live.FateWithdrawn] != 3 || l[live.FateWritten] != 1 {
			t.Errorf("ledger %v", l)
		}
		return nil
	}))
	w.balanced()
}
