package main

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/cases"
	"majlis/flows/talk"
)

// TestDeletedMessages takes a citizen's deleted messages through the whole house:
// the words of a case stay with the ministry and nowhere else.
func TestDeletedMessages(t *testing.T) {
	w := newTown(t)
	c := w.citizen("layla", "en")
	const text = "May I swap my plot for one in another town?"
	c.write("0", "1")
	asked := c.inbound(talk.Inbound{Text: text})
	c.send(asked)
	c.write("1")
	mine, err := w.db.CasesOf(t.Context(), c.who().Person, 10)
	w.ok(err)
	if len(mine) != 1 || mine[0].Text != text {
		t.Fatalf("filed: %+v", mine)
	}
	c.toldPart(c.send(talk.Inbound{Kind: talk.KindDeleted, Edits: "m" + asked.ID}), cases.Ref(mine[0].Ref).String())
	events, err := w.db.Events(t.Context(), mine[0].ID)
	w.ok(err)
	if !slices.ContainsFunc(events, func(e cases.Event) bool { return e.Kind == cases.EventDeleted }) {
		t.Errorf("the history does not tell of it: %+v", events)
	}
	lines, err := w.db.Conversation(t.Context(), c.who().Contact, 100)
	w.ok(err)
	deleted := 0
	for _, l := range lines {
		if l.Mine && l.Text == text {
			t.Error("the words are still in the conversation")
		}
		if l.Deleted {
			deleted++
		}
	}
	small := c.inbound(talk.Inbound{Text: "thank you"})
	c.send(small)
	c.told(c.send(talk.Inbound{Kind: talk.KindDeleted, Edits: "m" + small.ID}), "talk.deleted")
	if deleted != 1 {
		t.Errorf("%d lines are shown as deleted", deleted)
	}
	w.balanced()
}

// TestDeletedBeforeItsTurn checks that a message which is deleted while it waits
// is never answered.
func TestDeletedBeforeItsTurn(t *testing.T) {
	w := openTown(t)
	c := w.stranger("omar", "en")
	first := c.inbound(talk.Inbound{Text: "I take that back"})
	w.ok(w.reception.Accept(t.Context(), first))
	w.ok(w.reception.Accept(t.Context(), c.inbound(talk.Inbound{Kind: talk.KindDeleted, Edits: "m" + first.ID})))
	w.work()
	w.settle()
	if got := c.read(); len(got) != 1 || got[0].Text != w.text("ar", "talk.deleted", nil) {
		t.Errorf("said:\n%s", show(got))
	}
	if diff := cmp.Diff(map[string]int{talk.EndDiscard: 1, talk.EndTalk: 1}, w.ends()); diff != "" {
		t.Error(diff)
	}
}

// TestReactionTakesNoTurn checks that a sign leaves the session, and the reminder
// of an open question, where they are.
func TestReactionTakesNoTurn(t *testing.T) {
	w := newTown(t)
	c := w.citizen("sami", "en")
	c.write("0", "3")
	asked := c.write("1")
	before := c.session()
	w.clock.pass(50 * time.Minute)
	if got := c.send(talk.Inbound{Kind: talk.KindReaction, ReplyTo: asked[0].native, Text: "👍"}); len(got) != 0 {
		t.Errorf("answered:\n%s", show(got))
	}
	if diff := cmp.Diff(before, c.session()); diff != "" {
		t.Error(diff)
	}
	due, err := w.db.Fired(t.Context(), w.now().Add(11*time.Minute), 10)
	w.ok(err)
	if len(due) != 1 {
		t.Errorf("the reminder moved: %+v", due)
	}
	lines, err := w.db.Conversation(t.Context(), c.who().Contact, 100)
	w.ok(err)
	if !slices.ContainsFunc(lines, func(l talk.Line) bool { return l.Reaction == "👍" && l.Message.Text == asked[0].Text }) {
		t.Error("the sign does not stand beside the message")
	}
	w.balanced()
}
