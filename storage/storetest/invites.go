package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/cases"
	"majlis/flows/talk"
)

// invitation is a message with a question behind it.
func invitation(who talk.Who, dedupe string) cases.Post {
	return cases.Post{
		Contact: who.Contact, Message: talk.Message{Text: "answered", About: "C1"}, Dedupe: dedupe,
		Invite: &talk.Invite{Flow: "rate", About: "C1"},
	}
}

func invites(t *testing.T, w *world) {
	who := w.meet("nura")
	who.New = false // by now
	for range 2 {   // the same deed twice invites once
		w.ok(w.Post(w.ctx(), invitation(who, "case:E1")))
	}
	failed := errors.New("undone")
	err := w.Write(w.ctx(), func(ctx context.Context) error {
		return errors.Join(w.Post(ctx, invitation(who, "case:E2")), failed)
	})
	if !errors.Is(err, failed) {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{who.Contact}, w.knocks); diff != "" {
		t.Errorf("knocked:\n%s", diff)
	}
	in, got, attempts, found, err := w.Next(w.ctx(), who.Contact)
	w.ok(err)
	want := talk.Inbound{Row: in.Row, Channel: "test", At: start, Kind: talk.KindInvite, Text: "rate", About: "C1"}
	if diff := cmp.Diff(want, in); diff != "" || !found || attempts != 0 || got != who || in.Row == "" {
		t.Fatalf("next: found %v, %+v, (-want +got):\n%s", found, got, diff)
	}
	w.answer(talk.Arrival{Row: in.Row, Who: who}, 1, talk.End{State: talk.EndTalk}, "solved?")
	if _, _, _, found, err = w.Next(w.ctx(), who.Contact); found || err != nil {
		t.Errorf("a second invite waits: %v, %v", found, err)
	}
	lines, err := w.Conversation(w.ctx(), who.Contact, 10)
	w.ok(err)
	var said []string
	for _, l := range lines {
		said = append(said, l.Text+l.Message.Text)
	}
	if diff := cmp.Diff([]string{"hello", "answered", "solved?"}, said); diff != "" {
		t.Errorf("what was said:\n%s", diff)
	}
	r, err := w.Audit(w.ctx())
	w.ok(err)
	if !r.Balanced() || r.Inbound != 2 || r.Ends[talk.EndTalk] != 2 {
		t.Errorf("the books: %+v", r)
	}
	w.silences(t, who)
}

// silences lets somebody stop, come back, and shut the channel.
func (w *world) silences(t *testing.T, who talk.Who) {
	silent := func(want bool) {
		t.Helper()
		if got, err := w.Silent(w.ctx(), who.Contact); got != want || err != nil {
			t.Errorf("silent: %v, %v; want %v", got, err, want)
		}
	}
	silent(false)
	w.ok(w.Stop(w.ctx(), who.Person, start))
	silent(true)
	w.ok(w.SetNotify(w.ctx(), who.Person, true, start))
	silent(false)
	shut := w.from("nura", "")
	shut.Kind = talk.KindBlocked
	w.arrive(shut)
	silent(true)
	if _, err := w.Silent(w.ctx(), "nobody"); err == nil {
		t.Error("nobody's conversation is silent or not")
	}
}

// invitesInOrder puts an invite between two messages of a channel that numbers
// its own: its turn is between theirs.
func invitesInOrder(t *testing.T, w *world) {
	send := func(order int64, text string) talk.Arrival {
		w.pass(time.Second)
		in := w.from("badr", text)
		in.Order = order
		return w.arrive(in)
	}
	a := send(900, "first")
	w.pass(time.Second)
	w.ok(w.Post(w.ctx(), invitation(a.Who, "case:E1")))
	if last := send(901, "last"); !last.Waiting {
		t.Error("a message overtakes the invite before it")
	}
	for turn, want := range []talk.Kind{talk.KindText, talk.KindInvite, talk.KindText} {
		in, who, _, found, err := w.Next(w.ctx(), a.Who.Contact)
		w.ok(err)
		if !found || in.Kind != want {
			t.Fatalf("turn %d is of a message of kind %q, want %q", turn, in.Kind, want)
		}
		w.answer(talk.Arrival{Row: in.Row, Who: who}, turn, talk.End{State: talk.EndTalk})
	}
	if r, err := w.Audit(w.ctx()); err != nil || !r.Balanced() {
		t.Errorf("the books: %+v, %v", r, err)
	}
}
