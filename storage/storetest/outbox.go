package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/talk"
)

// post puts a message into the outbox as staff would.
func (w *world) post(who talk.Who, lane talk.Lane, text string) {
	w.t.Helper()
	w.ok(w.Post(w.ctx(), cases.Post{Contact: who.Contact, Lane: lane, Message: talk.Message{Text: text}, Dedupe: who.Contact + text}))
}

// oneParcel checks that a conversation has one parcel on its way at a time.
func oneParcel(t *testing.T, w *world) {
	a, b := w.meet("ali"), w.meet("basma")
	w.post(a, talk.LaneReply, "a1")
	w.pass(-time.Minute) // somebody sets the clock
	w.post(a, talk.LaneReply, "a2")
	w.post(b, talk.LaneReply, "b1")
	first := w.take(10)
	if diff := cmp.Diff([]string{"a1", "b1"}, texts(first)); diff != "" {
		t.Fatal(diff)
	}
	if again := w.take(10); len(again) != 0 {
		t.Fatalf("taken before the first arrived: %v", texts(again))
	}
	w.ok(w.Later(w.ctx(), first[0].ID, "throttled", w.clock().Add(time.Second)))
	if again := w.take(10); len(again) != 0 {
		t.Fatalf("the second overtook the first, which waits: %v", texts(again))
	}
	w.pass(time.Second)
	if diff := cmp.Diff([]string{"a1", "a2"}, w.deliver()); diff != "" {
		t.Fatal(diff)
	}
	if other, err := w.Take(w.ctx(), "other", w.clock(), 10); len(other) != 0 || err != nil {
		t.Fatalf("another channel took %v, %v", other, err)
	}
}

func lanes(t *testing.T, w *world) {
	a, b := w.meet("adel"), w.meet("buthaina")
	w.post(a, talk.LaneBulk, "digest a")
	w.post(b, talk.LaneBulk, "digest b")
	w.pass(time.Second)
	w.post(a, talk.LaneNotice, "notice a")
	w.pass(time.Second)
	w.post(a, talk.LaneAnswer, "answer a")
	w.pass(time.Second)
	w.post(a, talk.LaneReply, "reply a")
	if diff := cmp.Diff([]string{"reply a"}, texts(w.take(1))); diff != "" {
		t.Error(diff)
	}
	w.pass(2 * lease)
	if diff := cmp.Diff([]string{"reply a", "digest b", "answer a", "notice a", "digest a"}, w.deliver()); diff != "" {
		t.Error(diff)
	}
}

// senderDied checks that what was on its way comes back, unsure, after its lease.
func senderDied(t *testing.T, w *world) {
	w.post(w.meet("ghada"), talk.LaneReply, "on its way")
	first := w.take(1)[0]
	if first.Unsure || first.Tries != 0 {
		t.Fatalf("at first: %+v", first)
	}
	w.pass(lease - time.Second)
	if early := w.take(1); len(early) != 0 {
		t.Fatal("taken again before the lease ran out")
	}
	w.pass(time.Second)
	again := w.take(1)
	if len(again) != 1 || again[0].ID != first.ID || !again[0].Unsure || again[0].Tries != 1 {
		t.Fatalf("after the lease: %+v", again)
	}
	w.ok(w.Reclaim(w.ctx()))
	if third := w.take(1); len(third) != 1 || !third[0].Unsure {
		t.Fatalf("at the start of the only sender: %+v", third)
	}
	for range 20 {
		w.ok(w.Reclaim(w.ctx()))
		w.take(1)
	}
	letters, err := w.DeadLetters(w.ctx(), 10)
	w.ok(err)
	if len(letters) != 1 || letters[0].Code != "unsure" {
		t.Fatalf("a parcel that ends every sender is no dead letter: %+v", letters)
	}
}

func putOff(t *testing.T, w *world) {
	who := w.meet("jana")
	w.post(who, talk.LaneReply, "one")
	w.post(who, talk.LaneReply, "two")
	p := w.take(1)[0]
	w.ok(w.Later(w.ctx(), p.ID, "server_error", w.clock().Add(time.Second)))
	w.pass(time.Second)
	p = w.take(1)[0]
	if p.Tries != 1 || p.Unsure {
		t.Fatalf("second try: %+v", p)
	}
	w.ok(w.Fail(w.ctx(), p.ID, "too_long", false))
	if diff := cmp.Diff([]string{"two"}, w.deliver()); diff != "" {
		t.Fatalf("what was given up holds up the next:\n%s", diff)
	}
	for _, id := range []string{"nobody-1", "nonsense", ""} {
		if err := w.Sent(w.ctx(), id, "", w.clock()); !errors.Is(err, flows.ErrNotFound) {
			t.Errorf("sent %q: %v", id, err)
		}
	}
}

func blockedAndBack(t *testing.T, w *world) {
	who := w.meet("khalid")
	w.post(who, talk.LaneReply, "before")
	blocks := w.from("khalid", "")
	blocks.Kind = talk.KindBlocked
	w.answer(w.arrive(blocks), 1, talk.End{State: talk.EndDiscard, Ref: "blocked"})
	w.post(who, talk.LaneReply, "meanwhile")
	if said := w.deliver(); len(said) != 0 {
		t.Fatalf("said to somebody who shut the door: %v", said)
	}
	back := w.from("khalid", "")
	back.Kind = talk.KindReturned
	w.answer(w.arrive(back), 2, talk.End{State: talk.EndDiscard, Ref: "returned"})
	w.post(who, talk.LaneReply, "after")
	p := w.take(1)
	if diff := cmp.Diff([]string{"after"}, texts(p)); diff != "" {
		t.Fatal(diff)
	}
	w.ok(w.Fail(w.ctx(), p[0].ID, "blocked", true)) // found out only when sending
	w.post(who, talk.LaneReply, "again meanwhile")
	if said := w.deliver(); len(said) != 0 {
		t.Fatalf("said to somebody who shut the door: %v", said)
	}
	w.answer(w.arrive(w.from("khalid", "I am here")), 3, talk.End{State: talk.EndTalk}, "welcome back")
	if diff := cmp.Diff([]string{"welcome back"}, w.deliver()); diff != "" {
		t.Fatal(diff)
	}
}

// stopped checks that stop ends what is said unasked, and never replies and answers.
func stopped(t *testing.T, w *world) {
	who := w.meet("lama")
	for lane, text := range []string{"reply", "answer", "notice", "bulk"} {
		w.post(who, talk.Lane(lane), text)
	}
	w.ok(w.SetNotify(w.ctx(), who.Person, true, start))
	w.ok(w.Stop(w.ctx(), who.Person, start))
	w.post(who, talk.LaneBulk, "more bulk")
	w.post(who, talk.LaneReply, "more reply")
	if diff := cmp.Diff([]string{"reply", "more reply", "answer"}, w.deliver()); diff != "" {
		t.Fatal(diff)
	}
	p, err := w.Person(w.ctx(), who.Person)
	w.ok(err)
	if p.Reachable() || p.Notify || !p.StoppedAt.Equal(start) {
		t.Fatalf("stopped: %+v", p)
	}
	w.ok(w.SetNotify(w.ctx(), who.Person, true, start))
	if p, err := w.Person(w.ctx(), who.Person); !p.Reachable() || err != nil {
		t.Fatalf("opted in again: %+v, %v", p, err)
	}
}

func postedOnce(t *testing.T, w *world) {
	who := w.meet("maha")
	for range 3 {
		w.post(who, talk.LaneReply, "once")
	}
	if diff := cmp.Diff([]string{"test"}, w.wakes); diff != "" {
		t.Errorf("woken (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"once"}, w.deliver()); diff != "" {
		t.Error(diff)
	}
	w.post(who, talk.LaneReply, "once")
	if said := w.deliver(); len(said) != 0 {
		t.Errorf("said again after it was sent: %v", said)
	}
	err := w.Post(w.ctx(), cases.Post{Contact: "nobody", Message: talk.Message{Text: "x"}, Dedupe: "d"})
	if !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("posting to nobody: %v", err)
	}
}
