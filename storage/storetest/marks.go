package storetest

import (
	"errors"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/talk"
)

// mark tells the store what a platform told of a parcel.
func (w *world) mark(native string, state talk.MarkState, at time.Duration, code ...string) {
	w.t.Helper()
	m := talk.Mark{Native: native, State: state, At: start.Add(at)}
	if len(code) > 0 {
		m.Code = code[0]
	}
	w.ok(w.Mark(w.ctx(), "test", m))
}

// line is the newest line of ours in a conversation.
func (w *world) line(who talk.Who) talk.Line {
	w.t.Helper()
	lines, err := w.Conversation(w.ctx(), who.Contact, 10)
	w.ok(err)
	last := lines[len(lines)-1]
	last.At, last.ID, last.Seq, last.Lang = time.Time{}, "", 0, ""
	return last
}

// madeBeforehand checks what a parcel is taken with: its lane, when the person was
// heard last, and an id that stays.
func madeBeforehand(t *testing.T, w *world) {
	cold := w.meet("cold")
	w.post(cold, talk.LaneNotice, "heard once")
	first := w.take(1)[0]
	if !regexp.MustCompile(`^3EB0[0-9A-F]{18}$`).MatchString(first.Native) || first.Lane != talk.LaneNotice || !first.Heard.Equal(start) {
		t.Fatalf("taken as %+v", first)
	}
	w.pass(time.Hour)
	reaction := w.from("cold", "👍")
	reaction.Kind, reaction.ReplyTo = talk.KindReaction, "ours"
	w.ok(w.Settle(w.ctx(), w.arrive(reaction).Row, talk.End{State: talk.EndTalk}, nil))
	again := w.take(1)[0]
	if again.Native != first.Native || !again.Unsure || !again.Heard.Equal(start) {
		t.Fatalf("taken again as %+v, at first %+v", again, first)
	}
	w.answer(w.arrive(w.from("cold", "I write")), 1, talk.End{State: talk.EndTalk}, "you wrote")
	w.ok(w.Sent(w.ctx(), again.ID, "the platform's own id", w.clock()))
	next := w.take(1)[0]
	if next.Lane != talk.LaneReply || !next.Heard.Equal(start.Add(time.Hour)) || next.Native == first.Native {
		t.Fatalf("the next is taken as %+v", next)
	}
}

func marks(t *testing.T, w *world) {
	who := w.meet("nura")
	question := talk.Message{Text: "which?", Options: []talk.Option{{ID: "y", Label: "yes"}}, Asked: 1}
	asks := turn(w.arrive(w.from("nura", "hm")), 1, talk.End{State: talk.EndTalk})
	asks.Messages = []talk.Message{question}
	w.ok(w.Finish(w.ctx(), asks))
	p := w.take(1)[0]
	said, err := w.Said(w.ctx(), "test", p.Native)
	w.ok(err)
	if diff := cmp.Diff(question, said); diff != "" {
		t.Error(diff)
	}
	for channel, native := range map[string]string{"other": p.Native, "test": "3EB0UNKNOWNUNKNOWNUNKNOWN"} {
		if _, err := w.Said(w.ctx(), channel, native); !errors.Is(err, flows.ErrNotFound) {
			t.Errorf("said on %s as %s: %v", channel, native, err)
		}
	}
	// On the phone before the sender had its answer; then the sender is told late.
	w.mark(p.Native, talk.MarkDelivered, time.Second)
	w.pass(2 * lease)
	if again := w.take(1); len(again) != 0 {
		t.Fatalf("what was delivered is taken again: %+v", again)
	}
	w.ok(w.Sent(w.ctx(), p.ID, p.Native, start.Add(2*time.Second)))
	want := talk.Line{Message: question, Sent: start.Add(2 * time.Second), Delivered: start.Add(time.Second)}
	if diff := cmp.Diff(want, w.line(who)); diff != "" {
		t.Error(diff)
	}
	w.mark(p.Native, talk.MarkRead, time.Minute)
	w.mark(p.Native, talk.MarkDelivered, time.Hour)
	w.mark(p.Native, talk.MarkRead, time.Hour)
	w.mark(p.Native, talk.MarkFailed, time.Hour, "expired")
	w.mark(p.Native, "played", time.Hour)
	w.mark("nothing", talk.MarkRead, time.Hour)
	want.Read = start.Add(time.Minute)
	if diff := cmp.Diff(want, w.line(who)); diff != "" {
		t.Errorf("a mark went back:\n%s", diff)
	}
}

// withThePlatform checks that what a platform says it has is not sent again by
// whoever died before it knew, and is not taken for delivered.
func withThePlatform(t *testing.T, w *world) {
	who := w.meet("huda")
	w.post(who, talk.LaneReply, "one")
	p := w.take(1)[0]
	w.mark(p.Native, talk.MarkSent, time.Second)
	w.pass(2 * lease)
	if again := w.take(1); len(again) != 0 {
		t.Fatalf("what the platform has is taken again: %+v", again)
	}
	if l := w.line(who); !l.Sent.Equal(start.Add(time.Second)) || !l.Delivered.IsZero() {
		t.Errorf("sent: %+v", l)
	}
	w.mark(p.Native, talk.MarkDelivered, time.Minute)
	w.mark(p.Native, talk.MarkSent, time.Hour)
	if l := w.line(who); !l.Sent.Equal(start.Add(time.Second)) || !l.Delivered.Equal(start.Add(time.Minute)) {
		t.Errorf("delivered: %+v", l)
	}
}

// readAtOnce checks that read implies delivered.
func readAtOnce(t *testing.T, w *world) {
	who := w.meet("saad")
	w.post(who, talk.LaneReply, "one")
	p := w.take(1)[0]
	w.ok(w.Sent(w.ctx(), p.ID, "wamid.0123456789012345678", w.clock()))
	w.mark(p.Native, talk.MarkRead, time.Second) // no longer its id
	if l := w.line(who); !l.Read.IsZero() {
		t.Errorf("read by an id that it no longer has: %+v", l)
	}
	w.mark("wamid.0123456789012345678", talk.MarkRead, time.Second)
	if l := w.line(who); !l.Read.Equal(start.Add(time.Second)) || !l.Delivered.Equal(l.Read) {
		t.Errorf("read: %+v", l)
	}
}

// failedAfterwards checks what the platform gives up after it was taken.
func failedAfterwards(t *testing.T, w *world) {
	who := w.meet("ziad")
	for _, code := range []string{"window", "expired", "blocked"} {
		w.post(who, talk.LaneReply, code)
		p := w.take(1)[0]
		w.ok(w.Sent(w.ctx(), p.ID, p.Native, w.clock()))
		stop := code == "blocked"
		for range 2 {
			w.ok(w.Mark(w.ctx(), "test", talk.Mark{Native: p.Native, State: talk.MarkFailed, Code: code, Stop: stop}))
		}
	}
	w.post(who, talk.LaneReply, "to a shut door")
	if said := w.deliver(); len(said) != 0 {
		t.Errorf("said to somebody who is to be left alone: %v", said)
	}
	letters, err := w.DeadLetters(w.ctx(), 10)
	w.ok(err)
	r, err := w.Audit(w.ctx())
	w.ok(err)
	want := map[string]int{"window": 1, "expired": 1, "blocked": 1}
	if diff := cmp.Diff(want, r.Failed); diff != "" || r.Outbound["failed"] != 3 || len(letters) != 2 || !r.Balanced() {
		t.Errorf("books %+v, letters %+v:\n%s", r, letters, diff)
	}
	if diff := cmp.Diff(want, w.failed); diff != "" {
		t.Errorf("counted:\n%s", diff)
	}
	// What certainly failed goes out under a new id: the old one is taken for seen.
	w.ok(w.RetryDead(w.ctx(), letters[1].ID))
	if p := w.take(1); len(p) != 1 || p[0].Message.Text != "expired" {
		t.Errorf("after the retry: %+v", p)
	} else if _, err := w.Said(w.ctx(), "test", p[0].Native); err != nil {
		t.Error(err)
	}
}

// keptBack checks that what the platform's rule keeps back is no dead letter.
func keptBack(t *testing.T, w *world) {
	who := w.meet("amani")
	for _, code := range []string{"window", "cold"} {
		w.post(who, talk.LaneBulk, code)
		w.ok(w.Fail(w.ctx(), w.take(1)[0].ID, code, false))
	}
	letters, err := w.DeadLetters(w.ctx(), 10)
	w.ok(err)
	r, err := w.Audit(w.ctx())
	w.ok(err)
	if diff := cmp.Diff(map[string]int{"window": 1, "cold": 1}, r.Failed); diff != "" || len(letters) != 0 {
		t.Errorf("letters %+v, books:\n%s", letters, diff)
	}
}
