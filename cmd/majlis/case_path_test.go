package main

import (
	"testing"
	"time"

	"majlis/flows/cases"
	"majlis/flows/talk"
)

// deed is what a member of staff does to a case as it stands.
func (w *town) deed(id string) cases.Deed {
	w.t.Helper()
	c, err := w.db.Case(w.t.Context(), id)
	w.ok(err)
	return cases.Deed{Case: id, Version: c.Version, Actor: "omar"}
}

// replyTo answers one of our messages with words, as the app's own reply.
func (c *townsman) replyTo(l letter, text string) []letter {
	c.t.Helper()
	return c.send(talk.Inbound{Text: text, ReplyTo: l.native})
}

// TestCasePath files an inquiry, lets staff ask and answer, and follows it up by
// replying to what staff wrote.
func TestCasePath(t *testing.T) {
	inBoth(t, func(t *testing.T, c *townsman) {
		filed := fileInquiry(c)
		one, err := c.db.Case(t.Context(), filed.About)
		c.ok(err)
		// Ten working days from Sunday 22 November 2026, Friday and Saturday off.
		if got := one.DueAt.In(c.ministry.Zone.Location()).Format("Mon 2006-01-02"); got != "Sun 2026-12-06" {
			t.Errorf("due %s", got)
		}
		c.toldPart([]letter{filed}, map[string]string{"ar": "الأحد 6 ديسمبر 2026", "en": "Sunday 6 December 2026"}[c.lang])
		c.toldPart([]letter{filed}, cases.Ref(one.Ref).String())

		c.clock.pass(time.Hour)
		_, err = c.cases.AskInfo(t.Context(), c.deed(one.ID), "Which town?")
		c.ok(err)
		c.deliver()
		asked := c.read()
		c.toldPart(asked, "Which town?")
		c.clock.pass(time.Minute)
		c.toldPart(c.replyTo(asked[0], "Taif"), c.text("follow.added", talk.Args{"Ref": isolatedRef(one)}))
		c.lastEvent(one.ID, cases.EventCitizen, "Taif")

		c.clock.pass(time.Hour)
		_, err = c.cases.Reply(t.Context(), c.deed(one.ID), "Yes, once a year.")
		c.ok(err)
		c.settle()
		answer := c.read()
		c.toldPart(answer, "Yes, once a year.")
		c.toldPart(answer[1:], c.text("rate.solved", talk.Args{"Ref": isolatedRef(one)}))
		c.clock.pass(time.Minute)
		c.toldPart(c.replyTo(answer[0], "The portal refuses it"), c.text("follow.solved", talk.Args{"Ref": isolatedRef(one)}))
		reopened := c.write("2")
		c.lastEvent(one.ID, "", "The portal refuses it")
		if one, err = c.db.Case(t.Context(), one.ID); err != nil || one.Status != cases.Reopened || one.Reopened != 1 {
			t.Errorf("%+v, %v", one, err)
		}
		c.toldPart(reopened, isolatedRef(one))

		c.write("0")
		c.toldPart(c.write(inDigits(one.Ref, "٠١٢٣٤٥٦٧٨٩")), c.text("status.reopened"))
		c.toldPart(c.write("92"), c.text("track.which"))
		c.toldPart(c.write("1"), c.text("status.reopened"))
		c.balanced()
	})
}

func isolatedRef(c cases.Case) string { return "\u2068" + cases.Ref(c.Ref).String() + "\u2069" }

// lastEvent fails the test unless the case's history holds these words near its
// end; kind "" is any.
func (w *town) lastEvent(id string, kind cases.EventKind, text string) {
	w.t.Helper()
	events, err := w.db.Events(w.t.Context(), id)
	w.ok(err)
	for _, e := range events[max(0, len(events)-2):] {
		if e.Text == text && (kind == "" || e.Kind == kind) {
			return
		}
	}
	w.t.Errorf("%q is not in the history: %+v", text, events)
}

// TestReplyToSomebodyElsesMessage: the number of a message is no key to the case
// behind it.
func TestReplyToSomebodyElsesMessage(t *testing.T) {
	w := newTown(t)
	filed := fileInquiry(w.citizen("aisha", "en"))
	stranger := w.citizen("omar", "en")
	before, err := w.db.Events(t.Context(), filed.About)
	w.ok(err)
	stranger.toldPart(stranger.replyTo(filed, "What is this about?"), "What is this about?")
	after, err := w.db.Events(t.Context(), filed.About)
	w.ok(err)
	if len(after) != len(before) {
		t.Errorf("the history grew: %+v", after)
	}
	w.balanced()
}
